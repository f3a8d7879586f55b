/** Expressions. */
import { ts } from '../ts.ts';
import { shape } from './es-node.ts';
import type { Field, Shape, EsNode } from './es-node.ts';
import { textOf } from './tokens.ts';
import { typeArguments } from './type-parts.ts';

type Unary = ts.PrefixUnaryExpression | ts.PostfixUnaryExpression;
type WithExpression = ts.Node & { readonly expression: ts.Expression };

/** The field that shows `expression`. */
export const expression: Field<WithExpression> = (node, view) => view.child(node.expression);

const no = (): boolean => false;

const UPDATE = shape<Unary>(
  'UpdateExpression',
  { argument: (node, view) => view.child(node.operand) },
  { operator: (node) => textOf(node.operator), prefix: (node) => ts.isPrefixUnaryExpression(node) },
);

const UNARY = shape<Unary>(
  'UnaryExpression',
  { argument: (node, view) => view.child(node.operand) },
  { operator: (node) => textOf(node.operator), prefix: (node) => ts.isPrefixUnaryExpression(node) },
);

/** Answers the shape of an operator before or behind its operand. */
export const unaryShape = ({ operator }: Unary): Shape =>
  operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken ? UPDATE : UNARY;

const word = (operator: string): Shape =>
  shape<WithExpression>('UnaryExpression', { argument: expression }, { operator: () => operator, prefix: () => true });

const binary = (type: string, isTarget = false): Shape =>
  shape<ts.BinaryExpression>(
    type,
    { left: (node, view) => view.child(node.left, isTarget), right: (node, view) => view.child(node.right) },
    { operator: (node) => textOf(node.operatorToken.kind) },
  );

const BINARY = binary('BinaryExpression');
const LOGICAL = binary('LogicalExpression');
const ASSIGNMENT = binary('AssignmentExpression', true);

const SEQUENCE = shape<ts.BinaryExpression>('SequenceExpression', {
  expressions: (node, view) => view.children(itemsOf(node)),
});

const LOGICAL_OPERATORS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);

/** Whether an operator assigns. */
export const isAssignment = (kind: ts.SyntaxKind): boolean =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

/** Answers the shape of an expression with an operator in its middle. */
export function binaryShape({ operatorToken: { kind } }: ts.BinaryExpression): Shape {
  if (kind === ts.SyntaxKind.CommaToken) return SEQUENCE;
  if (isAssignment(kind)) return ASSIGNMENT;
  return LOGICAL_OPERATORS.has(kind) ? LOGICAL : BINARY;
}

/** The items of `a, b, c`, which TypeScript nests. */
function itemsOf(sequence: ts.BinaryExpression): ts.Expression[] {
  const items: ts.Expression[] = [];
  let left: ts.Expression = sequence;
  while (ts.isBinaryExpression(left) && left.operatorToken.kind === ts.SyntaxKind.CommaToken) {
    items.unshift(left.right);
    left = left.left;
  }
  return [left, ...items];
}

const IMPORT = shape<ts.CallExpression>(
  'ImportExpression',
  {
    source: (node, view) => view.child(node.arguments[0]),
    options: (node, view) => view.child(node.arguments[1]),
  },
  { phase: (node) => (ts.isMetaProperty(node.expression) ? node.expression.name.text : null) },
);

const CALL = shape<ts.CallExpression>(
  'CallExpression',
  {
    callee: linkBelow,
    typeArguments,
    arguments: (node, view) => view.children(node.arguments),
  },
  { optional: (node) => node.questionDotToken !== undefined },
);

/** Answers the shape of a call, which may be an import. */
export function callShape(node: ts.CallExpression): Shape {
  const { expression: callee } = node;
  const isImport =
    callee.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isMetaProperty(callee) && callee.keywordToken === ts.SyntaxKind.ImportKeyword && callee.name.text === 'defer');
  return isImport ? IMPORT : CALL;
}

type Link = ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.CallExpression | ts.NonNullExpression;

const CHAIN = shape<Link>('ChainExpression', { expression: (node, view) => view.part(linkShape(node), node) });

const PROPERTY_ACCESS = shape<ts.PropertyAccessExpression>(
  'MemberExpression',
  { object: linkBelow, property: (node, view) => view.child(node.name) },
  { computed: no, optional: (node) => node.questionDotToken !== undefined },
);

const ELEMENT_ACCESS = shape<ts.ElementAccessExpression>(
  'MemberExpression',
  { object: linkBelow, property: (node, view) => view.child(node.argumentExpression) },
  { computed: () => true, optional: (node) => node.questionDotToken !== undefined },
);

const NON_NULL = shape<ts.NonNullExpression>('TSNonNullExpression', { expression: linkBelow });

function linkShape(node: Link): Shape {
  if (ts.isPropertyAccessExpression(node)) return PROPERTY_ACCESS;
  if (ts.isElementAccessExpression(node)) return ELEMENT_ACCESS;
  return ts.isCallExpression(node) ? callShape(node) : NON_NULL;
}

/** Answers the view of an access or a call: in a chain with `?.` the outermost is wrapped. */
export const link = (node: Link, parent: EsNode): EsNode =>
  parent.part(isChained(node) ? CHAIN : linkShape(node), node);

/** What a link hangs on: within a chain it is not wrapped again. */
function linkBelow(node: Link, view: EsNode): EsNode | null {
  const below = node.expression;
  return isLink(below) && isChained(below) ? view.part(linkShape(below), below) : view.child(below);
}

const isLink = (node: ts.Node): node is Link =>
  ts.isPropertyAccessExpression(node) ||
  ts.isElementAccessExpression(node) ||
  ts.isCallExpression(node) ||
  ts.isNonNullExpression(node);

/** Whether a `?.` is in a link or in one that it hangs on, without parentheses between. */
function isChained(node: Link): boolean {
  let below: ts.Node = node;
  while (ts.isNonNullExpression(below)) below = below.expression;
  return isLink(below) && (below.flags & ts.NodeFlags.OptionalChain) !== 0;
}

/** Shapes of expressions, by the kind of the TypeScript node. */
export const EXPRESSIONS: Readonly<Partial<Record<ts.SyntaxKind, Shape>>> = {
  [ts.SyntaxKind.ThisKeyword]: shape('ThisExpression'),
  [ts.SyntaxKind.SuperKeyword]: shape('Super'),
  [ts.SyntaxKind.ArrayLiteralExpression]: shape<ts.ArrayLiteralExpression>('ArrayExpression', {
    elements: (node, view) => view.children(node.elements),
  }),
  [ts.SyntaxKind.ObjectLiteralExpression]: shape<ts.ObjectLiteralExpression>('ObjectExpression', {
    properties: (node, view) => view.children(node.properties),
  }),
  [ts.SyntaxKind.SpreadElement]: shape<ts.SpreadElement>('SpreadElement', { argument: expression }),
  [ts.SyntaxKind.SpreadAssignment]: shape<ts.SpreadAssignment>('SpreadElement', { argument: expression }),
  [ts.SyntaxKind.DeleteExpression]: word('delete'),
  [ts.SyntaxKind.VoidExpression]: word('void'),
  [ts.SyntaxKind.TypeOfExpression]: word('typeof'),
  [ts.SyntaxKind.AwaitExpression]: shape<ts.AwaitExpression>('AwaitExpression', { argument: expression }),
  [ts.SyntaxKind.YieldExpression]: shape<ts.YieldExpression>(
    'YieldExpression',
    { argument: (node, view) => view.child(node.expression) },
    { delegate: (node) => node.asteriskToken !== undefined },
  ),
  [ts.SyntaxKind.NewExpression]: shape<ts.NewExpression>('NewExpression', {
    callee: expression,
    typeArguments,
    arguments: (node, view) => view.children(node.arguments),
  }),
  [ts.SyntaxKind.ConditionalExpression]: shape<ts.ConditionalExpression>('ConditionalExpression', {
    test: (node, view) => view.child(node.condition),
    consequent: (node, view) => view.child(node.whenTrue),
    alternate: (node, view) => view.child(node.whenFalse),
  }),
  [ts.SyntaxKind.TaggedTemplateExpression]: shape<ts.TaggedTemplateExpression>('TaggedTemplateExpression', {
    tag: (node, view) => view.child(node.tag),
    typeArguments,
    quasi: (node, view) => view.child(node.template),
  }),
  [ts.SyntaxKind.Decorator]: shape<ts.Decorator>('Decorator', { expression }),
  [ts.SyntaxKind.AsExpression]: shape<ts.AsExpression>('TSAsExpression', {
    expression,
    typeAnnotation: (node, view) => view.child(node.type),
  }),
  [ts.SyntaxKind.SatisfiesExpression]: shape<ts.SatisfiesExpression>('TSSatisfiesExpression', {
    expression,
    typeAnnotation: (node, view) => view.child(node.type),
  }),
  [ts.SyntaxKind.TypeAssertionExpression]: shape<ts.TypeAssertion>('TSTypeAssertion', {
    typeAnnotation: (node, view) => view.child(node.type),
    expression,
  }),
};
