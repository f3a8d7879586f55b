/**
 * A clone of our own, of single commits and nothing else, for runs without a checkout: change specs are proven from whole trees, for which
 * the API would be asked file by file. Nothing is checked out, and so nothing of it can be executed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoglineError } from 'logline-core';
import { credentials, mergeBaseIn, whyNot } from './git-history.ts';
import type { MergeBase, Remote } from './git-history.ts';
import { runGit } from './run-git.ts';

/** A clone that is made when it is first asked for. */
export interface OwnClone {
  /** Answers a folder whose repository has the commits. @throws {LoglineError} INPUT_MISSING - they cannot be fetched. COMMAND_FAILED */
  with(commits: readonly string[]): Promise<string>;
  /** Answers where two branches parted, from commits alone that are fetched for it. @throws {LoglineError} INPUT_MISSING, COMMAND_FAILED */
  readonly mergeBase: MergeBase;
  /** Takes it away again. */
  remove(): void;
}

/** Answers a clone to be. @param temporary - folder in which it is made; left out, that of the system. */
export function ownClone(remote: Remote, temporary = tmpdir()): OwnClone {
  const folders: string[] = [];
  const fresh = async (): Promise<string> => {
    const folder = mkdtempSync(join(temporary, 'jsonatomic-clone-'));
    folders.push(folder);
    await runGit(folder, ['init', '--quiet', '--template=']);
    return folder;
  };
  let whole: string | undefined;
  return {
    with: async (commits) => {
      await fetch((whole ??= await fresh()), remote, '--depth=1', commits);
      return whole;
    },
    mergeBase: async (a, b) => {
      const folder = await fresh(); // without a depth, so that no commit is missing between the two
      await fetch(folder, remote, '--filter=tree:0', [a, b]);
      return mergeBaseIn(folder, a, b);
    },
    remove: () => {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function fetch(
  folder: string,
  { url, token }: Remote,
  extent: string,
  commits: readonly string[],
): Promise<void> {
  const args = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', extent, url, ...commits];
  try {
    await runGit(folder, args, { isOnline: true, env: credentials(url, token) });
  } catch (cause) {
    throw new LoglineError(
      'INPUT_MISSING',
      `${commits.join(' and ')} could not be fetched from ${url}: ${whyNot(cause)}`,
      {
        cause,
      },
    );
  }
}
