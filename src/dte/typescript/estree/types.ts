/** Types and what only TypeScript has. */
import { ts } from '../ts.ts';
import { shape } from './es-node.ts';
import type { Field, Shape } from './es-node.ts';
import { computed, key, optional, params } from './functions.ts';
import { accessibility, is } from './modifiers.ts';
import { textOf } from './tokens.ts';
import { bareAnnotation, typeArguments, typeOf, typeParameters } from './type-parts.ts';

const { ConstKeyword, DeclareKeyword, InKeyword, OutKeyword, ReadonlyKeyword, StaticKeyword } = ts.SyntaxKind;

type WithInnerType = ts.Node & { readonly type: ts.TypeNode };

const inner: Field<WithInnerType> = (node, view) => view.child(node.type);
const wrapping = (type: string): Shape => shape<WithInnerType>(type, { typeAnnotation: inner });

const listing = (type: string): Shape =>
  shape<ts.UnionOrIntersectionTypeNode>(type, { types: (node, view) => view.children(node.types) });

const signature = (type: string): Shape =>
  shape<ts.SignatureDeclaration>(type, { typeParameters, params, returnType: typeOf });

/** Answers the shape of a method's signature, or an accessor's. */
const methodSignature = (kind: string): Shape =>
  shape<ts.MethodSignature>(
    'TSMethodSignature',
    { key, typeParameters, params, returnType: typeOf },
    {
      accessibility,
      computed,
      kind: () => kind,
      optional,
      readonly: is(ReadonlyKeyword),
      static: is(StaticKeyword),
    },
  );

const GET_SIGNATURE = methodSignature('get');
const SET_SIGNATURE = methodSignature('set');

/** Answers the shape of an accessor within a type. */
export const accessorSignatureShape = (node: ts.AccessorDeclaration): Shape =>
  ts.isGetAccessor(node) ? GET_SIGNATURE : SET_SIGNATURE;

const withBody = (type: string, members: string): Shape =>
  shape<ts.InterfaceDeclaration | ts.EnumDeclaration>(
    type,
    { [members]: (node, view) => view.children(node.members) },
    {},
    { start: (node) => node.members.pos - 1 },
  );

const INTERFACE_BODY = withBody('TSInterfaceBody', 'body');
const ENUM_BODY = withBody('TSEnumBody', 'members');

const INTERFACE = shape<ts.InterfaceDeclaration>(
  'TSInterfaceDeclaration',
  {
    id: (node, view) => view.child(node.name),
    typeParameters,
    extends: (node, view) => view.children(node.heritageClauses?.flatMap((clause) => [...clause.types])),
    body: (node, view) => view.part(INTERFACE_BODY, node),
  },
  { declare: is(DeclareKeyword) },
);

const ENUM = shape<ts.EnumDeclaration>(
  'TSEnumDeclaration',
  { id: (node, view) => view.child(node.name), body: (node, view) => view.part(ENUM_BODY, node) },
  { const: is(ConstKeyword), declare: is(DeclareKeyword) },
);

const TYPE_ALIAS = shape<ts.TypeAliasDeclaration>(
  'TSTypeAliasDeclaration',
  {
    id: (node, view) => view.child(node.name),
    typeParameters,
    typeAnnotation: (node, view) => view.child(node.type),
  },
  { declare: is(DeclareKeyword) },
);

const heritageShape = (type: string): Shape =>
  shape<ts.ExpressionWithTypeArguments>(type, {
    expression: (node, view) => view.child(node.expression),
    typeArguments,
  });

const INTERFACE_HERITAGE = heritageShape('TSInterfaceHeritage');
const CLASS_IMPLEMENTS = heritageShape('TSClassImplements');
const INSTANTIATION = heritageShape('TSInstantiationExpression');

/** Answers the shape of `a<b>` as a value, or where a class or interface names what it is based on. */
export function heritageShapeOf({ parent }: ts.ExpressionWithTypeArguments): Shape {
  if (!ts.isHeritageClause(parent)) return INSTANTIATION;
  return ts.isInterfaceDeclaration(parent.parent) ? INTERFACE_HERITAGE : CLASS_IMPLEMENTS;
}

/** `?`, `+?` or `-?` of a mapped type, and the same with `readonly`. */
function mappedSign(token: ts.Node | undefined, plain: ts.SyntaxKind): boolean | string | undefined {
  if (token === undefined) return undefined;
  return token.kind === plain ? true : textOf(token.kind);
}

const MAPPED = shape<ts.MappedTypeNode>(
  'TSMappedType',
  {
    key: (node, view) => view.child(node.typeParameter.name),
    constraint: (node, view) => view.child(node.typeParameter.constraint),
    nameType: (node, view) => view.child(node.nameType),
    typeAnnotation: (node, view) => view.child(node.type) ?? undefined,
  },
  {
    optional: (node) => mappedSign(node.questionToken, ts.SyntaxKind.QuestionToken) ?? false,
    readonly: (node) => mappedSign(node.readonlyToken, ReadonlyKeyword),
  },
);

const NULL = shape('TSNullKeyword');
const LITERAL = shape<ts.LiteralTypeNode>('TSLiteralType', { literal: (node, view) => view.child(node.literal) });

/** Answers the shape of a literal as a type. */
export const literalTypeShape = (node: ts.LiteralTypeNode): Shape =>
  node.literal.kind === ts.SyntaxKind.NullKeyword ? NULL : LITERAL;

const NAMED_MEMBER = shape<ts.NamedTupleMember>(
  'TSNamedTupleMember',
  { label: (node, view) => view.child(node.name), elementType: (node, view) => view.child(node.type) },
  { optional: (node) => node.questionToken !== undefined },
  { start: (node, view) => (node.dotDotDotToken === undefined ? node : node.name).getStart(view.tree.file) },
);

const REST_MEMBER = shape<ts.NamedTupleMember>('TSRestType', {
  typeAnnotation: (node, view) => view.part(NAMED_MEMBER, node),
});

/** Answers the shape of a member of a tuple that has a name. */
export const namedMemberShape = (node: ts.NamedTupleMember): Shape =>
  node.dotDotDotToken === undefined ? NAMED_MEMBER : REST_MEMBER;

const KEYWORDS = [
  'AnyKeyword',
  'BigIntKeyword',
  'BooleanKeyword',
  'IntrinsicKeyword',
  'NeverKeyword',
  'NumberKeyword',
  'ObjectKeyword',
  'StringKeyword',
  'SymbolKeyword',
  'UndefinedKeyword',
  'UnknownKeyword',
  'VoidKeyword',
] as const;

/** Declarations that `export` may stand in front of. */
export const TYPE_DECLARATIONS: Readonly<Partial<Record<ts.SyntaxKind, Shape>>> = {
  [ts.SyntaxKind.InterfaceDeclaration]: INTERFACE,
  [ts.SyntaxKind.EnumDeclaration]: ENUM,
  [ts.SyntaxKind.TypeAliasDeclaration]: TYPE_ALIAS,
};

/** Shapes of types, by the kind of the TypeScript node. */
export const TYPES: Readonly<Partial<Record<ts.SyntaxKind, Shape>>> = {
  ...Object.fromEntries(KEYWORDS.map((name) => [ts.SyntaxKind[name], shape(`TS${name}`)])),
  [ts.SyntaxKind.ThisType]: shape('TSThisType'),
  [ts.SyntaxKind.QualifiedName]: shape<ts.QualifiedName>('TSQualifiedName', {
    left: (node, view) => view.child(node.left),
    right: (node, view) => view.child(node.right),
  }),
  [ts.SyntaxKind.TypeReference]: shape<ts.TypeReferenceNode>('TSTypeReference', {
    typeName: (node, view) => view.child(node.typeName),
    typeArguments,
  }),
  [ts.SyntaxKind.TypeParameter]: shape<ts.TypeParameterDeclaration>(
    'TSTypeParameter',
    {
      name: (node, view) => view.child(node.name),
      constraint: (node, view) => view.child(node.constraint) ?? undefined,
      default: (node, view) => view.child(node.default) ?? undefined,
    },
    { const: is(ConstKeyword), in: is(InKeyword), out: is(OutKeyword) },
  ),
  [ts.SyntaxKind.TypeOperator]: shape<ts.TypeOperatorNode>(
    'TSTypeOperator',
    { typeAnnotation: inner },
    { operator: (node) => textOf(node.operator) },
  ),
  [ts.SyntaxKind.TypeLiteral]: shape<ts.TypeLiteralNode>('TSTypeLiteral', {
    members: (node, view) => view.children(node.members),
  }),
  [ts.SyntaxKind.ArrayType]: shape<ts.ArrayTypeNode>('TSArrayType', {
    elementType: (node, view) => view.child(node.elementType),
  }),
  [ts.SyntaxKind.IndexedAccessType]: shape<ts.IndexedAccessTypeNode>('TSIndexedAccessType', {
    objectType: (node, view) => view.child(node.objectType),
    indexType: (node, view) => view.child(node.indexType),
  }),
  [ts.SyntaxKind.ConditionalType]: shape<ts.ConditionalTypeNode>('TSConditionalType', {
    checkType: (node, view) => view.child(node.checkType),
    extendsType: (node, view) => view.child(node.extendsType),
    trueType: (node, view) => view.child(node.trueType),
    falseType: (node, view) => view.child(node.falseType),
  }),
  [ts.SyntaxKind.TypeQuery]: shape<ts.TypeQueryNode>('TSTypeQuery', {
    exprName: (node, view) => view.child(node.exprName),
    typeArguments,
  }),
  [ts.SyntaxKind.MappedType]: MAPPED,
  [ts.SyntaxKind.MethodSignature]: methodSignature('method'),
  [ts.SyntaxKind.PropertySignature]: shape<ts.PropertySignature>(
    'TSPropertySignature',
    { key, typeAnnotation: typeOf },
    { accessibility, computed, optional, readonly: is(ReadonlyKeyword), static: is(StaticKeyword) },
  ),
  [ts.SyntaxKind.IndexSignature]: shape<ts.IndexSignatureDeclaration>(
    'TSIndexSignature',
    { parameters: (node, view) => view.children(node.parameters), typeAnnotation: typeOf },
    { accessibility, readonly: is(ReadonlyKeyword), static: is(StaticKeyword) },
  ),
  [ts.SyntaxKind.ConstructorType]: shape<ts.ConstructorTypeNode>(
    'TSConstructorType',
    { typeParameters, params, returnType: typeOf },
    { abstract: is(ts.SyntaxKind.AbstractKeyword) },
  ),
  [ts.SyntaxKind.FunctionType]: signature('TSFunctionType'),
  [ts.SyntaxKind.ConstructSignature]: signature('TSConstructSignatureDeclaration'),
  [ts.SyntaxKind.CallSignature]: signature('TSCallSignatureDeclaration'),
  [ts.SyntaxKind.TypePredicate]: shape<ts.TypePredicateNode>(
    'TSTypePredicate',
    {
      parameterName: (node, view) => view.child(node.parameterName),
      typeAnnotation: (node, view) => bareAnnotation(node.type, view),
    },
    { asserts: (node) => node.assertsModifier !== undefined },
  ),
  [ts.SyntaxKind.EnumMember]: shape<ts.EnumMember>('TSEnumMember', {
    id: (node, view) => view.child(node.name),
    initializer: (node, view) => view.child(node.initializer) ?? undefined,
  }),
  [ts.SyntaxKind.UnionType]: listing('TSUnionType'),
  [ts.SyntaxKind.IntersectionType]: listing('TSIntersectionType'),
  [ts.SyntaxKind.InferType]: shape<ts.InferTypeNode>('TSInferType', {
    typeParameter: (node, view) => view.child(node.typeParameter),
  }),
  [ts.SyntaxKind.TupleType]: shape<ts.TupleTypeNode>('TSTupleType', {
    elementTypes: (node, view) => view.children(node.elements),
  }),
  [ts.SyntaxKind.OptionalType]: wrapping('TSOptionalType'),
  [ts.SyntaxKind.RestType]: wrapping('TSRestType'),
};
