/** Files, as the library reads and writes them: a failure names the path and the reason, a write is on disk when it returns. */
import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pid } from 'node:process';
import { concatBytes } from './bytes.ts';
import { LoglineError } from './errors.ts';
import { errnoOf, readFailure, writeFailure } from './file-failure.ts';

/** How to read a file. */
export interface ReadFileOptions {
  /** Longest file in bytes. @default 67_108_864 (64 MiB) */
  readonly maxBytes?: number;
}

/** How to write a file. */
export interface WriteFileOptions {
  /** Permissions of a new file, less the umask. A file that is replaced keeps its own. @default 0o644 */
  readonly mode?: number;
}

/** What is written to a file. */
export type FileContent = Uint8Array | AsyncIterable<Uint8Array>;

const BLOCK_BYTES = 64 * 1024;
const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

/** What a folder answers that cannot be synced: every one on Windows, elsewhere those of file systems without a disk. */
const NO_FOLDER_SYNC: readonly string[] = ['EINVAL', 'EISDIR', 'EPERM', 'ENOTSUP'];

/**
 * Answers the bytes of a file, or of a pipe that has a path.
 *
 * @throws {LoglineError} INPUT_MISSING - there is no such file. INPUT_UNREADABLE - a folder, no permission, longer than `maxBytes`.
 */
export async function readFileBytes(path: string, options: ReadFileOptions = {}): Promise<Uint8Array> {
  const { maxBytes = DEFAULT_MAX_BYTES } = options;
  try {
    return await thenClose(await open(path, 'r'), (file) => readUpTo(file, path, maxBytes));
  } catch (cause) {
    throw readFailure(path, cause);
  }
}

async function readUpTo(file: FileHandle, path: string, maxBytes: number): Promise<Uint8Array> {
  const blocks: Uint8Array[] = [];
  let sizeBytes = 0;
  for (;;) {
    const { bytesRead, buffer } = await file.read(new Uint8Array(BLOCK_BYTES));
    if (bytesRead === 0) return concatBytes(...blocks);
    sizeBytes += bytesRead;
    blocks.push(buffer.subarray(0, bytesRead));
    if (sizeBytes > maxBytes) {
      const message = `${path} is longer than the limit of ${maxBytes} bytes.`;
      throw new LoglineError('INPUT_UNREADABLE', message, { details: { path, maxBytes } });
    }
  }
}

/**
 * Writes a whole file: readers, and a crash at any time, find either the old content or the new. On disk when it returns.
 * A symbolic link stays one; the file that it names is replaced.
 *
 * @param bytes - all of them, or chunks in order, for files that are larger than what should be in memory.
 * @throws {LoglineError} OUTPUT_UNWRITABLE - no folder, no permission, no space.
 */
export async function writeFileAtomic(path: string, bytes: FileContent, options: WriteFileOptions = {}): Promise<void> {
  try {
    const target = await realpath(path).catch(() => resolve(path));
    const { draft, file } = await openDraft(target, options.mode);
    try {
      await thenClose(file, async () => {
        await keepMode(target, file);
        await writeFile(file, bytes);
        await file.sync();
      });
      await rename(draft, target);
    } catch (cause) {
      await rm(draft, { force: true });
      throw cause;
    }
    syncFolder(dirname(target));
  } catch (cause) {
    throw writeFailure(path, cause);
  }
}

/** A new file beside the target. A draft that a killed process left behind is stepped over. */
async function openDraft(target: string, mode?: number): Promise<{ draft: string; file: FileHandle }> {
  for (let attempt = 1; ; attempt++) {
    const draft = join(dirname(target), `.${basename(target)}.${pid}-${attempt}.tmp`);
    try {
      return { draft, file: await open(draft, 'wx', mode) };
    } catch (cause) {
      if (errnoOf(cause) !== 'EEXIST') throw cause;
    }
  }
}

async function keepMode(target: string, draft: FileHandle): Promise<void> {
  const old = await stat(target).catch(() => undefined);
  if (old !== undefined) await draft.chmod(old.mode & 0o7777);
}

/**
 * Writes a file that must not exist yet, readable by its owner alone unless `mode` says otherwise. On disk when it returns. Its name is taken
 * first, and its content comes in one step: what a crash leaves is empty, never a part.
 *
 * @param bytes - as for {@link writeFileAtomic}.
 * @throws {LoglineError} LEDGER_EXISTS - there is one. OUTPUT_UNWRITABLE - no folder, no permission, no space.
 */
export async function writeNewFile(path: string, bytes: FileContent, mode = 0o600): Promise<void> {
  try {
    const file = await open(path, 'wx', mode);
    await file.close();
  } catch (cause) {
    if (errnoOf(cause) !== 'EEXIST') throw writeFailure(path, cause);
    throw new LoglineError('LEDGER_EXISTS', `${path} exists already.`, { details: { path }, cause });
  }
  try {
    await writeFileAtomic(path, bytes);
  } catch (cause) {
    await rm(path, { force: true });
    throw cause;
  }
}

async function thenClose<T>(file: FileHandle, work: (file: FileHandle) => Promise<T>): Promise<T> {
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

/** Writes all bytes to an open file, at its end where it was opened for appending. Blocks. @throws the system's error. */
export function writeFully(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}

/** Makes a folder with those above it, on disk when it returns. Blocks. @throws the system's error. */
export function makeFolder(path: string): void {
  const whole = resolve(path);
  const topmost = mkdirSync(whole, { recursive: true });
  if (topmost === undefined) return;
  for (let folder = whole; folder.length >= topmost.length; folder = dirname(folder)) syncFolder(dirname(folder));
}

/** Puts a folder's list of names on disk, where the file system can. Blocks. @throws the system's error. */
export function syncFolder(path: string): void {
  try {
    const fd = openSync(path, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (cause) {
    if (!NO_FOLDER_SYNC.includes(errnoOf(cause))) throw cause;
  }
}
