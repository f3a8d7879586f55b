/** The tree that specs yield: names, modes and ids, without a byte of it on disk. */
import { LoglineError } from '../../base/errors.ts';
import type { TreeFile } from '../source-tree.ts';
import { bytePath } from '../tree/byte-path.ts';
import type { GitEntry } from '../tree/git-listing.ts';
import { blobId, formatOf } from '../tree/object-id.ts';
import type { Replay } from './replay.ts';
import type { ProofSide } from './side.ts';
import { treeId, untouched } from './tree-id.ts';

/** What specs make of a base. */
export interface Expected {
  /** By path from the top, one character for each byte. */
  readonly entries: Map<string, GitEntry>;
  readonly made: ReadonlyMap<string, TreeFile | undefined>;
  /** By id. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

/** Answers what specs make of a base. Pure. */
export function expectedOf({ entries: all, prefix, tree }: ProofSide, { changes }: Replay): Expected {
  const entries = new Map(all);
  const made = new Map([...changes].map(([path, file]) => [prefix + bytePath(path), file]));
  const contents = new Map<string, Uint8Array>();
  for (const [path, file] of made) {
    if (file === undefined) {
      entries.delete(path);
      continue;
    }
    const id = blobId(file.bytes, formatOf(tree));
    contents.set(id, file.bytes);
    entries.set(path, { mode: file.mode, id });
  }
  return { entries, made, contents };
}

/**
 * Answers the id of the tree with these entries, which differs from the base at `touched` alone. Pure.
 *
 * @throws {LoglineError} INPUT_UNREADABLE - git itself would write the base in another way, so it cannot be told from a changed one.
 */
export function idOfExpected(
  base: ProofSide,
  entries: ReadonlyMap<string, GitEntry>,
  touched: readonly string[],
): string {
  const format = formatOf(base.tree);
  const known = untouched(base.folders, touched);
  if (treeId(base.entries, format, known) === base.tree) return treeId(entries, format, known);
  const message = `The tree ${base.tree} is written in a form that git does not write any more, so nothing can be proven about it.`;
  throw new LoglineError('INPUT_UNREADABLE', message, { details: { tree: base.tree } });
}

/** Answers the id that git would give the tree of a head with its entries: not its own where names are hidden in it. Pure. */
export function idOfHead({ folders: known }: ProofSide, { entries, folders, tree }: ProofSide): string {
  const same = new Map([...folders].filter(([path, id]) => known.get(path) === id));
  return treeId(entries, formatOf(tree), same);
}
