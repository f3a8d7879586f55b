/** Commits by git: made of objects alone, so that neither index nor work tree of the clone is touched, and pushed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoglineError } from 'logline-core';
import { credentials } from '../git/git-history.ts';
import type { Remote } from '../git/git-history.ts';
import { runGit } from '../git/run-git.ts';
import type { FileChange, Recorder } from './recorder.ts';

/** Answers the branches of a remote, written to from its clone. The clone has to have the commits that are built on. */
export function openGitRecorder(clone: string, remote: Remote): Recorder {
  return {
    tip: (branch) => tipOf(clone, remote, branch),
    commit: (change) => commit(clone, change),
    move: (branch, id, isForced) => push(clone, remote, `${isForced ? '+' : ''}${id}:refs/heads/${branch}`),
  };
}

async function tipOf(clone: string, { url, token }: Remote, branch: string): Promise<string | undefined> {
  const ref = `refs/heads/${branch}`;
  const { stdout } = await runGit(clone, ['ls-remote', '--quiet', url, ref], online(url, token));
  const rows = stdout.toString().split('\n');
  // A name in the middle of another one fits as well.
  return rows.find((row) => row.endsWith(`\t${ref}`))?.split('\t', 1)[0];
}

async function commit(clone: string, { parent, path, content, message }: FileChange): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'jsonatomic-'));
  const env = { GIT_INDEX_FILE: join(folder, 'index') };
  const ask = async (args: readonly string[], stdin: string | Uint8Array = ''): Promise<string> =>
    (await runGit(clone, args, { stdin, env: { ...env, ...BOT } })).stdout.toString().trim();
  try {
    const blob = await ask(['hash-object', '-w', '--stdin'], content);
    await ask(['read-tree', parent]);
    await ask(['update-index', '-z', '--index-info'], `100644 ${blob}\t${path}\0`);
    return await ask(['commit-tree', await ask(['write-tree']), '-p', parent], message);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function push(clone: string, { url, token }: Remote, refspec: string): Promise<LoglineError | undefined> {
  const args = ['push', '--porcelain', '--no-verify', '--no-signed', '--recurse-submodules=no', url, refspec];
  const { status, stdout, stderr } = await runGit(clone, args, { ...online(url, token), accepts: [0, 1, 128] });
  if (status === 0) return undefined;
  const row = stdout
    .toString()
    .split('\n')
    .find((line) => line.startsWith('!'));
  const said = [row?.split('\t').at(-1), ...remoteLines(stderr)].filter((line) => line !== undefined).join(' ');
  return new LoglineError('COMMAND_FAILED', `git push was refused: ${said === '' ? stderr.slice(-300) : said}`, {
    details: { isRefused: row?.includes('[rejected]') === true || row?.includes('[remote rejected]') === true },
  });
}

/** What the server itself has to say, such as which rule protects the branch. */
const remoteLines = (stderr: string): string[] =>
  stderr
    .split('\n')
    .flatMap((line) => (line.startsWith('remote: ') ? [line.slice('remote: '.length).trim()] : []))
    .filter((line) => line !== '')
    .slice(0, 5);

const online = (
  url: string,
  token: string | undefined,
): { readonly isOnline: true; readonly env: Readonly<Record<string, string>> } => ({
  isOnline: true,
  env: credentials(url, token),
});

/** The account under which GitHub shows what workflows commit. */
const BOT_EMAIL = '41898282+github-actions[bot]@users.noreply.github.com';
const BOT = {
  GIT_AUTHOR_NAME: 'github-actions[bot]',
  GIT_AUTHOR_EMAIL: BOT_EMAIL,
  GIT_COMMITTER_NAME: 'github-actions[bot]',
  GIT_COMMITTER_EMAIL: BOT_EMAIL,
} as const;
