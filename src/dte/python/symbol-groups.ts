/** Variables that are one symbol: `from m import x` makes a variable here that is renamed with the one there. */
import { DisjointSets } from '../tree-sitter/disjoint-sets.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import type { PythonTree } from './python-tree.ts';
import { symbolKey } from './scope.ts';
import type { Binding, Scope, SymbolRef } from './scope.ts';

/** A place that ties a symbol to something that cannot be renamed with it. */
export interface Tie {
  readonly path: string;
  readonly node: SyntaxNode;
  readonly why: string;
}

/** The symbols of some names, put together. */
export class SymbolGroups {
  readonly #tree: PythonTree;
  readonly #sets = new DisjointSets();
  readonly #ties: { readonly key: string; readonly tie: Tie }[] = [];

  constructor(tree: PythonTree, names: readonly string[]) {
    this.#tree = tree;
    for (const path of tree.project.mentioning([...names, 'import *'])) {
      const scopes = tree.scopes(path);
      if (scopes === undefined) continue;
      for (const name of names) {
        for (const scope of scopes.scopes) this.#joinImports(scope, name);
        if (scopes.stars.length > 0) this.#joinStar(scopes.module, scopes.stars[0]!.node, name);
        this.#joinStub(scopes.module, name);
      }
    }
  }

  /** Answers the key of a symbol's group. */
  keyOf(symbol: SymbolRef): string {
    return this.#sets.find(symbolKey(symbol));
  }

  /** Answers what ties a group down. */
  tiesOf(key: string): readonly Tie[] {
    return this.#ties.filter((entry) => this.#sets.find(entry.key) === key).map(({ tie }) => tie);
  }

  #joinImports(scope: Scope, name: string): void {
    for (const binding of scope.bindings.get(name) ?? []) {
      if (binding.kind === 'import') this.#tie(scope, binding, 'it is the name of a module: moveModule renames that');
      if (binding.kind !== 'importFrom' || binding.statement.type === 'aliased_import') continue;
      const member = this.#tree.importedBy(binding, scope.path);
      if (member.kind === 'symbol') this.#sets.join(symbolKey({ scope, name }), symbolKey(member.symbol));
      else if (member.kind === 'module')
        this.#tie(scope, binding, 'it is the name of a module: moveModule renames that');
      else this.#tie(scope, binding, 'it is imported from outside of the tree, or from where cannot be told');
    }
  }

  #joinStar(scope: Scope, star: SyntaxNode, name: string): void {
    const source = this.#tree.starSource(scope, name);
    if (source === undefined) return;
    const key = symbolKey({ scope, name });
    const own = scope.bindings.get(name);
    if (source !== 'unsure') {
      if (this.#tree.originOf(source).scope === scope) return; // its own name, by way of another module
      this.#sets.join(key, symbolKey(source));
    }
    const isLater = own?.some((binding) => binding.node.start < star.start) ?? false;
    const mayReplace = own !== undefined && (source !== 'unsure' || isLater);
    if (mayReplace)
      this.#ties.push({ key, tie: { path: scope.path, node: star, why: 'this import may bring the same name' } });
  }

  /** `m.pyi` tells the types of `m.py`. */
  #joinStub(scope: Scope, name: string): void {
    if (!scope.path.endsWith('.pyi') || !scope.bindings.has(name)) return;
    const real = this.#tree.scopes(scope.path.slice(0, -1))?.module;
    if (real !== undefined) this.#sets.join(symbolKey({ scope, name }), symbolKey({ scope: real, name }));
  }

  #tie(scope: Scope, binding: Binding, why: string): void {
    const { name, node } = binding;
    this.#ties.push({ key: symbolKey({ scope, name }), tie: { path: scope.path, node, why } });
  }
}
