/** What calls of Java are bound to. */
import type { ApiBinding } from '../../tree-sitter/replace-api/api-language.ts';
import type { NameUse } from '../../tree-sitter/name-use.ts';
import { childOf } from '../../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../../tree-sitter/syntax.ts';
import type { ImportDecl, TypeDecl } from '../declarations.ts';
import type { JavaTree } from '../java-tree.ts';
import { methodsNamed } from '../members.ts';
import { JavaNames } from '../name-uses.ts';
import { FullNames, rootOf } from './full-names.ts';

/** What a call is bound to, and how the file has got it. */
export interface JavaBinding extends ApiBinding {
  /** The import of the type that is named, or the static one of the method. */
  readonly origin: ImportDecl | undefined;
  /** Whether what stands before the dot is an object, whose type is declared elsewhere. */
  readonly isObject: boolean;
}

/** Finds bindings. */
export class Bindings {
  readonly #tree: JavaTree;
  readonly #byName = new Map<string, { names: JavaNames; uses: ReadonlyMap<SyntaxNode, NameUse>; full: FullNames }>();

  constructor(tree: JavaTree) {
    this.#tree = tree;
  }

  /** Answers all uses of a name, by their identifiers. */
  usesOf(name: string): ReadonlyMap<SyntaxNode, NameUse> {
    return this.#of(name).uses;
  }

  #of(name: string): { names: JavaNames; uses: ReadonlyMap<SyntaxNode, NameUse>; full: FullNames } {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const names = new JavaNames(this.#tree, [name]);
    const uses = new Map(names.all().map((use) => [use.node, use]));
    const fresh = { names, uses, full: new FullNames(this.#tree, names.expressions) };
    this.#byName.set(name, fresh);
    return fresh;
  }

  /** Answers what `object.name` is bound to, or `undefined` where that cannot be told. @param name - the identifier */
  of(path: string, object: SyntaxNode | undefined, name: SyntaxNode): JavaBinding | undefined {
    const text = this.#tree.textOf(path, name);
    const use = this.#of(text).uses.get(name);
    const keys = use?.keys ?? [];
    if (keys.length !== 1) return undefined;
    if (/^(?:method|field):/.test(keys[0]!)) return this.#ofMethod(path, object, text, keys[0]!);
    const isOpen = object !== undefined && keys[0]!.startsWith('unknown');
    return isOpen || keys[0] === `foreign:${text}` ? this.#ofForeign(path, object, text) : undefined;
  }

  #ofMethod(path: string, object: SyntaxNode | undefined, name: string, key: string): JavaBinding | undefined {
    const decl = this.#declOf(key);
    const arity = /\/(\d+):/.exec(key)?.[1];
    if (decl === undefined || (arity !== undefined && hasOverloads(this.#tree, decl, name, Number(arity))))
      return undefined;
    const { packageName } = this.#tree.files.get(decl.path)!;
    const outer = [packageName, ...typeNames(decl)].filter((step) => step !== '');
    return {
      key,
      names: [...outer, name],
      modules: [outer.join('.'), packageName],
      origin: object === undefined ? this.#staticImport(path, name) : this.#typeImport(path, object),
      isObject: object !== undefined && this.#of(name).names.expressions.of(path, object).kind !== 'static',
    };
  }

  #declOf(key: string): TypeDecl | undefined {
    const [, path, index] = /^(?:method|field):(.*)#(\d+)[/:]/s.exec(key) ?? [];
    return path === undefined ? undefined : this.#tree.files.get(path)?.all[Number(index)];
  }

  #ofForeign(path: string, object: SyntaxNode | undefined, name: string): JavaBinding | undefined {
    if (object === undefined) {
      const origin = this.#staticImport(path, name);
      return origin === undefined
        ? undefined
        : foreign(origin.names.slice(0, -1).join('.'), name, { origin, isObject: false });
    }
    const owner = this.#of(name).full.ofObject(path, object);
    return owner === undefined
      ? undefined
      : foreign(owner.type, name, { origin: owner.origin, isObject: !owner.isType });
  }

  #staticImport(path: string, name: string): ImportDecl | undefined {
    const { imports } = this.#tree.files.get(path)!;
    return imports.find((one) => one.isStatic && !one.isStar && one.names.at(-1) === name);
  }

  #typeImport(path: string, object: SyntaxNode): ImportDecl | undefined {
    const root = rootOf(object);
    const name = root?.type === 'identifier' ? this.#tree.textOf(path, root) : undefined;
    const { imports } = this.#tree.files.get(path)!;
    return imports.find((one) => !one.isStatic && !one.isStar && one.names.at(-1) === name);
  }
}

function foreign(type: string, name: string, how: Pick<JavaBinding, 'origin' | 'isObject'>): JavaBinding {
  const steps = type.split('.');
  return {
    key: `foreign:${type}.${name}`,
    names: [...steps, name],
    modules: [type, steps.slice(0, -1).join('.')],
    ...how,
  };
}

/** Which of several methods with as many parameters is called needs the types of the arguments. */
function hasOverloads(tree: JavaTree, decl: TypeDecl, name: string, arity: number): boolean {
  const own = methodsNamed(tree, decl, name, { arity });
  return own.filter((one) => one.decl === own[0]!.decl).length > 1;
}

/** Answers the names of a type and of those around it. Pure. */
export function typeNames(decl: TypeDecl): string[] {
  return [...(decl.outer === undefined ? [] : typeNames(decl.outer)), decl.name ?? ''];
}

/** Answers what stands before the dot of a call, and its name. Pure. */
export const partsOf = (call: SyntaxNode): { object: SyntaxNode | undefined; name: SyntaxNode } => ({
  object: childOf(call, 'object'),
  name: childOf(call, 'name')!,
});
