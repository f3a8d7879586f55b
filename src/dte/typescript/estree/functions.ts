/** Functions, classes and their members. */
import { ts } from '../ts.ts';
import { shape } from './es-node.ts';
import type { EsNode, Field, Shape } from './es-node.ts';
import { accessibility, decorators, hasModifier, is, modifiersOf } from './modifiers.ts';
import { plainParameter } from './patterns.ts';
import { tokenAfter } from './tokens.ts';
import { typeArguments, typeOf, typeParameters } from './type-parts.ts';

type Method = ts.MethodDeclaration | ts.AccessorDeclaration | ts.ConstructorDeclaration;

/** The field `params`. */
export const params: Field<ts.SignatureDeclaration> = (node, view) => view.children(node.parameters);

/** The field `computed` of what has a name. */
export const computed: Field<ts.Node & { readonly name: ts.Node }> = (node) => ts.isComputedPropertyName(node.name);

/** The field `key`. */
export const key: Field<ts.Node & { readonly name: ts.Node }> = (node, view) => view.child(node.name);

/** The field `optional` of a member with a question mark. */
export const optional: Field<ts.Node & { readonly questionToken?: ts.Node | undefined }> = (node) =>
  node.questionToken !== undefined;

const no = (): boolean => false;
const { AbstractKeyword, AsyncKeyword, DeclareKeyword, OverrideKeyword, ReadonlyKeyword, StaticKeyword } =
  ts.SyntaxKind;

const isGenerator: Field<ts.Node & { readonly asteriskToken?: ts.Node | undefined }> = (node) =>
  node.asteriskToken !== undefined;

const functionShape = (type: string, hasBody = true): Shape =>
  shape<ts.FunctionDeclaration | ts.FunctionExpression>(
    type,
    {
      id: (node, view) => view.child(node.name),
      typeParameters,
      params,
      returnType: typeOf,
      body: (node, view) => (hasBody ? view.child(node.body) : undefined),
    },
    { async: is(AsyncKeyword), declare: is(DeclareKeyword), expression: no, generator: isGenerator },
  );

const DECLARED = functionShape('FunctionDeclaration');
const WITHOUT_BODY = functionShape('TSDeclareFunction', false);

/** Answers the shape of a function's declaration. */
export const functionDeclarationShape = (node: ts.FunctionDeclaration): Shape =>
  node.body === undefined ? WITHOUT_BODY : DECLARED;

/** The function that a method is, from its parameters on. */
const methodFunction = (type: string): Shape =>
  shape<Method>(
    type,
    {
      id: () => null,
      typeParameters,
      params,
      returnType: typeOf,
      body: (node, view) => view.child(node.body),
    },
    {
      async: is(AsyncKeyword),
      declare: no,
      expression: no,
      generator: (node) => ts.isMethodDeclaration(node) && node.asteriskToken !== undefined,
    },
    { start: (node) => Math.min(node.parameters.pos - 1, (node.typeParameters?.pos ?? Number.MAX_SAFE_INTEGER) - 1) },
  );

const METHOD_FUNCTION = methodFunction('FunctionExpression');
const EMPTY_FUNCTION = methodFunction('TSEmptyBodyFunctionExpression');

const methodValue: Field<Method> = (node, view) =>
  view.part(node.body === undefined ? EMPTY_FUNCTION : METHOD_FUNCTION, node);

const OBJECT_METHOD = shape<ts.MethodDeclaration | ts.AccessorDeclaration>(
  'Property',
  { key, value: methodValue },
  {
    computed,
    kind: (node) => accessorKind(node) ?? 'init',
    method: (node) => ts.isMethodDeclaration(node),
    optional: (node) => ts.isMethodDeclaration(node) && node.questionToken !== undefined,
    shorthand: no,
  },
);

const accessorKind = (node: ts.Node): 'get' | 'set' | undefined =>
  ts.isGetAccessor(node) ? 'get' : ts.isSetAccessor(node) ? 'set' : undefined;

const methodShape = (type: string): Shape =>
  shape<ts.MethodDeclaration | ts.AccessorDeclaration>(
    type,
    { decorators, key, value: methodValue },
    {
      accessibility,
      computed,
      kind: (node) => accessorKind(node) ?? (isNamedConstructor(node) ? 'constructor' : 'method'),
      optional: (node) => ts.isMethodDeclaration(node) && node.questionToken !== undefined,
      override: is(OverrideKeyword),
      static: is(StaticKeyword),
    },
  );

const isNamedConstructor = (node: ts.MethodDeclaration | ts.AccessorDeclaration): boolean =>
  !hasModifier(node, StaticKeyword) && ts.isStringLiteral(node.name) && node.name.text === 'constructor';

const METHOD = methodShape('MethodDefinition');
const ABSTRACT_METHOD = methodShape('TSAbstractMethodDefinition');

/** Answers the shape of a method or accessor of an object or a class. */
export function memberFunctionShape(node: ts.MethodDeclaration | ts.AccessorDeclaration): Shape {
  if (ts.isObjectLiteralExpression(node.parent)) return OBJECT_METHOD;
  return hasModifier(node, AbstractKeyword) ? ABSTRACT_METHOD : METHOD;
}

const constructorToken = (node: ts.ConstructorDeclaration, view: EsNode): { start: number; end: number } =>
  tokenAfter(view, modifiersOf(node).at(-1)?.end ?? node.getStart(view.tree.file));

const constructorRange = {
  start: (node: ts.ConstructorDeclaration, view: EsNode): number => constructorToken(node, view).start,
  end: (node: ts.ConstructorDeclaration, view: EsNode): number => constructorToken(node, view).end,
};

const CONSTRUCTOR_NAME = shape<ts.ConstructorDeclaration>(
  'Identifier',
  { decorators: () => [], typeAnnotation: () => undefined },
  { name: () => 'constructor', optional: no },
  constructorRange,
);

const CONSTRUCTOR_STRING = shape<ts.ConstructorDeclaration>(
  'Literal',
  {},
  { value: () => 'constructor', raw: (_, view) => view.tree.file.text.slice(view.start, view.end) },
  constructorRange,
);

const constructorKey: Field<ts.ConstructorDeclaration> = (node, view) => {
  const isQuoted = /['"]/.test(view.tree.file.text[constructorToken(node, view).start]!);
  return view.part(isQuoted ? CONSTRUCTOR_STRING : CONSTRUCTOR_NAME, node);
};

const constructorShape = (type: string): Shape =>
  shape<ts.ConstructorDeclaration>(
    type,
    { decorators: () => [], key: constructorKey, value: methodValue },
    {
      accessibility,
      computed: no,
      kind: (node) => (hasModifier(node, StaticKeyword) ? 'method' : 'constructor'),
      optional: no,
      override: no,
      static: is(StaticKeyword),
    },
  );

const CONSTRUCTOR = constructorShape('MethodDefinition');
const ABSTRACT_CONSTRUCTOR = constructorShape('TSAbstractMethodDefinition');

/** Answers the shape of a constructor. */
export const constructorShapeOf = (node: ts.ConstructorDeclaration): Shape =>
  hasModifier(node, AbstractKeyword) ? ABSTRACT_CONSTRUCTOR : CONSTRUCTOR;

const propertyShape = (type: string, isAbstract: boolean): Shape =>
  shape<ts.PropertyDeclaration>(
    type,
    {
      decorators,
      key,
      typeAnnotation: typeOf,
      value: (node, view) => (isAbstract ? null : view.child(node.initializer)),
    },
    {
      accessibility,
      computed,
      declare: is(DeclareKeyword),
      definite: (node) => node.exclamationToken !== undefined,
      optional,
      override: is(OverrideKeyword),
      readonly: is(ReadonlyKeyword),
      static: is(StaticKeyword),
    },
  );

const PROPERTY = propertyShape('PropertyDefinition', false);
const ABSTRACT_PROPERTY = propertyShape('TSAbstractPropertyDefinition', true);
const ACCESSOR = propertyShape('AccessorProperty', false);
const ABSTRACT_ACCESSOR = propertyShape('TSAbstractAccessorProperty', true);

/** Answers the shape of a property of a class. */
export function propertyShapeOf(node: ts.PropertyDeclaration): Shape {
  const isAbstract = hasModifier(node, AbstractKeyword);
  if (hasModifier(node, ts.SyntaxKind.AccessorKeyword)) return isAbstract ? ABSTRACT_ACCESSOR : ACCESSOR;
  return isAbstract ? ABSTRACT_PROPERTY : PROPERTY;
}

const CLASS_BODY = shape<ts.ClassLikeDeclaration>(
  'ClassBody',
  { body: (node, view) => view.children(node.members.filter((member) => !ts.isSemicolonClassElement(member))) },
  {},
  { start: (node) => node.members.pos - 1 },
);

const heritage = (node: ts.ClassLikeDeclaration, token: ts.SyntaxKind): readonly ts.ExpressionWithTypeArguments[] =>
  node.heritageClauses?.find((clause) => clause.token === token)?.types ?? [];

const superOf = (node: ts.ClassLikeDeclaration): ts.ExpressionWithTypeArguments | undefined =>
  heritage(node, ts.SyntaxKind.ExtendsKeyword)[0];

const SUPER_ARGUMENTS: Field<ts.ClassLikeDeclaration> = (node, view) => {
  const above = superOf(node);
  return above === undefined ? undefined : typeArguments(above, view);
};

const classShape = (type: string): Shape =>
  shape<ts.ClassLikeDeclaration>(
    type,
    {
      decorators,
      id: (node, view) => view.child(node.name),
      typeParameters,
      superClass: (node, view) => view.child(superOf(node)?.expression),
      superTypeArguments: SUPER_ARGUMENTS,
      implements: (node, view) => view.children(heritage(node, ts.SyntaxKind.ImplementsKeyword)),
      body: (node, view) => view.part(CLASS_BODY, node),
    },
    { abstract: is(AbstractKeyword), declare: is(DeclareKeyword) },
  );

const ARROW = shape<ts.ArrowFunction>(
  'ArrowFunctionExpression',
  { typeParameters, params, returnType: typeOf, body: (node, view) => view.child(node.body) },
  { async: is(AsyncKeyword), expression: (node) => !ts.isBlock(node.body), generator: no, id: () => null },
);

/** With modifiers, a parameter is a property of its class as well. */
export const PARAMETER_PROPERTY = shape<ts.ParameterDeclaration>(
  'TSParameterProperty',
  { decorators, parameter: (node, view) => plainParameter(node, view) },
  { accessibility, override: is(OverrideKeyword), readonly: is(ReadonlyKeyword), static: is(StaticKeyword) },
);

/** Shapes of functions and classes, by the kind of the TypeScript node. */
export const FUNCTIONS: Readonly<Partial<Record<ts.SyntaxKind, Shape>>> = {
  [ts.SyntaxKind.FunctionExpression]: functionShape('FunctionExpression'),
  [ts.SyntaxKind.ArrowFunction]: ARROW,
  [ts.SyntaxKind.ClassDeclaration]: classShape('ClassDeclaration'),
  [ts.SyntaxKind.ClassExpression]: classShape('ClassExpression'),
  [ts.SyntaxKind.ClassStaticBlockDeclaration]: shape<ts.ClassStaticBlockDeclaration>('StaticBlock', {
    body: (node, view) => view.children(node.body.statements),
  }),
};
