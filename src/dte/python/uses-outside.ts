/** Uses of what some nodes define. */
import type { NodePlace } from '../tree-sitter/node-finding.ts';
import type { SelectedNode } from '../tree-sitter/selected.ts';
import { isWithin } from '../tree-sitter/syntax.ts';
import { NameUses } from './name-uses.ts';
import type { PythonUse } from './name-uses.ts';
import type { PythonTree } from './python-tree.ts';

/** Answers where what nodes define is, or may be, used outside of them. */
export function usesOutside(tree: PythonTree, nodes: readonly SelectedNode[]): NodePlace[] {
  const isInside = (use: { readonly path: string; readonly node: PythonUse['node'] }): boolean =>
    nodes.some(({ path, node }) => path === use.path && isWithin(use.node, node));
  const names = new Set<string>();
  for (const { path, node } of nodes) {
    for (const scope of tree.scopes(path)!.scopes.filter((one) => !isWithin(one.node, node) || one.kind === 'module')) {
      for (const [name, bindings] of scope.bindings)
        if (bindings.some((binding) => isWithin(binding.node, node))) names.add(name);
    }
  }
  const uses = names.size === 0 ? [] : new NameUses(tree, [...names]).all();
  const keys = new Set(uses.filter((use) => isInside(use) && bindsOutside(use, nodes)).flatMap((use) => use.keys));
  const members = new Set(
    uses.filter((use) => isInside(use) && use.keys[0]?.startsWith('member:')).map(({ name }) => name),
  );
  return uses.filter(
    (use) =>
      !isInside(use) && (use.keys.some((key) => keys.has(key)) || (use.keys[0] === 'unknown' && members.has(use.name))),
  );
}

/** Whether a use binds its name for what is around the nodes. */
function bindsOutside({ path, node, name, occurrence: { scope } }: PythonUse, nodes: readonly SelectedNode[]): boolean {
  const binding = [scope, scope.module].find((one) => one.bindings.get(name)?.some((other) => other.node === node));
  return (
    binding !== undefined &&
    nodes.some(
      (one) =>
        one.path === path &&
        isWithin(node, one.node) &&
        (binding.kind === 'module' || !isWithin(binding.node, one.node)),
    )
  );
}
