/**
 * Git, asked about a repository that may be hostile: its configuration, its attributes and its objects are text that others wrote.
 *
 * Git runs programs for a repository at some commands, and none of them may run here. Closed are: hooks, the file system monitor, the
 * fetch of objects that a partial clone lacks (transports, `core.sshCommand`, `uploadpack`) and the pager. Nor is git shown anything but the
 * truth: not replaced objects, which are other contents under a true id, nor grafts, which are other parents, nor a bare repository that is
 * among the files, which is another history altogether. Commands that run filters, external diffs or text converters (`diff`, `checkout`,
 * `add`, `status`, `hash-object --path`, `cat-file --filters`) are not to be used with it.
 */
import { toUtf8 } from './bytes.ts';
import { LoglineError } from './errors.ts';
import { isForGit } from './git-environment.ts';
import { runProgram, streamProgram } from './process.ts';
import type { Argv, RunOptions, RunResult } from './process.ts';

/** How to run git. */
export interface GitOptions extends Pick<RunOptions, 'stdin' | 'acceptStatus' | 'maxOutputBytes' | 'signal'> {
  /** Longest time to run, in milliseconds. @default 60_000 */
  readonly timeoutMs?: number;
  /** Variables that git gets besides, such as another index. @default none */
  readonly moreEnv?: Readonly<Record<string, string>>;
}

const SETTINGS = [
  'core.fsmonitor=',
  'core.hooksPath=/dev/null',
  'protocol.allow=never',
  'safe.bareRepository=explicit',
];

const ENVIRONMENT = {
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_GRAFT_FILE: '/dev/null/none',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
} as const;

/**
 * Runs git in a folder and answers its output. Nothing of the repository is executed, and nothing is fetched. Of the environment git
 * gets what {@link isForGit} says: no keys or tokens, and nothing that leads it to another repository.
 *
 * @param args - the command and its arguments, one by one; put `--end-of-options` or `--` before what comes from outside.
 * @throws {LoglineError} COMMAND_FAILED, CANCELLED - as `runProgram`.
 */
export function runGit(folder: string, args: readonly string[], options: GitOptions = {}): Promise<RunResult> {
  return runProgram(argvOf(args), { ...options, ...surroundings(folder, options.moreEnv) });
}

/**
 * As {@link runGit}, for output that may be larger than memory: answers it piece by piece. Who stops reading stops git.
 *
 * @throws {LoglineError} COMMAND_FAILED
 */
export function streamGit(folder: string, args: readonly string[]): AsyncGenerator<Uint8Array> {
  return streamProgram(argvOf(args), surroundings(folder));
}

const argvOf = (args: readonly string[]): Argv => [
  'git',
  '--no-pager',
  ...SETTINGS.flatMap((setting) => ['-c', setting]),
  ...args,
];

const surroundings = (cwd: string, moreEnv: GitOptions['moreEnv'] = {}): RunOptions => ({
  cwd,
  withoutEnv: (name) => !isForGit(name),
  moreEnv: { ...ENVIRONMENT, ...moreEnv },
});

/**
 * Answers the ids of objects, in the order of their revisions; `undefined` for those that the repository does not have. Git is started once.
 *
 * @param revs - in git's own notation, such as `HEAD~2^{tree}`.
 * @throws {LoglineError} USAGE - one begins with a dash. COMMAND_FAILED - there is no repository, or git cannot be run.
 */
export async function findObjects(folder: string, revs: readonly string[]): Promise<(string | undefined)[]> {
  const option = revs.find((rev) => rev.startsWith('-'));
  if (option !== undefined) throw new LoglineError('USAGE', `No revision begins with a dash: "${option}".`);
  // A line is a revision. One that has two lines is none, and neither is one that has none.
  const lines = revs.map((rev) => (/[\n\0]/.test(rev) ? '' : rev));
  const options = { stdin: toUtf8(`${lines.join('\n')}\n`) };
  const { stdout } = await runGit(folder, ['cat-file', '--batch-check=%(objectname)'], options);
  const rows = new TextDecoder().decode(stdout).split('\n');
  return revs.map((_, i) => (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(rows[i]!) ? rows[i] : undefined));
}
