/** What a `new` of Java is bound to. */
import { childOf, namedChildren } from '../../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../../tree-sitter/syntax.ts';
import { constructorsTaking, isOfOuter, rawType } from '../constructors.ts';
import type { ImportDecl, TypeDecl } from '../declarations.ts';
import { Expressions } from '../expressions.ts';
import type { JavaTree } from '../java-tree.ts';
import { typeNames } from './bindings.ts';
import type { JavaBinding } from './bindings.ts';
import { FullNames } from './full-names.ts';

/** Finds which constructor is called. */
export class ConstructorBindings {
  readonly #tree: JavaTree;
  readonly #full: FullNames;

  constructor(tree: JavaTree) {
    this.#tree = tree;
    this.#full = new FullNames(tree, new Expressions(tree));
  }

  /** Answers what `new A(…)` calls, or `undefined` where that cannot be told. */
  ofCreation(path: string, creation: SyntaxNode): JavaBinding | undefined {
    const count = namedChildren(childOf(creation, 'arguments')!).length;
    return isOfOuter(creation) ? undefined : this.ofType(path, childOf(creation, 'type'), count);
  }

  /** Answers the constructor of a type that takes so many arguments: of several, nobody can tell which. */
  ofType(path: string, type: SyntaxNode | undefined, count: number): JavaBinding | undefined {
    const raw = rawType(type);
    const answer = this.#tree.typeOf(path, raw);
    if (answer.kind === 'type') return this.ofDecl(answer.decl, count, this.#importOf(path, raw!));
    const owner = answer.kind === 'foreign' ? this.#full.ofType(path, raw) : undefined;
    if (owner === undefined) return undefined;
    const names = owner.type.split('.');
    return bindingOf(`new:foreign:${owner.type}`, names, [names.slice(0, -1).join('.')], owner.origin);
  }

  ofDecl(decl: TypeDecl, count: number, origin: ImportDecl | undefined): JavaBinding | undefined {
    const [index, ...others] = constructorsTaking(decl, count);
    if (index === undefined || others.length > 0) return undefined;
    const { packageName } = this.#tree.files.get(decl.path)!;
    const names = [packageName, ...typeNames(decl)].filter((step) => step !== '');
    return bindingOf(`${keyOf(decl)}${String(index)}`, names, [names.slice(0, -1).join('.'), packageName], origin);
  }

  /** Answers the beginning of the keys of all constructors of the type that a node names. */
  ownerOf(path: string, type: SyntaxNode | undefined): string | undefined {
    const raw = rawType(type);
    const answer = this.#tree.typeOf(path, raw);
    if (answer.kind === 'type') return keyOf(answer.decl);
    if (answer.kind === 'variable' || raw === undefined) return undefined;
    const owner = this.#full.ofType(path, raw) ?? this.#full.ofObject(path, raw);
    return owner === undefined ? UNKNOWN : `new:foreign:${owner.type}`;
  }

  #importOf(path: string, raw: SyntaxNode): ImportDecl | undefined {
    const name = raw.type === 'type_identifier' ? this.#tree.textOf(path, raw) : undefined;
    const { imports } = this.#tree.files.get(path)!;
    return imports.find((one) => !one.isStatic && !one.isStar && one.names.at(-1) === name);
  }
}

/** The owner of what may be anybody's. */
export const UNKNOWN = 'new:unknown';

/** Answers the beginning of the keys of all constructors of a type. Pure. */
export const keyOf = (decl: TypeDecl): string => `new:${decl.id}/`;

const bindingOf = (
  key: string,
  names: readonly string[],
  modules: readonly string[],
  origin: ImportDecl | undefined,
): JavaBinding => ({ key, names, modules, origin, isObject: false });
