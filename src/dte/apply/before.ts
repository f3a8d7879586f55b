/** A tree as it was before a spec was applied to it, from the receipt. */
import { overlayTree } from '../source-tree.ts';
import type { SourceTree, TreeFile } from '../source-tree.ts';
import { undoStep } from './receipt.ts';
import type { Receipt } from './receipt.ts';

/**
 * Answers the tree without what the receipt tells of. Nothing is written. Pure.
 *
 * @throws {LoglineError} MODIFIED_SINCE - a file is not what the spec left. INPUT_UNREADABLE - the receipt does not lead back.
 */
export function treeBefore(tree: SourceTree, { files }: Receipt): SourceTree {
  const changes = new Map<string, TreeFile | undefined>(files.map(({ newPath }) => [newPath, undefined]));
  for (const file of files) {
    const { after } = undoStep(file, tree.modes.has(file.newPath) ? tree.read(file.newPath) : new Uint8Array());
    changes.set(file.path, { mode: file.mode, bytes: after });
  }
  return overlayTree(tree, changes);
}
