/** Identifiers by the symbol that `:symbol(...)` names. */
import type { SymbolName } from '../selector/symbol-name.ts';
import type { NameUse } from '../tree-sitter/name-use.ts';
import type { JavaTree } from './java-tree.ts';
import { JavaNames } from './name-uses.ts';
import { isDeclaration } from './roles.ts';

/** Answers the identifiers that stand for a symbol, each as path, colon and offset. */
export function symbolPlaces(tree: JavaTree, symbol: SymbolName): ReadonlySet<string> {
  const uses = new JavaNames(tree, [symbol.names.at(-1)!]).all();
  const keys = new Set(uses.filter((use) => declares(tree, use, symbol)).flatMap(({ keys: own }) => own));
  return new Set(
    uses.filter(({ keys: own }) => own.some((key) => keys.has(key))).map(({ path, node }) => `${path}:${node.start}`),
  );
}

function declares(tree: JavaTree, { path, node }: NameUse, symbol: SymbolName): boolean {
  if (!isDeclaration(node) || (symbol.path !== undefined && symbol.path !== path)) return false;
  const containers = containersOf(tree, path, node);
  const wanted = symbol.names.slice(0, -1);
  if (symbol.path !== undefined && containers.length !== wanted.length) return false;
  return wanted.every((name, index) => containers.at(index - wanted.length) === name);
}

/** Answers the names of the types around a declaration, from the outside. */
export function containersOf(tree: JavaTree, path: string, node: NameUse['node']): string[] {
  const names: string[] = [];
  for (let decl = tree.typeAround(path, node); decl !== undefined; decl = decl.outer) names.unshift(decl.name ?? '');
  return names;
}
