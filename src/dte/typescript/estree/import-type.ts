/** Types written as `import('module').Name`, with the tokens around their options, for which TypeScript has no nodes. */
import { ts } from '../ts.ts';
import { shape } from './es-node.ts';
import type { EsNode, Shape } from './es-node.ts';
import { tokenAfter } from './tokens.ts';
import { typeArguments } from './type-parts.ts';

const no = (): boolean => false;

const PROPERTY_VALUES = { computed: no, kind: () => 'init', method: no, optional: no, shorthand: no };

const ATTRIBUTE = shape<ts.ImportAttribute>(
  'Property',
  { key: (node, view) => view.child(node.name), value: (node, view) => view.child(node.value) },
  PROPERTY_VALUES,
);

const ATTRIBUTES = shape<ts.ImportAttributes>('ObjectExpression', {
  properties: (node, view) => node.elements.map((element) => view.part(ATTRIBUTE, element)),
});

/** The brace behind the comma behind the module. */
const openBrace = (node: ts.ImportTypeNode, view: EsNode): { start: number; end: number } =>
  tokenAfter(view, tokenAfter(view, node.argument.end).end);

const withKeyword = (node: ts.ImportTypeNode, view: EsNode): { start: number; end: number } =>
  tokenAfter(view, openBrace(node, view).end);

function closeBrace(node: ts.ImportTypeNode, view: EsNode): { end: number } {
  const next = tokenAfter(view, node.attributes!.end);
  return next.kind === ts.SyntaxKind.CommaToken ? tokenAfter(view, next.end) : next;
}

const WITH = shape<ts.ImportTypeNode>(
  'Identifier',
  { decorators: () => [], typeAnnotation: () => undefined },
  { name: (node) => ts.tokenToString(node.attributes!.token), optional: no },
  { start: (node, view) => withKeyword(node, view).start, end: (node, view) => withKeyword(node, view).end },
);

const WITH_PROPERTY = shape<ts.ImportTypeNode>(
  'Property',
  { key: (node, view) => view.part(WITH, node), value: (node, view) => view.part(ATTRIBUTES, node.attributes!) },
  PROPERTY_VALUES,
  { start: (node, view) => withKeyword(node, view).start, end: (node) => node.attributes!.end },
);

const OPTIONS = shape<ts.ImportTypeNode>(
  'ObjectExpression',
  { properties: (node, view) => [view.part(WITH_PROPERTY, node)] },
  {},
  { start: (node, view) => openBrace(node, view).start, end: (node, view) => closeBrace(node, view).end },
);

/** From the word `import`, even behind `typeof`. */
const startOfImport = (node: ts.ImportTypeNode, view: EsNode): number => {
  const start = node.getStart(view.tree.file);
  return node.isTypeOf ? tokenAfter(view, start + 'typeof'.length).start : start;
};

const IMPORT_TYPE = shape<ts.ImportTypeNode>(
  'TSImportType',
  {
    source: (node, view) => view.child(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument),
    options: (node, view) => (node.attributes === undefined ? null : view.part(OPTIONS, node)),
    qualifier: (node, view) => view.child(node.qualifier),
    typeArguments: (node, view) => typeArguments(node, view) ?? null,
  },
  {},
  { start: startOfImport },
);

const TYPE_OF_IMPORT = shape<ts.ImportTypeNode>('TSTypeQuery', {
  exprName: (node, view) => view.part(IMPORT_TYPE, node),
  typeArguments: () => undefined,
});

/** Answers the shape of `import('module')` as a type, or of `typeof` it. */
export const importTypeShape = (node: ts.ImportTypeNode): Shape => (node.isTypeOf ? TYPE_OF_IMPORT : IMPORT_TYPE);
