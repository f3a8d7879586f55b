/** Uses of what some nodes define. */
import type { NodePlace } from '../tree-sitter/node-finding.ts';
import { holderAmong } from '../tree-sitter/outermost.ts';
import type { SelectedNode } from '../tree-sitter/selected.ts';
import { isWithin } from '../tree-sitter/syntax.ts';
import { NameUses } from './name-uses.ts';
import type { PythonUse } from './name-uses.ts';
import type { PythonTree } from './python-tree.ts';

/** Answers where what nodes define is, or may be, used outside of them. */
export function usesOutside(tree: PythonTree, nodes: readonly SelectedNode[]): NodePlace[] {
  const holderOf = holderAmong(nodes);
  const isInside = (use: PythonUse): boolean => holderOf(use) !== undefined;
  const names = new Set<string>();
  for (const path of new Set(nodes.map((one) => one.path))) {
    for (const { kind, node, bindings } of tree.scopes(path)!.scopes) {
      for (const [name, own] of bindings) {
        const holders = own.map((binding) => holderOf({ path, node: binding.node }));
        if (holders.some((holder) => holder && (kind === 'module' || !isWithin(node, holder.node)))) names.add(name);
      }
    }
  }
  const uses = names.size === 0 ? [] : new NameUses(tree, [...names]).all();
  const keys = new Set(uses.filter((use) => bindsOutside(use, holderOf(use))).flatMap((use) => use.keys));
  const members = new Set(
    uses.filter((use) => isInside(use) && use.keys[0]?.startsWith('member:')).map(({ name }) => name),
  );
  return uses.filter(
    (use) =>
      !isInside(use) && (use.keys.some((key) => keys.has(key)) || (use.keys[0] === 'unknown' && members.has(use.name))),
  );
}

/** Whether a use binds its name for what is around the node that holds it. */
function bindsOutside({ node, name, occurrence: { scope } }: PythonUse, holder: SelectedNode | undefined): boolean {
  if (holder === undefined) return false;
  const binding = [scope, scope.module].find((one) => one.bindings.get(name)?.some((other) => other.node === node));
  return binding !== undefined && (binding.kind === 'module' || !isWithin(binding.node, holder.node));
}
