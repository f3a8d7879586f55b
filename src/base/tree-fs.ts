/** The files of a work tree, looked at and changed one name at a time. No link is followed at the last step of a path. All calls block. */
import {
  accessSync,
  chmodSync,
  copyFileSync,
  chownSync,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  rmdirSync,
} from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { LoglineError } from './errors.ts';
import { errnoOf, readFailure } from './file-failure.ts';
import { writeFully } from './fs.ts';

/** What has a name in a folder. */
export interface TreeEntry {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** Permissions: the lower twelve bits. */
  readonly permissions: number;
  readonly sizeBytes: number;
  readonly uid: number;
  readonly gid: number;
  /** The file system that it is on. */
  readonly device: string;
  /** Another one after every change of content, permissions or file: what stood here when the name was looked at. */
  readonly stamp: string;
}

/** Absent on Windows, where there is nothing like it. */
const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>;

/** Answers what has a name, or `undefined` where nothing has. @throws {LoglineError} INPUT_UNREADABLE */
export function lookAt(path: string): TreeEntry | undefined {
  try {
    return entryOf(lstatSync(path, { bigint: true }));
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(errnoOf(cause))) return undefined;
    throw readFailure(path, cause);
  }
}

function entryOf(stats: BigIntStats): TreeEntry {
  const { dev, ino, size, mtimeNs, ctimeNs, uid, gid } = stats;
  return {
    kind: kindOf(stats),
    permissions: Number(stats.mode & 0o7777n),
    sizeBytes: Number(size),
    uid: Number(uid),
    gid: Number(gid),
    device: String(dev),
    stamp: [dev, ino, size, mtimeNs, ctimeNs].join('.'),
  };
}

function kindOf(stats: BigIntStats): TreeEntry['kind'] {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return stats.isSymbolicLink() ? 'link' : 'other';
}

/** Answers the path without links in it. @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE */
export function realFolder(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    throw readFailure(path, cause);
  }
}

/** Answers the names in a folder, in no order. @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw readFailure(folder, cause);
  }
}

/** Answers the path that a link names, as it stands in it. @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE */
export function readLink(path: string): Uint8Array {
  try {
    return new Uint8Array(readlinkSync(path, { encoding: 'buffer' }));
  } catch (cause) {
    throw readFailure(path, cause);
  }
}

/**
 * Answers the bytes of a file. A link, a pipe or a device in its place is an error and never opened for good.
 *
 * @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE. FILE_UNSUPPORTED - it is longer than `maxBytes`.
 */
export function readPlainFile(path: string, maxBytes: number): Uint8Array {
  return readStamped(path, maxBytes).bytes;
}

/** Answers the bytes of a file and what it was when they were read. @throws {LoglineError} as {@link readPlainFile} */
export function readStamped(path: string, maxBytes: number): { bytes: Uint8Array; entry: TreeEntry } {
  try {
    const fd = openSync(path, constants.O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const entry = entryOf(fstatSync(fd, { bigint: true }));
      if (entry.kind !== 'file')
        throw new LoglineError('INPUT_UNREADABLE', `${path} is no plain file.`, { details: { path } });
      return { bytes: readUpTo(fd, path, entry.sizeBytes, maxBytes), entry };
    } finally {
      closeSync(fd);
    }
  } catch (cause) {
    throw readFailure(path, cause);
  }
}

/** One byte more than there should be is asked for, so that a file which grows meanwhile is not taken for a shorter one. */
function readUpTo(fd: number, path: string, sizeBytes: number, maxBytes: number): Uint8Array {
  if (sizeBytes > maxBytes) {
    const message = `${path} has ${sizeBytes} bytes, more than the limit of ${maxBytes}.`;
    throw new LoglineError('FILE_UNSUPPORTED', message, { details: { path, maxBytes } });
  }
  const bytes = new Uint8Array(sizeBytes + 1);
  let read = 0;
  for (;;) {
    const more = readSync(fd, bytes, read, bytes.length - read, null);
    read += more;
    if (more === 0) return bytes.slice(0, read);
    if (read > sizeBytes)
      throw new LoglineError('INPUT_UNREADABLE', `${path} grew while it was read.`, { details: { path } });
  }
}

/** How a new file is to be. */
export interface NewFile {
  readonly permissions: number;
  /** Who is to own it. Left as it is where this user may not give files away. @default this user */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/** Writes a file that must not be there yet. On disk when it returns, its name not yet. @throws the system's error. */
export function writeStaged(path: string, bytes: Uint8Array, { permissions, owner }: NewFile): void {
  const fd = openSync(path, 'wx', 0o600);
  try {
    writeFully(fd, bytes);
    if (owner !== undefined) giveTo(path, owner);
    chmodSync(path, permissions);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function giveTo(path: string, { uid, gid }: { readonly uid: number; readonly gid: number }): void {
  try {
    chownSync(path, uid, gid);
  } catch {
    // This user may not give files away: it becomes theirs, as with an editor.
  }
}

/**
 * Keeps what a file is now under a second name, which must be free: the same file where the file system can, else a copy that is on
 * disk when it returns.
 *
 * @param link - gives a file a second name.
 * @throws the system's error.
 */
export function keepFile(path: string, kept: string, link: (from: string, to: string) => void = linkSync): void {
  try {
    link(path, kept);
  } catch (cause) {
    if (['EEXIST', 'ENOENT', 'ENOSPC'].includes(errnoOf(cause))) throw cause;
    copyFileSync(path, kept, constants.COPYFILE_EXCL);
    const { permissions, uid, gid } = entryOf(lstatSync(path, { bigint: true }));
    giveTo(kept, { uid, gid });
    chmodSync(kept, permissions);
    syncFile(kept);
  }
}

function syncFile(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Whether this user may write a file, or make and remove names in a folder. Only an attempt tells for certain. */
export function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Gives a file another name; what had that name is gone. @throws the system's error. */
export function moveFile(from: string, to: string): void {
  renameSync(from, to);
}

/** Removes a file or a link; nothing happens where there is none. @throws the system's error. */
export function removeFile(path: string): void {
  rmSync(path, { force: true });
}

/** Removes a folder with everything in it; nothing happens where there is none. @throws the system's error. */
export function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

/** Removes a folder if it is there and nothing is in it; answers whether it is gone. @throws the system's error. */
export function removeEmptyFolder(path: string): boolean {
  try {
    rmdirSync(path);
    return true;
  } catch (cause) {
    const errno = errnoOf(cause);
    if (errno === 'ENOENT') return true;
    if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EBUSY'].includes(errno)) return false;
    throw cause;
  }
}

/** Sets the permissions of a folder. @throws the system's error. */
export function setPermissions(path: string, permissions: number): void {
  chmodSync(path, permissions);
}
