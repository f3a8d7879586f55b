/**
 * Git as a hook asks it: about the index, the objects and the folder that git itself is at work with. The variables that git sets for
 * hooks are kept, since `git commit PATH` and `git commit --all` name an index of their own in them. So are those that a partial clone needs
 * to fetch what it lacks, as git does in every command. What only this program needs, its keys above all, stays here.
 */
import { join } from 'node:path';
import { concatBytes, fromUtf8, toUtf8 } from '../../base/bytes.ts';
import { LoglineError } from '../../base/errors.ts';
import { inTemporaryFolder } from '../../base/folders.ts';
import { isOwnSecret } from '../../base/git-environment.ts';
import { runProgram, streamProgram } from '../../base/process.ts';
import type { Argv, RunOptions, RunResult } from '../../base/process.ts';

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Runs git in a folder. @throws {LoglineError} COMMAND_FAILED, CANCELLED - as `runProgram`. */
export function askGit(
  folder: string,
  args: readonly string[],
  options: Pick<RunOptions, 'stdin' | 'acceptStatus' | 'moreEnv'> = {},
): Promise<RunResult> {
  const around = surroundings(folder, options.moreEnv);
  return runProgram(argvOf(args), { maxOutputBytes: MAX_OUTPUT_BYTES, ...options, ...around });
}

/** Answers the output of git piece by piece. @throws {LoglineError} COMMAND_FAILED */
export function streamFromGit(folder: string, args: readonly string[]): AsyncGenerator<Uint8Array> {
  return streamProgram(argvOf(args), surroundings(folder));
}

/** A monitor of the file system is a program, and a bare repository among the files another history. */
const SETTINGS = ['-c', 'core.fsmonitor=', '-c', 'safe.bareRepository=explicit'] as const;

const argvOf = (args: readonly string[]): Argv => ['git', '--no-pager', ...SETTINGS, ...args];

const surroundings = (cwd: string, moreEnv: RunOptions['moreEnv'] = {}): RunOptions => ({
  cwd,
  withoutEnv: isOwnSecret,
  moreEnv: {
    GIT_GRAFT_FILE: '/dev/null/none',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C',
    ...moreEnv,
  },
});

/** Answers what git prints, without the line feed at its end. @throws {LoglineError} as {@link askGit} */
export async function gitText(folder: string, args: readonly string[], ask = askGit): Promise<string> {
  return textOf(await ask(folder, args));
}

/** Answers what git prints, or `undefined` where it ends with status 1 (there is no such thing). @throws {LoglineError} as {@link askGit} */
export async function gitTextIfAny(folder: string, args: readonly string[], ask = askGit): Promise<string | undefined> {
  const result = await ask(folder, args, { acceptStatus: [0, 1] });
  return result.status === 0 ? textOf(result) : undefined;
}

/** Names of files need not be UTF-8: what is not is shown with replacement characters. */
const textOf = ({ stdout }: RunResult): string => new TextDecoder().decode(stdout).replace(/\n$/, '');

/** Answers the top folder of the work tree that `folder` is in. @throws {LoglineError} COMMAND_FAILED - it is in none. */
export function topFolder(folder: string): Promise<string> {
  return gitText(folder, ['rev-parse', '--show-toplevel']);
}

/** An object of git. */
export interface GitBlob {
  readonly id: string;
  readonly sizeBytes: number;
}

/**
 * Answers the blobs that the names stand for, in their order; `undefined` for what is not there or no blob.
 *
 * @param names - ids, `REV:PATH` or `:PATH`, which is the index.
 */
export async function findBlobs(folder: string, names: readonly string[]): Promise<(GitBlob | undefined)[]> {
  if (names.length === 0) return [];
  // Git reads one name a line: a name of two lines is none.
  const lines = names.map((name) => (name.includes('\n') ? ':' : name));
  const { stdout } = await askGit(folder, ['cat-file', '--batch-check'], { stdin: toUtf8(`${lines.join('\n')}\n`) });
  const rows = fromUtf8(stdout)!.split('\n');
  return names.map((_, i) => {
    const [, id, size] = /^([0-9a-f]{40,64}) blob (\d+)$/.exec(rows[i]!) ?? [];
    return id === undefined ? undefined : { id, sizeBytes: Number(size) };
  });
}

/** Answers the bytes of blobs, in their order. Meant for small ones: all are in memory at once. @throws {LoglineError} COMMAND_FAILED */
export async function readBlobs(folder: string, blobs: readonly GitBlob[]): Promise<Uint8Array[]> {
  if (blobs.length === 0) return [];
  const stdin = toUtf8(blobs.map(({ id }) => `${id}\n`).join(''));
  const { stdout } = await askGit(folder, ['cat-file', '--batch'], { stdin });
  const contents: Uint8Array[] = [];
  let at = 0;
  for (const { id, sizeBytes } of blobs) {
    const start = stdout.indexOf(0x0a, at) + 1;
    if (start === 0) throw new LoglineError('COMMAND_FAILED', `git did not answer the object ${id}.`);
    contents.push(stdout.subarray(start, start + sizeBytes));
    at = start + sizeBytes + 1;
  }
  return contents;
}

/** Answers the bytes of the small files that the names stand for; `undefined` for what is not there. @throws {LoglineError} COMMAND_FAILED */
export async function readNamed(folder: string, names: readonly string[]): Promise<(Uint8Array | undefined)[]> {
  const blobs = await findBlobs(folder, names);
  const contents = await readBlobs(
    folder,
    blobs.filter((blob) => blob !== undefined),
  );
  return blobs.map((blob) => (blob === undefined ? undefined : contents.shift()));
}

/** Answers the value of an attribute of each path, as the index has it. @param moreEnv - may name another index. @throws {LoglineError} COMMAND_FAILED */
export async function attributeOf(
  folder: string,
  attribute: string,
  paths: readonly string[],
  moreEnv: Readonly<Record<string, string>> = {},
): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map();
  const stdin = concatBytes(...paths.map((path) => toUtf8(`${path}\0`)));
  const { stdout } = await askGit(folder, ['check-attr', '--cached', '-z', '--stdin', attribute], { stdin, moreEnv });
  const fields = new TextDecoder().decode(stdout).split('\0');
  return new Map(paths.map((path, i) => [path, fields[3 * i + 2]!]));
}

/** Answers the value of an attribute of each path, as a commit has it. @throws {LoglineError} COMMAND_FAILED */
export async function attributeAt(
  folder: string,
  commit: string,
  attribute: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  // Before version 2.40, git cannot be told to look into a commit.
  return inTemporaryFolder('logline-index', async (scratch) => {
    const moreEnv = { GIT_INDEX_FILE: join(scratch, 'index') };
    await askGit(folder, ['read-tree', commit], { moreEnv });
    return attributeOf(folder, attribute, paths, moreEnv);
  });
}
