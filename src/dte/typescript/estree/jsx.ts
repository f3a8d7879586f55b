/** JSX. */
import { ts } from '../ts.ts';
import { withoutEntities } from './entities.ts';
import { shape } from './es-node.ts';
import type { EsNode, Field, Shape } from './es-node.ts';
import { sourceOf } from './tokens.ts';
import { typeArguments } from './type-parts.ts';

const NAME = shape('JSXIdentifier', {}, { name: sourceOf });

const NAMESPACED = shape<ts.JsxNamespacedName>('JSXNamespacedName', {
  namespace: (node, view) => view.part(NAME, node.namespace),
  name: (node, view) => view.part(NAME, node.name),
});

const MEMBER = shape<ts.PropertyAccessExpression>('JSXMemberExpression', {
  object: (node, view) => nameOf(node.expression, view),
  property: (node, view) => view.part(NAME, node.name),
});

function nameOf(node: ts.Node, view: EsNode): EsNode {
  if (ts.isPropertyAccessExpression(node)) return view.part(MEMBER, node);
  return view.part(ts.isJsxNamespacedName(node) ? NAMESPACED : NAME, node);
}

const name: Field<ts.JsxOpeningLikeElement | ts.JsxClosingElement> = (node, view) => nameOf(node.tagName, view);

const opening = (isSelfClosing: boolean): Shape =>
  shape<ts.JsxOpeningLikeElement>(
    'JSXOpeningElement',
    { name, typeArguments, attributes: (node, view) => view.children(node.attributes.properties) },
    { selfClosing: () => isSelfClosing },
  );

const SELF_CLOSING = opening(true);

const EMPTY = shape(
  'JSXEmptyExpression',
  {},
  {},
  { start: (node, view) => node.getStart(view.tree.file) + 1, end: (node) => node.end - 1 },
);

const inBraces = (type: string): Shape =>
  shape<ts.JsxExpression>(type, {
    expression: (node, view) => (node.expression === undefined ? view.part(EMPTY, node) : view.child(node.expression)),
  });

const CONTAINER = inBraces('JSXExpressionContainer');
const SPREAD_CHILD = inBraces('JSXSpreadChild');

/** Answers the shape of an expression in braces. */
export const jsxExpressionShape = (node: ts.JsxExpression): Shape =>
  node.dotDotDotToken === undefined ? CONTAINER : SPREAD_CHILD;

const fullText: Field = (node, view) => view.tree.file.text.slice(node.pos, node.end);

/** Shapes of JSX, by the kind of the TypeScript node. */
export const JSX: Readonly<Partial<Record<ts.SyntaxKind, Shape>>> = {
  [ts.SyntaxKind.JsxElement]: shape<ts.JsxElement>('JSXElement', {
    openingElement: (node, view) => view.child(node.openingElement),
    children: (node, view) => view.children(node.children),
    closingElement: (node, view) => view.child(node.closingElement),
  }),
  [ts.SyntaxKind.JsxSelfClosingElement]: shape<ts.JsxSelfClosingElement>('JSXElement', {
    openingElement: (node, view) => view.part(SELF_CLOSING, node),
    children: () => [],
    closingElement: () => null,
  }),
  [ts.SyntaxKind.JsxOpeningElement]: opening(false),
  [ts.SyntaxKind.JsxClosingElement]: shape<ts.JsxClosingElement>('JSXClosingElement', { name }),
  [ts.SyntaxKind.JsxFragment]: shape<ts.JsxFragment>('JSXFragment', {
    openingFragment: (node, view) => view.child(node.openingFragment),
    children: (node, view) => view.children(node.children),
    closingFragment: (node, view) => view.child(node.closingFragment),
  }),
  [ts.SyntaxKind.JsxOpeningFragment]: shape('JSXOpeningFragment'),
  [ts.SyntaxKind.JsxClosingFragment]: shape('JSXClosingFragment'),
  [ts.SyntaxKind.JsxAttribute]: shape<ts.JsxAttribute>('JSXAttribute', {
    name: (node, view) => nameOf(node.name, view),
    value: (node, view) => view.child(node.initializer),
  }),
  [ts.SyntaxKind.JsxSpreadAttribute]: shape<ts.JsxSpreadAttribute>('JSXSpreadAttribute', {
    argument: (node, view) => view.child(node.expression),
  }),
  [ts.SyntaxKind.JsxText]: shape(
    'JSXText',
    {},
    { raw: fullText, value: (node, view) => withoutEntities(fullText(node, view) as string) },
    { start: (node) => node.pos },
  ),
};
