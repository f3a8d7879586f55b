/** Literals and templates. */
import { ts } from '../ts.ts';
import { withoutEntities } from './entities.ts';
import { shape } from './es-node.ts';
import type { EsNode, Field, Shape } from './es-node.ts';
import { sourceOf, textOf } from './tokens.ts';

const raw: Field = sourceOf;

const keyword = (value: boolean | null): Shape =>
  shape('Literal', {}, { value: () => value, raw: () => String(value) });

/** A string; in an attribute of JSX with entities instead of escapes. */
const STRING = shape<ts.StringLiteral>(
  'Literal',
  {},
  { value: (node) => (ts.isJsxAttribute(node.parent) ? withoutEntities(node.text) : node.text), raw },
);

const BIGINT = shape<ts.BigIntLiteral>(
  'Literal',
  {},
  {
    value: (node, view) => BigInt(digitsOf(node, view)),
    bigint: (node, view) => String(BigInt(digitsOf(node, view))),
    raw,
  },
);

const digitsOf = (node: ts.Node, view: EsNode): string => sourceOf(node, view).slice(0, -1).replaceAll('_', '');

const REGEX = shape<ts.RegularExpressionLiteral>(
  'Literal',
  {},
  {
    value: ({ text }) => nativePattern(partsOf(text)),
    regex: ({ text }) => partsOf(text),
    raw: (node) => node.text,
  },
);

function partsOf(text: string): { flags: string; pattern: string } {
  const slash = text.lastIndexOf('/');
  return { flags: text.slice(slash + 1), pattern: text.slice(1, slash) };
}

/** It is never run. `null` where this Node cannot read it. */
function nativePattern({ pattern, flags }: { flags: string; pattern: string }): RegExp | null {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return null;
  }
}

/** A part of a template between `${…}`, with the marks around it. */
const TEMPLATE_ELEMENT = shape<ts.TemplateLiteralLikeNode>(
  'TemplateElement',
  {},
  {
    tail: (node) => isTail(node),
    value: (node, view) => ({ cooked: cookedOf(node, rawOf(node, view)), raw: rawOf(node, view) }),
  },
);

const isTail = ({ kind }: ts.Node): boolean =>
  kind === ts.SyntaxKind.TemplateTail || kind === ts.SyntaxKind.NoSubstitutionTemplateLiteral;

const rawOf = (node: ts.Node, view: EsNode): string => sourceOf(node, view).slice(1, isTail(node) ? -1 : -2);

/** A tagged template may hold what is no escape; then it has no value. */
function cookedOf(node: ts.TemplateLiteralLikeNode, rawText: string): string | null {
  return isTagged(node) && /\\u(?![0-9a-fA-F]{4}|\{)|\\x(?![0-9a-fA-F]{2})/.test(rawText) ? null : node.text;
}

function isTagged(node: ts.Node): boolean {
  let template = node;
  if (ts.isTemplateSpan(template.parent)) template = template.parent;
  if (ts.isTemplateExpression(template.parent)) template = template.parent;
  return ts.isTaggedTemplateExpression(template.parent);
}

/** Shapes of literals, by the kind of the TypeScript node. */
export const LITERALS: Readonly<Partial<Record<ts.SyntaxKind, Shape>>> = {
  [ts.SyntaxKind.StringLiteral]: STRING,
  [ts.SyntaxKind.NumericLiteral]: shape<ts.NumericLiteral>('Literal', {}, { value: (node) => Number(node.text), raw }),
  [ts.SyntaxKind.BigIntLiteral]: BIGINT,
  [ts.SyntaxKind.RegularExpressionLiteral]: REGEX,
  [ts.SyntaxKind.TrueKeyword]: keyword(true),
  [ts.SyntaxKind.FalseKeyword]: keyword(false),
  [ts.SyntaxKind.NullKeyword]: keyword(null),
  [ts.SyntaxKind.TemplateHead]: TEMPLATE_ELEMENT,
  [ts.SyntaxKind.TemplateMiddle]: TEMPLATE_ELEMENT,
  [ts.SyntaxKind.TemplateTail]: TEMPLATE_ELEMENT,
  [ts.SyntaxKind.NoSubstitutionTemplateLiteral]: shape<ts.NoSubstitutionTemplateLiteral>('TemplateLiteral', {
    quasis: (node, view) => [view.part(TEMPLATE_ELEMENT, node)],
    expressions: () => [],
  }),
  [ts.SyntaxKind.TemplateExpression]: shape<ts.TemplateExpression>('TemplateLiteral', {
    quasis: (node, view) => view.children([node.head, ...node.templateSpans.map((span) => span.literal)]),
    expressions: (node, view) => view.children(node.templateSpans.map((span) => span.expression)),
  }),
  [ts.SyntaxKind.TemplateLiteralType]: shape<ts.TemplateLiteralTypeNode>('TSTemplateLiteralType', {
    quasis: (node, view) => view.children([node.head, ...node.templateSpans.map((span) => span.literal)]),
    types: (node, view) => view.children(node.templateSpans.map((span) => span.type)),
  }),
  [ts.SyntaxKind.MetaProperty]: shape<ts.MetaProperty>('MetaProperty', {
    meta: (node, view) => view.part(META, node),
    property: (node, view) => view.child(node.name),
  }),
};

/** `new` in `new.target`, and `import` in `import.meta`. */
const META = shape<ts.MetaProperty>(
  'Identifier',
  { decorators: () => [], typeAnnotation: () => undefined },
  { name: (node) => textOf(node.keywordToken), optional: () => false },
  { end: (node, view) => node.getStart(view.tree.file) + textOf(node.keywordToken).length },
);
