/**
 * The project as it is at a revision: what judges a change comes from the version that the change is compared with. Else a pull request
 * could bring its own key into the keyring, switch a check off in the config, or remove the folder with both.
 */
import { join, resolve } from 'node:path';
import { commitOf, readAtCommit } from './git.ts';
import { demandOwnPaths, foldersUp, hasGit } from './project.ts';
import type { Project } from './project.ts';

/**
 * Answers the project that `start` is in at a revision, or `undefined` where that revision has none.
 *
 * @param rev - `REV` or `REV:PATH`, of which the part before the colon counts.
 * @throws {LoglineError} CONFIG_INVALID - its config.json is none. USAGE, INPUT_MISSING, COMMAND_FAILED - as git.ts.
 */
export async function findProjectAt(start: string, rev: string): Promise<Project | undefined> {
  const commit = commitOf(rev);
  for (const folder of foldersUpwards(resolve(start))) {
    const config = await readAtCommit(folder, commit, '.jsonatomic/config.json');
    const keyring = await readAtCommit(folder, commit, '.jsonatomic/keyring.json');
    if (config === undefined && keyring === undefined) continue;
    const { parseConfig } = await import('./config.ts');
    const name = join(folder, '.jsonatomic', 'config.json');
    const parsed = config === undefined ? {} : parseConfig(`${commit}:${name}`, config);
    demandOwnPaths(folder, parsed);
    return { folder, commit, config: parsed };
  }
  return undefined;
}

/** From a folder up to the top of its git repository. */
function foldersUpwards(start: string): string[] {
  const folders = foldersUp(start);
  const top = folders.findIndex(hasGit);
  return top < 0 ? folders : folders.slice(0, top + 1);
}
