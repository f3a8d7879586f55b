/** Modifiers and decorators. */
import { ts } from '../ts.ts';
import type { Field } from './es-node.ts';

/** Answers the modifiers of a node without its decorators, in order. */
export const modifiersOf = (node: ts.Node): readonly ts.Modifier[] =>
  (ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined) ?? [];

/** Answers the decorators of a node, in order. */
export const decoratorsOf = (node: ts.Node): readonly ts.Decorator[] =>
  (ts.canHaveDecorators(node) ? ts.getDecorators(node) : undefined) ?? [];

/** Whether a node has a modifier. */
export const hasModifier = (node: ts.Node, kind: ts.SyntaxKind): boolean =>
  modifiersOf(node).some((modifier) => modifier.kind === kind);

/** A field that tells whether a modifier is there. */
export const is =
  (kind: ts.SyntaxKind): Field =>
  (node) =>
    hasModifier(node, kind);

/** The field `decorators`. */
export const decorators: Field = (node, view) => view.children(decoratorsOf(node));

const ACCESS: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.PublicKeyword, 'public'],
  [ts.SyntaxKind.ProtectedKeyword, 'protected'],
  [ts.SyntaxKind.PrivateKeyword, 'private'],
]);

/** The field `accessibility`. */
export const accessibility: Field = (node) =>
  modifiersOf(node)
    .map((modifier) => ACCESS.get(modifier.kind))
    .find((access) => access !== undefined);
