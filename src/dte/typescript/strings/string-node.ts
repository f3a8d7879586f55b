/** Which nodes are strings, and where their contents stand. */
import type { SelectedRange } from '../select.ts';
import { ts } from '../ts.ts';
import type { LiteralKind } from './literal-content.ts';

/** The content of a string: between its quotes. */
export interface StringContent {
  readonly start: number;
  readonly end: number;
  readonly kind: LiteralKind;
  readonly quote: string;
}

/** Answers the contents of a node: one of a string or a text, one for each part of a template, none of anything else. */
export function contentsOf({ node, type, start, end }: SelectedRange): StringContent[] {
  if (type === 'JSXText') return [textContent(node, start, end)];
  if (type === 'Literal') return ts.isStringLiteral(node) ? [stringContent(node, start, end)] : [];
  if (type === 'TemplateElement') return [chunk(node)];
  if (type !== 'TemplateLiteral' && type !== 'TSTemplateLiteralType') return [];
  if (ts.isNoSubstitutionTemplateLiteral(node)) return [chunk(node)];
  const { head, templateSpans } = node as ts.TemplateExpression | ts.TemplateLiteralTypeNode;
  return [head, ...templateSpans.map(({ literal }) => literal)].map(chunk);
}

function stringContent(node: ts.StringLiteral, start: number, end: number): StringContent {
  const quote = node.getSourceFile().text[start] as "'" | '"';
  return { start: start + 1, end: end - 1, kind: ts.isJsxAttribute(node.parent) ? 'attribute' : quote, quote };
}

/** The white space around a text is layout, or none of it is. */
function textContent(node: ts.Node, start: number, end: number): StringContent {
  const text = node.getSourceFile().text.slice(start, end);
  const isBlank = text.trim() === '';
  const before = isBlank ? 0 : text.length - text.trimStart().length;
  const behind = isBlank ? 0 : text.length - text.trimEnd().length;
  return { start: start + before, end: end - behind, kind: 'text', quote: '' };
}

function chunk(node: ts.Node): StringContent {
  const isLast = node.kind === ts.SyntaxKind.TemplateTail || node.kind === ts.SyntaxKind.NoSubstitutionTemplateLiteral;
  return {
    start: node.getStart() + 1,
    end: node.end - (isLast ? 1 : 2),
    kind: isTagged(node) ? 'raw template' : '`',
    quote: '`',
  };
}

function isTagged(node: ts.Node): boolean {
  const span = ts.isTemplateSpan(node.parent) ? node.parent : node;
  const template = ts.isTemplateExpression(span.parent) ? span.parent : span;
  return ts.isTaggedTemplateExpression(template.parent);
}
