/** Full names of what comes from outside of the tree: `requests.get`, however a file has got it. */
import { childOf } from '../../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../../tree-sitter/syntax.ts';
import { isBuiltin } from '../names.ts';
import type { PythonTree } from '../python-tree.ts';
import { lookup } from '../scope.ts';
import type { Binding, Scope, SymbolRef } from '../scope.ts';
import type { Values } from '../values.ts';

/** Longest chain of imports that is followed. */
const MAX_STEPS = 40;

/** Finds full names. What may be something else as well has none. */
export class FullNames {
  readonly #tree: PythonTree;
  readonly #values: Values;

  constructor(tree: PythonTree, values: Values) {
    this.#tree = tree;
    this.#values = values;
  }

  /** Answers the full name of what `a.b` or `f` is, or `undefined` for what the tree declares or nobody can tell. */
  of(node: SyntaxNode, scope: Scope): string | undefined {
    if (node.type === 'identifier') return this.#ofName(node, scope);
    const object = childOf(node, 'object');
    if (node.type !== 'attribute' || object === undefined) return undefined;
    const name = this.#tree.textOf(scope.path, childOf(node, 'attribute')!);
    const value = this.#values.of(object, scope);
    if (value.kind === 'module') {
      const member = this.#tree.memberOf(value.module, name);
      return member.kind === 'symbol' ? this.#ofSymbol(member.symbol, 0) : undefined;
    }
    const before = this.of(object, scope);
    return before === undefined ? undefined : `${before}.${name}`;
  }

  #ofName(node: SyntaxNode, scope: Scope): string | undefined {
    const name = this.#tree.textOf(scope.path, node);
    const { symbols } = lookup(scope, name, node);
    if (symbols.length > 1) return undefined;
    if (symbols.length === 1) return this.#ofSymbol(symbols[0]!, 0);
    const source = this.#tree.starSource(scope.module, name);
    if (source === 'unsure') return undefined;
    if (source !== undefined) return this.#ofSymbol(source, 0);
    return isBuiltin(name) ? `builtins.${name}` : undefined;
  }

  #ofSymbol(symbol: SymbolRef, steps: number): string | undefined {
    if (steps > MAX_STEPS) return undefined;
    const { scope, name } = this.#tree.originOf(symbol);
    const found = (scope.bindings.get(name) ?? []).map((binding) => this.#ofBinding(binding, scope.path, steps));
    return found.every((full) => full === found[0]) ? found[0] : undefined;
  }

  #ofBinding({ kind, name, node, statement }: Binding, path: string, steps: number): string | undefined {
    if (kind === 'import') {
      const isPlain = statement.type === 'dotted_name';
      return isPlain && this.#tree.moduleNamed(path, statement, node) === 'foreign' ? name : undefined;
    }
    if (kind === 'importAs') {
      const full = childOf(statement, 'name')!;
      return this.#tree.moduleNamed(path, full) === 'foreign' ? this.#plain(path, full) : undefined;
    }
    if (kind !== 'importFrom') return undefined;
    const from = childOf(statement.parent, 'module_name')!;
    const member = this.#plain(path, childOf(statement, 'name') ?? statement);
    const answer = this.#tree.moduleNamed(path, from);
    if (answer === 'foreign') return `${this.#plain(path, from)}.${member}`;
    const own = this.#tree.memberOf(answer, member);
    return own.kind === 'symbol' ? this.#ofSymbol(own.symbol, steps + 1) : undefined;
  }

  #plain(path: string, node: SyntaxNode): string {
    return this.#tree.textOf(path, node).replaceAll(/\s/g, '');
  }
}
