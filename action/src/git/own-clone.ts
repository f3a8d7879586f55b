/**
 * A clone of our own, of single commits and nothing else, for runs without a checkout: change specs are proven from whole trees, for which
 * the API would be asked file by file. Nothing is checked out, and so nothing of it can be executed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoglineError } from 'logline-core';
import { credentials } from './git-history.ts';
import type { Remote } from './git-history.ts';
import { runGit } from './run-git.ts';

/** A clone that is made when it is first asked for. */
export interface OwnClone {
  /** Answers a folder whose repository has the commits. @throws {LoglineError} INPUT_MISSING - they cannot be fetched. COMMAND_FAILED */
  with(commits: readonly string[]): Promise<string>;
  /** Takes it away again. */
  remove(): void;
}

/** Answers a clone to be. @param temporary - folder in which it is made; left out, that of the system. */
export function ownClone({ url, token }: Remote, temporary = tmpdir()): OwnClone {
  let folder: string | undefined;
  return {
    with: async (commits) => {
      if (folder === undefined) {
        folder = mkdtempSync(join(temporary, 'jsonatomic-clone-'));
        await runGit(folder, ['init', '--quiet', '--template=']);
      }
      const args = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--depth=1', url, ...commits];
      try {
        await runGit(folder, args, { isOnline: true, env: credentials(url, token) });
      } catch (cause) {
        throw new LoglineError('INPUT_MISSING', `${commits.join(' and ')} could not be fetched from ${url}.`, {
          cause,
        });
      }
      return folder;
    },
    remove: () => {
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
