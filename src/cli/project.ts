/**
 * The project around the working directory: the nearest folder with a `.jsonatomic`, and the settings in it.
 *
 * Searched upwards like git's own folder, up to the top of the git repository. A `.jsonatomic` of another user is passed by: in a
 * shared parent folder, such as /tmp, anybody could put one, and it says which keys are trusted.
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { errnoOf, readFailure } from '../base/file-failure.ts';
import type { Configuration } from '../ledger/index.ts';

/** A folder with a `.jsonatomic`. */
export interface Project {
  /** The folder that holds `.jsonatomic`, absolute. */
  readonly folder: string;
  readonly config: Configuration;
  /** The commit that settings and keyring are read from. Left out: the files as they are. */
  readonly commit?: string;
}

/**
 * Answers the project that `start` is in, or `undefined`.
 *
 * @throws {LoglineError} CONFIG_INVALID - its config.json is none. INPUT_UNREADABLE - it cannot be read.
 */
export async function findProject(start: string): Promise<Project | undefined> {
  const folder = findFolder(resolve(start));
  if (folder === undefined) return undefined;
  return { folder, config: await readConfig(join(folder, '.jsonatomic', 'config.json')) };
}

function findFolder(start: string): string | undefined {
  const owner = statSync(start).uid;
  for (let folder = start; ; folder = dirname(folder)) {
    const found = statSync(join(folder, '.jsonatomic'), { throwIfNoEntry: false });
    if (found?.isDirectory() === true && found.uid === owner) return folder;
    const isTop = statSync(join(folder, '.git'), { throwIfNoEntry: false }) !== undefined;
    if (isTop || folder === dirname(folder)) return undefined;
  }
}

async function readConfig(path: string): Promise<Configuration> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return {};
    throw readFailure(path, cause);
  }
  // Loaded only where there is a file: most calls have none, and start faster without.
  const { parseConfig } = await import('./config.ts');
  return parseConfig(path, bytes);
}
