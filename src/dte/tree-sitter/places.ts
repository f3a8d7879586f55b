/** Where nodes stand among others: in a body, one below the other, or in a list, between commas. */
import { isComment } from './syntax.ts';
import type { SyntaxNode } from './syntax.ts';

const BODIES: ReadonlySet<string> = new Set([
  'module',
  'program',
  'block',
  'constructor_body',
  'class_body',
  'interface_body',
  'annotation_type_body',
  'enum_body_declarations',
  'switch_block_statement_group',
  'decorated_definition',
]);

const LISTS: ReadonlySet<string> = new Set([
  'argument_list',
  'parameters',
  'lambda_parameters',
  'formal_parameters',
  'list',
  'tuple',
  'set',
  'dictionary',
  'import_from_statement',
  'import_statement',
  'type_list',
  'type_arguments',
  'type_parameters',
  'annotation_argument_list',
  'array_initializer',
  'element_value_array_initializer',
  'enum_body',
]);

/** How a node stands in its parent. */
export type Placing = 'body' | 'list' | 'other';

/** Answers how the children of a node stand in it. */
export function placingIn(node: SyntaxNode): Placing {
  if (BODIES.has(node.type)) return 'body';
  return LISTS.has(node.type) ? 'list' : 'other';
}

/** Answers the outermost node that is nothing but this one: a statement of one expression, or a definition with its decorators. */
export function wholeOf(node: SyntaxNode): SyntaxNode {
  const parent = node.parent;
  if (parent === undefined) return node;
  const isAll = parent.type === 'expression_statement' && parent.children.filter(({ isNamed }) => isNamed).length === 1;
  const isDefinition = parent.type === 'decorated_definition' && node.field === 'definition';
  return isAll || isDefinition ? wholeOf(parent) : node;
}

/** Answers the elements of a body or a list, in order. */
export const elementsOf = (node: SyntaxNode): readonly SyntaxNode[] => node.children.filter(isElement);

/** Whether a node is an element of the body or list that it stands in. */
export const isElement = (node: SyntaxNode): boolean =>
  node.isNamed && !isComment(node) && (node.parent?.type.startsWith('import_') !== true || node.field === 'name');

/** Answers the element right before (-1) or behind (1) another one, or `undefined`. */
export function elementBeside({ parent, index }: SyntaxNode, step: -1 | 1): SyntaxNode | undefined {
  const siblings = parent?.children ?? [];
  let at = index + step;
  while (siblings[at] !== undefined && !isElement(siblings[at]!)) at += step;
  return siblings[at];
}

/** Answers the start of the line of an offset. */
export function lineStart(text: string, offset: number): number {
  let start = offset; // not by lastIndexOf, which looks for an end that the text does not use all the way up
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return start;
}

/** Answers the line above the start of a line, with its end; empty for the first line. */
export function lineAbove(text: string, start: number): string {
  const end = start - (text.endsWith('\r\n', start) ? 2 : 1);
  return end < 0 ? '' : text.slice(lineStart(text, end), start);
}

/** Answers the offset behind the line of an offset, with its end. */
export function lineEnd(text: string, offset: number): number {
  const end = /\r\n|\r|\n/g;
  end.lastIndex = offset;
  const match = end.exec(text);
  return match === null ? text.length : match.index + match[0].length;
}

/** Answers the white space that the line of an offset begins with. */
export const indentAt = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))![0];

/** Whether nothing but white space stands before an offset in its line. */
export const isLineStart = (text: string, offset: number): boolean =>
  /^[ \t]*$/.test(text.slice(lineStart(text, offset), offset));

/** Answers where a statement begins with the comments right above it. */
export function startWithComments(node: SyntaxNode, text: string): number {
  let start = node.start;
  for (let above = before(node); above !== undefined && isComment(above); above = before(above)) {
    const between = text.slice(above.end, start).replaceAll('\r', '');
    if (!isLineStart(text, above.start) || /\n\s*\n/.test(between)) break;
    start = above.start;
  }
  return start;
}

/** The node before another one. A comment above the first statement of a block stands before the block. */
function before(node: SyntaxNode): SyntaxNode | undefined {
  const { parent, index } = node;
  return index > 0 || parent?.type !== 'block' ? parent?.children[index - 1] : before(parent);
}

/** Answers where a statement ends with the comment behind it. */
export function endWithComment(node: SyntaxNode, text: string): number {
  const rest = text.slice(node.end, lineEnd(text, node.end));
  return /^[ \t]*(?:#|\/\/|$)/.test(rest.replace(/[\r\n]+$/, '')) || /^[ \t]*\/\*[^*]*\*\/\s*$/.test(rest)
    ? node.end + rest.replace(/[\r\n]+$/, '').length
    : node.end;
}

/** Whether a node and its neighbours share lines, so that lines cannot be told apart. */
export const sharesLine = (node: SyntaxNode, text: string): boolean =>
  !isLineStart(text, startWithComments(node, text)) ||
  !/^[ \t]*(?:\r\n|\r|\n|$)/.test(text.slice(endWithComment(node, text)));
