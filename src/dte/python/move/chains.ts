/** `a.b.c` in the code of a file, as far as it names modules. */
import type { TextEdit } from '../../edit.ts';
import type { SyntaxNode } from '../../tree-sitter/syntax.ts';
import { childOf } from '../../tree-sitter/syntax.ts';
import { baseOf, folderOf } from '../../move/tree-path.ts';
import type { TreeModule } from '../modules.ts';
import type { PythonTree } from '../python-tree.ts';
import { lookup } from '../scope.ts';
import type { Binding } from '../scope.ts';
import { Values } from '../values.ts';
import { idOf, placeOf } from './module-names.ts';
import type { ModuleNames } from './module-names.ts';

/** A name or a chain of names that is a module. */
export interface ModuleChain {
  readonly node: SyntaxNode;
  readonly module: TreeModule;
  /** The module before the last dot. */
  readonly owner: TreeModule | undefined;
  /** The imports that bind the first name. */
  readonly bindings: readonly Binding[];
}

/** Answers the longest chains of a file that are modules, in order. Imports themselves are left out. */
export function moduleChains(tree: PythonTree, path: string): ModuleChain[] {
  const values = new Values(tree);
  return (tree.scopes(path)?.occurrences ?? []).flatMap(({ node, name, role, scope }) => {
    if (role !== 'name' || node.parent!.type.includes('import')) return [];
    let value = values.of(node, scope);
    if (value.kind !== 'module') return [];
    let chain: ModuleChain | undefined;
    const bindings = lookup(scope, name, node).symbols.flatMap((symbol) => symbol.scope.bindings.get(name) ?? []);
    for (let at = node; value.kind === 'module'; value = values.of(at, scope)) {
      chain = { node: at, module: value.module, owner: chain?.module, bindings };
      const parent = at.parent!;
      if (parent.type !== 'attribute' || childOf(parent, 'object') !== at) break;
      at = parent;
    }
    return [chain!];
  });
}

/** Answers the edits of chains that name what moves. Behind `import a.b` the whole chain is the name; behind others its last step. */
export function chainMoves(tree: PythonTree, names: ModuleNames, path: string): TextEdit[] {
  return moduleChains(tree, path).flatMap(({ node, module, owner, bindings }) => {
    if (!names.isMoving(module)) return [];
    const { start, end } = node;
    const isPlain = bindings.every(({ kind, statement }) => kind === 'import' && statement.type === 'dotted_name');
    if (isPlain) {
      const now = tree.textOf(path, node).replaceAll(/\s/g, '');
      const text = names.absolute(module, now);
      return text === now ? [] : [{ path, start, end, text }];
    }
    const last = childOf(node, 'attribute');
    const place = placeOf(names.idAfter(module));
    const isBeside = owner !== undefined && folderOf(place) === placeOf(names.idAfter(owner));
    if (last === undefined || !isBeside || baseOf(place) === baseOf(placeOf(idOf(module)))) return [];
    return [{ path, start: last.start, end: last.end, text: baseOf(place) }];
  });
}
