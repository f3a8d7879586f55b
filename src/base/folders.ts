/** Folders that last as long as a piece of work, and what is put into them. */
import { mkdir, mkdtemp, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readFailure, writeFailure } from './file-failure.ts';

/** A file to be written. */
export interface NewFile {
  /** Relative to the folder, with forward slashes. It must not lead out of it: that is for the caller to see to. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Permissions, less the umask. @default 0o644 */
  readonly mode?: number;
}

/**
 * Makes an empty folder among the system's temporary ones, hands its path to `work` (links in it resolved), and removes it afterwards
 * with all that is in it then.
 *
 * @param name - what its name begins with
 * @throws {LoglineError} OUTPUT_UNWRITABLE - it cannot be made. Otherwise what `work` throws.
 */
export async function inTemporaryFolder<T>(name: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await makeTemporary(join(tmpdir(), `${name}-`));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function makeTemporary(prefix: string): Promise<string> {
  try {
    return await realpath(await mkdtemp(prefix));
  } catch (cause) {
    throw writeFailure(prefix, cause);
  }
}

/** Writes files into a folder, with the folders that they are in. @throws {LoglineError} OUTPUT_UNWRITABLE */
export async function writeFiles(folder: string, files: Iterable<NewFile>): Promise<void> {
  const made = new Set<string>();
  for (const { path, bytes, mode = 0o644 } of files) {
    const file = join(folder, path);
    try {
      if (!made.has(dirname(file))) await mkdir(dirname(file), { recursive: true });
      made.add(dirname(file));
      await writeFile(file, bytes, { mode });
    } catch (cause) {
      throw writeFailure(file, cause);
    }
  }
}

/** Makes a link to a folder, with the folders above the link. @throws {LoglineError} OUTPUT_UNWRITABLE */
export async function linkFolder(link: string, target: string): Promise<void> {
  try {
    await mkdir(dirname(link), { recursive: true });
    await symlink(target, link, 'junction');
  } catch (cause) {
    throw writeFailure(link, cause);
  }
}

/** Answers the real path of a folder, all links resolved, or `undefined` where there is none. */
export async function realFolder(path: string): Promise<string | undefined> {
  try {
    const real = await realpath(path);
    return (await stat(real)).isDirectory() ? real : undefined;
  } catch {
    return undefined;
  }
}

/** Answers the text of a small file, or `undefined` where there is none. @throws {LoglineError} INPUT_UNREADABLE */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const failure = readFailure(path, cause);
    if (failure.code === 'INPUT_MISSING') return undefined;
    throw failure;
  }
}
