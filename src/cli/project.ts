/**
 * The project around the working directory: the nearest folder with a `.jsonatomic`, and the settings in it.
 *
 * Searched upwards like git's own folder, up to the top of the git repository. A `.jsonatomic` of another user is passed by: in a
 * shared parent folder, such as /tmp, anybody could put one, and it says which keys are trusted.
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { LoglineError } from '../base/errors.ts';
import { errnoOf, readFailure } from '../base/file-failure.ts';
import { quote } from '../base/schema.ts';
import type { Configuration } from '../ledger/index.ts';
import { isWithin } from './within.ts';

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
 * @throws {LoglineError} CONFIG_INVALID - its config.json is none. PATH_UNSAFE - that leads out of the repository. INPUT_UNREADABLE.
 */
export async function findProject(start: string): Promise<Project | undefined> {
  const folder = findFolder(resolve(start));
  if (folder === undefined) return undefined;
  const config = await readConfig(join(folder, '.jsonatomic', 'config.json'));
  demandOwnPaths(folder, config);
  return { folder, config };
}

/**
 * A config names files of its own repository: what commands read and write must not be for whoever made the repository to say.
 *
 * @throws {LoglineError} PATH_UNSAFE
 */
export function demandOwnPaths(folder: string, config: Configuration): void {
  const top = foldersUp(folder).find(hasGit) ?? folder;
  for (const member of ['ledger', 'keyring', 'gatewayPolicy', 'gatewayRules'] as const) {
    const path = config[member];
    if (path === undefined || isWithin(top, resolve(folder, path))) continue;
    const flag = `--${member.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    const message = `${member}: ${quote(path)} in .jsonatomic/config.json leads out of ${top}. Name such a file by ${flag}.`;
    throw new LoglineError('PATH_UNSAFE', message, { details: { path } });
  }
}

/** Answers a folder and those above it, the nearest first. Pure. */
export function foldersUp(start: string): string[] {
  const folders = [start];
  for (let folder = start; folder !== dirname(folder);) folders.push((folder = dirname(folder)));
  return folders;
}

/** Answers whether a folder is the top of a git work tree. */
export const hasGit = (folder: string): boolean =>
  statSync(join(folder, '.git'), { throwIfNoEntry: false }) !== undefined;

function findFolder(start: string): string | undefined {
  const owner = statSync(start).uid;
  for (const folder of foldersUp(start)) {
    const found = statSync(join(folder, '.jsonatomic'), { throwIfNoEntry: false });
    if (found?.isDirectory() === true && found.uid === owner) return folder;
    if (hasGit(folder)) return undefined;
  }
  return undefined;
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
