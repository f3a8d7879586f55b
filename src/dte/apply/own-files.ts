/** The engine's own folder below the root of a tree: its lock, the receipts of what was applied, and the journal of a change under way. */
import { toUtf8 } from '../../base/bytes.ts';
import { LoglineError } from '../../base/errors.ts';
import { writeFailure } from '../../base/file-failure.ts';
import { FileLock } from '../../base/file-lock.ts';
import type { LockNotice } from '../../base/file-lock.ts';
import { makeFolder, syncFolder } from '../../base/fs.ts';
import { describeProcess } from '../../base/lock-owner.ts';
import { lookAt, moveFile, removeFile, writeStaged } from '../../base/tree-fs.ts';
import { foldersAbove } from './path-change.ts';
import { OWN_FOLDER } from '../tree/own-folder.ts';

/** How to wait for other processes, and whom to tell. */
export interface LockOptions {
  /** Longest wait for another process that changes the same tree, in milliseconds. @default 10_000 */
  readonly lockTimeoutMs?: number;
  /** Hears of a lock that a process had left behind. @default nobody */
  readonly onNotice?: (notice: LockNotice) => void;
}

const CODES = { locked: 'TREE_LOCKED', unavailable: 'OUTPUT_UNWRITABLE' } as const;

/** Answers the own folder of a tree, absolute. Pure. */
export const ownFolderOf = (root: string): string => `${root}/${OWN_FOLDER}`;

/** Whether the own folder is there. @throws {LoglineError} PATH_UNSAFE - it is a link, or something else that is no folder. */
export function hasOwnFolder(root: string): boolean {
  for (const path of [...foldersAbove(OWN_FOLDER), OWN_FOLDER]) {
    const kind = lookAt(`${root}/${path}`)?.kind;
    if (kind === undefined) return false;
    if (kind !== 'folder')
      throw new LoglineError('PATH_UNSAFE', `${path} has to be a folder, and is none.`, { details: { path } });
  }
  return true;
}

/**
 * Does something while no other process does so on this tree. The own folder is there when the work begins.
 *
 * @throws {LoglineError} TREE_LOCKED, OUTPUT_UNWRITABLE, PATH_UNSAFE
 */
export async function exclusively<T>(root: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  prepare(root);
  const { lockTimeoutMs: timeoutMs = 10_000, onNotice = () => undefined } = options;
  const own = await describeProcess();
  const lock = new FileLock(`${ownFolderOf(root)}/lock`, { own, timeoutMs, onNotice, codes: CODES });
  await lock.acquire();
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/** Git is told to look away, in a way that needs no change of the project's own files. */
function prepare(root: string): void {
  if (hasOwnFolder(root) && lookAt(`${ownFolderOf(root)}/.gitignore`) !== undefined) return;
  try {
    makeFolder(ownFolderOf(root));
    writeOwnFile(root, '.gitignore', toUtf8('*\n'));
  } catch (cause) {
    throw writeFailure(ownFolderOf(root), cause);
  }
}

/** Writes a file of the own folder: the old one or the new one is there, whatever happens. On disk when it returns. @throws the system's error. */
export function writeOwnFile(root: string, name: string, bytes: Uint8Array): void {
  const path = `${ownFolderOf(root)}/${name}`;
  const draft = `${path}.new`;
  removeFile(draft);
  try {
    writeStaged(draft, bytes, { permissions: 0o644 });
    moveFile(draft, path);
  } catch (cause) {
    removeFile(draft);
    throw cause;
  }
  syncFolder(path.slice(0, path.lastIndexOf('/')));
}
