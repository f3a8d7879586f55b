/** Where a constructor of Java is called by `new`, and where it is used otherwise. */
import type { ApiCall, ApiUse, ApiUses, UnsureUse } from '../../tree-sitter/replace-api/api-language.ts';
import { childOf, firstOfType, namedChildren, nodesOf } from '../../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../../tree-sitter/syntax.ts';
import { hasBody, lastName, rawType } from '../constructors.ts';
import type { JavaTree } from '../java-tree.ts';
import type { JavaBinding } from './bindings.ts';
import { UNKNOWN, keyOf } from './constructor-bindings.ts';
import type { ConstructorBindings } from './constructor-bindings.ts';

type Place = ApiCall<JavaBinding> | ApiUse<JavaBinding> | UnsureUse;

const UNSURE =
  'Which constructor this is needs types that the tree alone does not tell. Bound details.path, or change it by hand first.';
const REFERENCE =
  'A reference to the constructor: write a lambda with `new` in its place first, or bound details.path.';
const NAMELESS = 'A nameless class extends the type here, and needs its constructor. Change it by hand first.';
const CHAINED = 'A constructor calls this one here, which only `super` or `this` can do. Bound details.path.';

/** Answers all places in some files at which one of these constructors is, or may be, called. */
export function constructorUses(
  tree: JavaTree,
  bindings: ConstructorBindings,
  paths: readonly string[],
  wanted: readonly JavaBinding[],
): ApiUses<JavaBinding> {
  const finder = new PlaceFinder(tree, bindings, wanted);
  const places = paths.flatMap((path) => finder.in(path));
  return {
    calls: places.filter((place): place is ApiCall<JavaBinding> => 'call' in place),
    others: places.filter((place): place is ApiUse<JavaBinding> => 'binding' in place && !('call' in place)),
    unsure: places.filter((place): place is UnsureUse => !('binding' in place)),
  };
}

class PlaceFinder {
  readonly #tree: JavaTree;
  readonly #bindings: ConstructorBindings;
  readonly #wanted: readonly JavaBinding[];
  readonly #names: ReadonlySet<string>;

  constructor(tree: JavaTree, bindings: ConstructorBindings, wanted: readonly JavaBinding[]) {
    this.#tree = tree;
    this.#bindings = bindings;
    this.#wanted = wanted;
    this.#names = new Set(wanted.map(({ names }) => names.at(-1)!));
  }

  in(path: string): Place[] {
    const file = this.#tree.files.get(path)?.file;
    if (file === undefined || ![...this.#names].some((name) => file.text.includes(name))) return [];
    return [...nodesOf(file.root)].flatMap((node) => {
      if (node.type === 'object_creation_expression') return this.#creation(path, node);
      if (node.type === 'method_reference') return this.#reference(path, node);
      return node.type === 'explicit_constructor_invocation' ? this.#chained(path, node) : [];
    });
  }

  #creation(path: string, node: SyntaxNode): Place[] {
    const type = childOf(node, 'type')!;
    const name = lastName(rawType(type)!);
    if (!this.#names.has(this.#tree.textOf(path, name))) return [];
    const binding = this.#bindings.ofCreation(path, node);
    if (binding === undefined) return this.#mayBe(path, type) ? [{ path, node, why: UNSURE }] : [];
    if (!this.#wanted.some(({ key }) => key === binding.key)) return [];
    const use = { path, node, object: undefined, name, binding };
    return [hasBody(node) ? { ...use, why: NAMELESS } : { ...use, call: node, list: childOf(node, 'arguments')! }];
  }

  /** `A::new` */
  #reference(path: string, node: SyntaxNode): Place[] {
    if (node.children.at(-1)?.type !== 'new') return [];
    const type = namedChildren(node)[0]!;
    const isNamed = this.#names.has(this.#tree.textOf(path, lastName(rawType(type)!)));
    return isNamed && this.#mayBe(path, type) ? [{ path, node, why: REFERENCE }] : [];
  }

  /** `super(…)` and `this(…)` */
  #chained(path: string, node: SyntaxNode): Place[] {
    const decl = this.#tree.typeAround(path, node);
    const count = namedChildren(childOf(node, 'arguments')!).length;
    if (decl === undefined) return [];
    if (childOf(node, 'constructor')!.type === 'this') {
      const binding = this.#bindings.ofDecl(decl, count, undefined);
      return this.#unsureOf(path, node, binding, keyOf(decl));
    }
    const base = namedChildren(firstOfType(decl.node, 'superclass') ?? decl.node)[0];
    const isBase = firstOfType(decl.node, 'superclass') !== undefined;
    if (!isBase) return [];
    return this.#unsureOf(path, node, this.#bindings.ofType(path, base, count), this.#bindings.ownerOf(path, base));
  }

  #unsureOf(path: string, node: SyntaxNode, binding: JavaBinding | undefined, owner: string | undefined): Place[] {
    const isMeant =
      binding === undefined
        ? owner !== UNKNOWN && this.#isOwner(owner)
        : this.#wanted.some(({ key }) => key === binding.key);
    return isMeant ? [{ path, node, why: CHAINED }] : [];
  }

  #mayBe(path: string, type: SyntaxNode): boolean {
    const owner = this.#bindings.ownerOf(path, type);
    return owner === UNKNOWN ? true : this.#isOwner(owner);
  }

  #isOwner(owner: string | undefined): boolean {
    return owner !== undefined && this.#wanted.some(({ key }) => key.startsWith(owner));
  }
}
