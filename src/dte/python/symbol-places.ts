/** Identifiers by the symbol that `:symbol(...)` names. */
import type { SymbolName } from '../selector/symbol-name.ts';
import { childOf } from '../tree-sitter/syntax.ts';
import { bindingScope, NameUses } from './name-uses.ts';
import type { PythonUse } from './name-uses.ts';
import type { PythonTree } from './python-tree.ts';
import type { Scope } from './scope.ts';

/** Answers the identifiers that stand for a symbol, each as path, colon and offset. */
export function symbolPlaces(tree: PythonTree, symbol: SymbolName): ReadonlySet<string> {
  const uses = new NameUses(tree, [symbol.names.at(-1)!]).all();
  const keys = new Set(uses.filter((use) => declares(tree, use, symbol)).flatMap(({ keys: own }) => own));
  return new Set(
    uses.filter(({ keys: own }) => own.some((key) => keys.has(key))).map(({ path, node }) => `${path}:${node.start}`),
  );
}

function declares(tree: PythonTree, use: PythonUse, { path, names }: SymbolName): boolean {
  const scope = bindingScope(use);
  if (scope === undefined || (path !== undefined && path !== use.path)) return false;
  const containers = containersOf(tree, scope);
  const wanted = names.slice(0, -1);
  if (path !== undefined && containers.length !== wanted.length) return false;
  return wanted.every((name, index) => containers.at(index - wanted.length) === name);
}

function containersOf(tree: PythonTree, scope: Scope): string[] {
  const above = scope.parent === undefined ? [] : containersOf(tree, scope.parent);
  const name = scope.kind === 'types' ? undefined : childOf(scope.node, 'name');
  return name === undefined ? above : [...above, tree.textOf(scope.path, name)];
}
