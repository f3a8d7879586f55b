/** The nodes around types for which TypeScript has no nodes: annotations, and the lists between `<` and `>`. */
import { ts } from '../ts.ts';
import { shape } from './es-node.ts';
import type { EsNode, Field } from './es-node.ts';
import { tokenAfter } from './tokens.ts';

type WithTypeParameters = ts.Node & { readonly typeParameters?: ts.NodeArray<ts.TypeParameterDeclaration> | undefined };
type WithTypeArguments = ts.Node & { readonly typeArguments?: ts.NodeArray<ts.TypeNode> | undefined };
type WithType = ts.Node & { readonly type?: ts.TypeNode | undefined };

/** With the colon in front of the type, or the arrow. */
const TYPE_ANNOTATION = shape<ts.TypeNode>(
  'TSTypeAnnotation',
  { typeAnnotation: (node, view) => view.child(node) },
  {},
  { start: (node) => node.pos - (isArrowed(node) ? 2 : 1) },
);

const isArrowed = ({ parent }: ts.TypeNode): boolean =>
  ts.isFunctionTypeNode(parent) || ts.isConstructorTypeNode(parent);

/** That of a type predicate has nothing in front. */
const BARE_ANNOTATION = shape<ts.TypeNode>('TSTypeAnnotation', { typeAnnotation: (node, view) => view.child(node) });

const TYPE_PARAMETERS = shape<WithTypeParameters>(
  'TSTypeParameterDeclaration',
  { params: (node, view) => view.children(node.typeParameters) },
  {},
  { start: (node) => node.typeParameters!.pos - 1, end: (node, view) => closingAngle(node.typeParameters!, view) },
);

const TYPE_ARGUMENTS = shape<WithTypeArguments>(
  'TSTypeParameterInstantiation',
  { params: (node, view) => view.children(node.typeArguments) },
  {},
  { start: (node) => node.typeArguments!.pos - 1, end: (node, view) => closingAngle(node.typeArguments!, view) },
);

const closingAngle = (list: ts.NodeArray<ts.Node>, view: EsNode): number => tokenAfter(view, list.end).start + 1;

/** Answers the annotation of a type, or `undefined` without one. */
export const annotation = (type: ts.TypeNode | undefined, view: EsNode): EsNode | undefined =>
  type === undefined ? undefined : view.part(TYPE_ANNOTATION, type);

/** Answers the annotation of a type predicate's type. */
export const bareAnnotation = (type: ts.TypeNode | undefined, view: EsNode): EsNode | null =>
  type === undefined ? null : view.part(BARE_ANNOTATION, type);

/** The field `typeAnnotation` or `returnType` of a node that has a type. */
export const typeOf: Field<WithType> = (node, view) => annotation(node.type, view);

/** The field `typeParameters`. */
export const typeParameters: Field<WithTypeParameters> = (node, view) =>
  node.typeParameters === undefined ? undefined : view.part(TYPE_PARAMETERS, node);

/** The field `typeArguments`. */
export const typeArguments: Field<WithTypeArguments> = (node, view) =>
  node.typeArguments === undefined ? undefined : view.part(TYPE_ARGUMENTS, node);
