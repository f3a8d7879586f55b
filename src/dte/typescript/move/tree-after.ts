/** The tree as a move leaves it. */
import { applyEdits, editsByPath } from '../../edit.ts';
import type { TextEdit } from '../../edit.ts';
import { decodeSource, encodeSource } from '../../source-text.ts';
import { overlayTree } from '../../source-tree.ts';
import type { SourceTree, TreeFile } from '../../source-tree.ts';
import type { MovePlan } from '../../move/move-plan.ts';

/** Answers the tree after a move and edits, which name old paths and are sorted. Pure. */
export function treeAfter(tree: SourceTree, plan: MovePlan, edits: readonly TextEdit[]): SourceTree {
  const byPath = editsByPath(edits);
  const changes = new Map<string, TreeFile | undefined>(plan.moves.map(({ from }) => [from, undefined]));
  for (const path of new Set([...plan.moves.map(({ from }) => from), ...byPath.keys()])) {
    changes.set(plan.after(path), { mode: tree.modes.get(path)!, bytes: bytesAfter(tree, path, byPath.get(path)) });
  }
  return overlayTree(tree, changes);
}

function bytesAfter(tree: SourceTree, path: string, edits: readonly TextEdit[] | undefined): Uint8Array {
  if (edits === undefined) return tree.read(path);
  const source = decodeSource(path, tree.read(path));
  return encodeSource({ ...source, text: applyEdits(source.text, edits) });
}
