/** A revision of a repository as a source tree: from git's objects alone, so that no filter, attribute or line ending comes in between. */
import { LoglineError } from '../../base/errors.ts';
import { maxReadBytes } from '../limits.ts';
import { compareText } from '../order.ts';
import type { FileMode, SourceTree } from '../source-tree.ts';
import { textPath } from './byte-path.ts';
import { readBlobs } from './git-blobs.ts';
import { listRevision } from './git-listing.ts';
import type { GitEntry, GitListing } from './git-listing.ts';
import { isOwnPath } from './own-folder.ts';

/** What to read. */
export interface GitTreeOptions {
  /** The files whose contents are wanted: others can be asked for their modes only. @default all */
  readonly wants?: (path: string) => boolean;
}

/** A revision as a tree. */
export interface GitTree extends SourceTree {
  /** Everything that the revision holds, in and outside of the folder. */
  readonly listing: GitListing;
}

/**
 * Opens a revision. The paths of the tree are relative to `folder`, which may be below the top of its repository. What is wanted is
 * read at once, so later changes of the repository do not matter.
 *
 * @param folder - the top of a repository, a folder in it, or a bare repository.
 * @param rev - a commit, tag, branch or tree, in git's own notation.
 * @throws {LoglineError} INPUT_MISSING - git does not have the revision, or an object of it, as in a shallow or partial clone.
 *   INPUT_UNREADABLE - the repository is damaged. LIMIT_EXCEEDED - more than 200 000 files or 1 GiB. USAGE, COMMAND_FAILED
 */
export async function openGitTree(folder: string, rev: string, options: GitTreeOptions = {}): Promise<GitTree> {
  const listing = await listRevision(folder, rev);
  return loadTree(listing, options);
}

/** Answers the tree of a listing, with the contents that are wanted. @throws {LoglineError} as {@link openGitTree} */
export async function loadTree(listing: GitListing, { wants }: GitTreeOptions = {}): Promise<GitTree> {
  const entries = entriesIn(listing);
  const wanted = [...entries].filter(([path, { mode }]) => mode !== '160000' && (wants?.(path) ?? true));
  const limits = new Map<string, number>();
  for (const [path, { id }] of wanted) limits.set(id, Math.max(limits.get(id) ?? 0, maxReadBytes(path)));
  const blobs = await readBlobs(listing.folder, limits.keys(), (id) => limits.get(id)!);
  const modes = new Map([...entries].map(([path, { mode }]) => [path, modeOf(mode)]));
  return { listing, modes, read: (path) => readEntry(path, entries.get(path), blobs) };
}

/** The entries in the folder that was asked for, by path from there, sorted. Those whose names are not UTF-8 are left out. */
function entriesIn({ entries, prefix }: GitListing): ReadonlyMap<string, GitEntry> {
  const found: [string, GitEntry][] = [];
  for (const [bytes, entry] of entries) {
    const path = bytes.startsWith(prefix) ? textPath(bytes.slice(prefix.length)) : undefined;
    if (path !== undefined && !isOwnPath(path)) found.push([path, entry]);
  }
  return new Map(found.sort(([a], [b]) => compareText(a, b)));
}

/** Old repositories have modes such as 100664, which git checks out as 100644. */
function modeOf(mode: string): FileMode {
  return ['100644', '100755', '120000', '160000'].includes(mode) ? (mode as FileMode) : '100644';
}

function readEntry(path: string, entry: GitEntry | undefined, blobs: ReadonlyMap<string, Uint8Array>): Uint8Array {
  if (entry?.mode === '160000') return new Uint8Array();
  const bytes = entry && blobs.get(entry.id);
  if (bytes !== undefined) return bytes;
  const reason =
    entry === undefined
      ? 'is not in the tree'
      : `was not loaded: it has more than ${maxReadBytes(path)} bytes, or was not asked for`;
  throw new LoglineError('FILE_UNSUPPORTED', `${path} ${reason}.`, { details: { path } });
}
