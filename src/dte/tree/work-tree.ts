/** The files of a folder on disk as a source tree: those that git would take, or all where there is no repository. */
import { lookAt, readLink, readPlainFile, realFolder } from '../../base/tree-fs.ts';
import type { TreeEntry } from '../../base/tree-fs.ts';
import { LoglineError } from '../../base/errors.ts';
import { MAX_TREE_BYTES, MAX_TREE_FILES, maxReadBytes } from '../limits.ts';
import { compareText } from '../order.ts';
import type { FileMode, SourceTree } from '../source-tree.ts';
import { listWithGit } from './git-files.ts';
import type { TreeListing } from './listing.ts';
import { isOwnPath, OWN_FOLDER } from './own-folder.ts';
import { listByWalk } from './walk.ts';

/** A folder on disk as it was found. */
export interface WorkTree extends SourceTree {
  /** Its absolute path, without links in it. */
  readonly root: string;
}

/**
 * Opens a folder. Where there is a git repository, its files are those that git tracks and those that it would add; else all but
 * `.git` and `node_modules`. Symbolic links are entries of their own and never followed. What this engine keeps for itself
 * (`.jsonatomic/dte`) is no part of it.
 *
 * Contents are read when they are asked for, and kept: the same path always answers the same bytes, whatever happens on the disk.
 *
 * @throws {LoglineError} INPUT_MISSING - there is no such folder. INPUT_UNREADABLE - a part of it cannot be read, or a sparse checkout
 *   leaves files out. TREE_LOCKED - a change is under way, or was cut off (`recoverTree`). LIMIT_EXCEEDED - more than 200 000 files. COMMAND_FAILED - git refuses, or cannot be run.
 */
export async function openWorkTree(folder: string): Promise<WorkTree> {
  const root = realFolder(folder);
  demandWhole(root);
  const { paths, submodules } = await listFiles(root);
  demandFew(root, paths.length);
  const modes = new Map<string, FileMode>();
  for (const path of [...paths].sort(compareText)) {
    const mode = isOwnPath(path) ? undefined : modeOf(lookAt(`${root}/${path}`), submodules.has(path));
    if (mode !== undefined) modes.set(path, mode);
  }
  return { root, modes, read: readerOf(root, modes) };
}

/** A tree in the middle of a change is no tree. */
function demandWhole(root: string): void {
  if (lookAt(`${root}/${OWN_FOLDER}/journal/open.json`) === undefined) return;
  const message = `A change of ${root} is under way, or was cut off and has to be brought to its end first.`;
  throw new LoglineError('TREE_LOCKED', message, { details: { root } });
}

/** Answers the names below a folder, whose path has no link in it. @throws {LoglineError} as {@link openWorkTree} */
export async function listFiles(root: string): Promise<TreeListing> {
  return (await listWithGit(root)) ?? listByWalk(root);
}

function demandFew(root: string, count: number): void {
  if (count <= MAX_TREE_FILES) return;
  throw new LoglineError('LIMIT_EXCEEDED', `${root} has more than ${MAX_TREE_FILES} files.`, { details: { root } });
}

/** What git would make of an entry; nothing of pipes, sockets and devices, nor of a tracked name that is gone or a folder now. */
function modeOf(entry: TreeEntry | undefined, isSubmodule: boolean): FileMode | undefined {
  switch (entry?.kind) {
    case 'file':
      return (entry.permissions & 0o100) === 0 ? '100644' : '100755';
    case 'link':
      return '120000';
    case 'folder':
      return isSubmodule ? '160000' : undefined;
    default:
      return undefined;
  }
}

function readerOf(root: string, modes: ReadonlyMap<string, FileMode>): SourceTree['read'] {
  const known = new Map<string, Uint8Array>();
  let sizeBytes = 0;
  return (path) => {
    const kept = known.get(path);
    if (kept !== undefined) return kept;
    const bytes = readEntry(root, path, modes.get(path));
    sizeBytes += bytes.length;
    if (sizeBytes > MAX_TREE_BYTES)
      throw new LoglineError('LIMIT_EXCEEDED', `More than ${MAX_TREE_BYTES} bytes of ${root} were asked for.`);
    known.set(path, bytes);
    return bytes;
  };
}

function readEntry(root: string, path: string, mode: FileMode | undefined): Uint8Array {
  switch (mode) {
    case undefined:
      throw new LoglineError('FILE_UNSUPPORTED', `There is no ${path} in the tree.`, { details: { path } });
    case '160000':
      return new Uint8Array();
    case '120000':
      return readLink(`${root}/${path}`);
    default:
      return readPlainFile(`${root}/${path}`, maxReadBytes(path));
  }
}
