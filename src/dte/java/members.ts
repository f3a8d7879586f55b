/** Members by name, with those that a type inherits. */
import type { MethodDecl, TypeDecl } from './declarations.ts';
import type { JavaTree } from './java-tree.ts';

/** A method and the type that declares it. */
export interface OwnedMethod {
  readonly decl: TypeDecl;
  readonly method: MethodDecl;
}

/** Answers the types that declare a field which a type has: one, or several that it inherits from different bases. */
export function fieldsNamed(tree: JavaTree, decl: TypeDecl, name: string, isSuper = false): TypeDecl[] {
  const own = decl.fields.some((field) => field.name === name);
  if (own && !isSuper) return [decl];
  const bases = tree.basesOf(decl).flatMap((base) => (base.kind === 'type' && base.decl !== decl ? [base.decl] : []));
  return [
    ...new Set(bases.flatMap((base) => (tree.closure(base).includes(decl) ? [] : fieldsNamed(tree, base, name)))),
  ];
}

/** Answers the methods of a name that a type has. @param how - `arity` leaves out those that cannot take so many arguments */
export function methodsNamed(
  tree: JavaTree,
  decl: TypeDecl,
  name: string,
  how: { readonly arity?: number; readonly isSuper?: boolean },
): OwnedMethod[] {
  const closure = tree.closure(decl).slice(how.isSuper === true ? 1 : 0);
  const fits = ({ arity, hasRest }: MethodDecl): boolean =>
    how.arity === undefined || arity === how.arity || (hasRest && how.arity >= arity - 1);
  return closure.flatMap((type) =>
    type.methods.filter((method) => method.name === name && fits(method)).map((method) => ({ decl: type, method })),
  );
}
