/** Ids of git trees that need not exist: a revision with some files changed. Nothing is written into a repository. */
import { LoglineError } from '../../base/errors.ts';
import { lookAt, readPlainFile, realFolder } from '../../base/tree-fs.ts';
import { MAX_CHANGED_BYTES } from '../limits.ts';
import type { TreeFile } from '../source-tree.ts';
import { bytePath } from './byte-path.ts';
import { listRevision } from './git-listing.ts';
import type { GitEntry, GitListing } from './git-listing.ts';
import { blobId, folderId, formatOf } from './object-id.ts';
import type { FolderEntry, ObjectFormat } from './object-id.ts';

/**
 * Answers the id of the tree of HEAD, with some files as they stand in the folder now: that of the next commit, if these files alone
 * are committed. `undefined` where there is no repository, or no commit yet.
 *
 * @param paths - relative to `folder`; those that do not exist are missing in the tree, too.
 * @throws {LoglineError} INPUT_UNREADABLE - one of the files cannot be read.
 */
export async function treeIdAt(folder: string, paths: readonly string[]): Promise<string | undefined> {
  const root = realFolder(folder);
  const listing = await headOf(root);
  if (listing === undefined) return undefined;
  return treeIdWith(listing, new Map(paths.map((path) => [path, fileAt(`${root}/${path}`)])));
}

/** Answers the id of a revision's tree with some files of its folder changed: `undefined` takes one away. Pure. */
export function treeIdWith(listing: GitListing, changes: ReadonlyMap<string, TreeFile | undefined>): string {
  const format = formatOf(listing.tree);
  const entries = new Map<string, GitEntry>(listing.entries);
  for (const [path, file] of changes) {
    const whole = listing.prefix + bytePath(path);
    if (file === undefined) entries.delete(whole);
    else entries.set(whole, { mode: file.mode, id: blobId(file.bytes, format) });
  }
  return idOfFolder([...entries], format);
}

function idOfFolder(entries: readonly (readonly [string, GitEntry])[], format: ObjectFormat): string {
  const own: FolderEntry[] = [];
  const below = new Map<string, (readonly [string, GitEntry])[]>();
  for (const [path, entry] of entries) {
    const slash = path.indexOf('/');
    if (slash < 0) {
      own.push({ name: path, ...entry });
      continue;
    }
    const name = path.slice(0, slash);
    const inside = [path.slice(slash + 1), entry] as const;
    const others = below.get(name);
    if (others === undefined) below.set(name, [inside]);
    else others.push(inside);
  }
  const folders = [...below].map(([name, inside]) => ({ name, mode: '40000', id: idOfFolder(inside, format) }));
  return folderId([...own, ...folders], format);
}

async function headOf(root: string): Promise<GitListing | undefined> {
  try {
    return await listRevision(root, 'HEAD');
  } catch (error) {
    if (error instanceof LoglineError && ['COMMAND_FAILED', 'INPUT_MISSING'].includes(error.code)) return undefined;
    throw error;
  }
}

function fileAt(path: string): TreeFile | undefined {
  const entry = lookAt(path);
  if (entry?.kind !== 'file') return undefined;
  const mode = (entry.permissions & 0o100) === 0 ? '100644' : '100755';
  return { mode, bytes: readPlainFile(path, MAX_CHANGED_BYTES) };
}
