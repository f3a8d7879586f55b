/** Names and patterns: what is declared, and what is assigned to. They carry the types that are written behind them. */
import { ts } from '../ts.ts';
import { shape } from './es-node.ts';
import type { EsNode, Field, Shape } from './es-node.ts';
import { decoratorsOf, modifiersOf } from './modifiers.ts';
import { annotation } from './type-parts.ts';

type Declared = ts.VariableDeclaration | ts.ParameterDeclaration;

/** The variable or parameter that a name or pattern declares, whose type is written behind it. */
function declaredBy(node: ts.Node): Declared | undefined {
  const { parent } = node;
  if (!ts.isVariableDeclaration(parent) && !ts.isParameter(parent)) return undefined;
  if (parent.name !== node) return undefined;
  return ts.isParameter(parent) && parent.dotDotDotToken !== undefined ? undefined : parent;
}

/** Decorators and modifiers belong to the whole parameter: a bare name or pattern is the whole only if nothing is around it. */
const isWhole = (parameter: ts.ParameterDeclaration): boolean =>
  parameter.initializer === undefined && modifiersOf(parameter).length === 0;

const parameterDecorators = (parameter: ts.ParameterDeclaration, view: EsNode): unknown =>
  ts.isObjectLiteralExpression(parameter.parent.parent) ? [] : view.children(decoratorsOf(parameter));

const decorators: Field = (node, view) => {
  const declared = declaredBy(node);
  return declared !== undefined && ts.isParameter(declared) && isWhole(declared)
    ? parameterDecorators(declared, view)
    : [];
};

const typeAnnotation: Field = (node, view) => annotation(declaredBy(node)?.type, view);

const questionOf = (node: ts.Node): ts.Node | undefined => {
  const declared = declaredBy(node);
  return declared !== undefined && ts.isParameter(declared) ? declared.questionToken : undefined;
};

/** With the question mark and the type behind it. */
const end = (node: ts.Node): number => Math.max(node.end, questionOf(node)?.end ?? 0, declaredBy(node)?.type?.end ?? 0);
const optional: Field = (node) => questionOf(node) !== undefined;
const no = (): boolean => false;
const none = (): undefined => undefined;

const IDENTIFIER = shape<ts.Identifier>(
  'Identifier',
  { decorators, typeAnnotation },
  { name: (node) => node.text, optional },
  { end },
);

const THIS = shape('ThisExpression');

/** In `typeof this.a` TypeScript has a name for `this`. */
function isThisOfQuery(node: ts.Identifier): boolean {
  if (ts.identifierToKeywordKind(node) !== ts.SyntaxKind.ThisKeyword) return false;
  let top: ts.Node = node;
  while (ts.isQualifiedName(top.parent) && top.parent.left === top) top = top.parent;
  return ts.isTypeQueryNode(top.parent);
}

/** Answers the shape of a name. */
export const identifierShape = (node: ts.Identifier): Shape => (isThisOfQuery(node) ? THIS : IDENTIFIER);

/** Shapes of patterns that are declared, by the kind of the TypeScript node. */
export const PATTERNS: Readonly<Partial<Record<ts.SyntaxKind, Shape>>> = {
  [ts.SyntaxKind.PrivateIdentifier]: shape<ts.PrivateIdentifier>(
    'PrivateIdentifier',
    {},
    { name: (node) => node.text.slice(1) },
  ),
  [ts.SyntaxKind.ObjectBindingPattern]: shape<ts.ObjectBindingPattern>(
    'ObjectPattern',
    { decorators, properties: (node, view) => view.children(node.elements, true), typeAnnotation },
    { optional },
    { end },
  ),
  [ts.SyntaxKind.ArrayBindingPattern]: shape<ts.ArrayBindingPattern>(
    'ArrayPattern',
    { decorators, elements: (node, view) => view.children(node.elements, true), typeAnnotation },
    { optional },
    { end },
  ),
};

/** Patterns that an assignment writes as an object or a list. */
export const ASSIGNED: Readonly<Partial<Record<ts.SyntaxKind, Shape>>> = {
  [ts.SyntaxKind.ObjectLiteralExpression]: shape<ts.ObjectLiteralExpression>(
    'ObjectPattern',
    { decorators: () => [], properties: (node, view) => view.children(node.properties, true), typeAnnotation: none },
    { optional: no },
  ),
  [ts.SyntaxKind.ArrayLiteralExpression]: shape<ts.ArrayLiteralExpression>(
    'ArrayPattern',
    { decorators: () => [], elements: (node, view) => view.children(node.elements, true), typeAnnotation: none },
    { optional: no },
  ),
  [ts.SyntaxKind.SpreadElement]: rest<ts.SpreadElement>((node, view) => view.child(node.expression, true)),
  [ts.SyntaxKind.SpreadAssignment]: rest<ts.SpreadAssignment>((node, view) => view.child(node.expression, true)),
};

function rest<N extends ts.Node>(argument: Field<N>): Shape {
  return shape<N>(
    'RestElement',
    { decorators: () => [], argument, typeAnnotation: none },
    { optional: no, value: none },
  );
}

type WithDefault = ts.Node & { readonly name: ts.BindingName; readonly initializer?: ts.Expression };

/** `a = 1` as a parameter or in a pattern: from the name to the default. */
const WITH_DEFAULT = shape<WithDefault>(
  'AssignmentPattern',
  {
    decorators: (node, view) =>
      ts.isParameter(node) && modifiersOf(node).length === 0 ? parameterDecorators(node, view) : [],
    left: (node, view) => view.child(node.name),
    right: (node, view) => view.child(node.initializer),
    typeAnnotation: none,
  },
  { optional: no },
  { start: (node, view) => node.name.getStart(view.tree.file), end: (node) => node.initializer!.end },
);

/** `{ a = 1 }` on the left of an assignment: the whole of it. */
export const SHORTHAND_DEFAULT = shape<ts.ShorthandPropertyAssignment>(
  'AssignmentPattern',
  {
    decorators: () => [],
    left: (node, view) => view.child(node.name, true),
    right: (node, view) => view.child(node.objectAssignmentInitializer),
    typeAnnotation: none,
  },
  { optional: no },
);

/** `[a = 1]` on the left of an assignment. */
export const ASSIGNED_DEFAULT = shape<ts.BinaryExpression>(
  'AssignmentPattern',
  {
    decorators: () => [],
    left: (node, view) => view.child(node.left, true),
    right: (node, view) => view.child(node.right),
    typeAnnotation: none,
  },
  { optional: no },
);

const REST_ELEMENT = shape<ts.BindingElement>(
  'RestElement',
  {
    decorators: () => [],
    argument: (node, view) => view.child(node.propertyName ?? node.name),
    typeAnnotation: none,
  },
  { optional: no, value: none },
);

const PROPERTY = shape<ts.BindingElement>(
  'Property',
  {
    key: (node, view) => view.child(node.propertyName ?? node.name),
    value: (node, view) => (node.initializer === undefined ? view.child(node.name) : view.part(WITH_DEFAULT, node)),
  },
  {
    computed: (node) => node.propertyName !== undefined && ts.isComputedPropertyName(node.propertyName),
    kind: () => 'init',
    method: no,
    optional: no,
    shorthand: (node) => node.propertyName === undefined,
  },
);

const REST_ITEM = shape<ts.BindingElement>(
  'RestElement',
  { decorators: () => [], argument: (node, view) => view.child(node.name), typeAnnotation: none },
  { optional: no, value: none },
);

/** Answers the view of an element of a pattern that is declared. */
export function bindingElement(node: ts.BindingElement, parent: EsNode): EsNode | null {
  if (ts.isObjectBindingPattern(node.parent)) {
    return parent.part(node.dotDotDotToken === undefined ? PROPERTY : REST_ELEMENT, node);
  }
  if (node.initializer !== undefined) return parent.part(WITH_DEFAULT, node);
  return node.dotDotDotToken === undefined ? parent.child(node.name) : parent.part(REST_ITEM, node);
}

const REST_PARAMETER = shape<ts.ParameterDeclaration>(
  'RestElement',
  {
    decorators: (node, view) => (isWhole(node) ? parameterDecorators(node, view) : []),
    argument: (node, view) => view.child(node.name),
    typeAnnotation: (node, view) => annotation(node.type, view),
  },
  { optional: (node) => node.questionToken !== undefined, value: none },
);

/** Answers the view of a parameter without its modifiers. */
export function plainParameter(node: ts.ParameterDeclaration, parent: EsNode): EsNode | null {
  if (node.dotDotDotToken !== undefined) return parent.part(REST_PARAMETER, node);
  return node.initializer === undefined ? parent.child(node.name) : parent.part(WITH_DEFAULT, node);
}
