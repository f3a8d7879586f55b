/** Other programs: run by an argument list and never through a shell, bounded in time and output. */
import type { ChildProcessByStdio } from 'node:child_process';
import { env as ownEnv } from 'node:process';
import type { Readable, Writable } from 'node:stream';
import { concatBytes } from './bytes.ts';
import { LoglineError } from './errors.ts';
import { reasonOf } from './file-failure.ts';
import { keepLast, killGroup, textOf } from './process-ends.ts';

/** How to run a program. */
export interface RunOptions {
  /** Bytes for its standard input, which ends after them. @default none */
  readonly stdin?: Uint8Array;
  /** Folder to run in. @default the one of this process */
  readonly cwd?: string;
  /** Its whole environment. @default the one of this process */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Variables that it does not get from the environment of this process. Of no effect where `env` is given. @default none */
  readonly withoutEnv?: (name: string) => boolean;
  /** Variables that it gets besides. @default none */
  readonly moreEnv?: Readonly<Record<string, string>>;
  /** Exit statuses that are answers; any other is a failure. @default [0] */
  readonly acceptStatus?: readonly number[];
  /** Longest time to run, in milliseconds. @default 60_000 */
  readonly timeoutMs?: number;
  /** Longest standard output, in bytes. Of standard error, the last 64 KiB are kept. @default 16_777_216 (16 MiB) */
  readonly maxOutputBytes?: number;
  /** Ends the program. @default none */
  readonly signal?: AbortSignal;
  /** Whether all that it started itself, and that did not leave its group, is killed with it. @default false */
  readonly killsGroup?: boolean;
}

/** What a program answered. */
export interface RunResult {
  readonly status: number;
  readonly stdout: Uint8Array;
  /** Standard error, read as UTF-8. */
  readonly stderr: string;
}

/** The program, looked for in PATH, then its arguments. */
export type Argv = readonly [string, ...string[]];

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * Runs a program and answers its output. Its arguments reach it as they are: nothing in them is expanded or split.
 * A program that takes too long or writes too much is killed; programs that it started itself are so with `killsGroup`, then
 * also when it ends by itself.
 *
 * @throws {LoglineError} COMMAND_FAILED - it could not be started, ended with a status that is not accepted or by a signal, took
 *   too long or wrote too much. CANCELLED - `signal` was aborted.
 */
export async function runProgram(argv: Argv, options: RunOptions = {}): Promise<RunResult> {
  const { timeoutMs = 60_000, signal } = options;
  const guard = new AbortController();
  const cancel = (): void => guard.abort(new LoglineError('CANCELLED', `${argv[0]} was cancelled.`));
  if (signal?.aborted === true) cancel();
  signal?.addEventListener('abort', cancel);
  const timer = setTimeout(() => guard.abort(failed(argv, `took longer than ${timeoutMs} ms`)), timeoutMs);
  try {
    return await converse(argv, options, guard);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

/**
 * Runs a program and answers its output piece by piece, for what may be larger than memory. Who stops reading kills it.
 *
 * @throws {LoglineError} COMMAND_FAILED - it could not be started, or ended with a status other than 0 or by a signal.
 */
export async function* streamProgram(
  argv: Argv,
  options: Pick<RunOptions, 'cwd' | 'env' | 'withoutEnv' | 'moreEnv'> = {},
): AsyncGenerator<Uint8Array> {
  const child = start(await spawner(), argv, options);
  const stderr = keepLast(child.stderr);
  child.stdin.on('error', () => undefined).end();
  const end = ended(argv, child, new AbortController().signal);
  end.catch(() => undefined); // Whoever reads to the end is told below.
  try {
    yield* child.stdout as AsyncIterable<Uint8Array>;
    const { status, killedBy } = await end;
    demandStatus(argv, [0], { status, killedBy, stdout: new Uint8Array(), stderr: textOf(stderr) });
  } finally {
    child.kill();
  }
}

async function converse(argv: Argv, options: RunOptions, guard: AbortController): Promise<RunResult> {
  const { stdin = new Uint8Array(), acceptStatus = [0], maxOutputBytes = 16 * 1024 * 1024 } = options;
  const spawn = await spawner();
  guard.signal.throwIfAborted();
  const child = start(spawn, argv, options);
  const stdout = keepAll(child.stdout, maxOutputBytes, () => {
    guard.abort(failed(argv, `wrote more than ${maxOutputBytes} bytes`));
  });
  const stderr = keepLast(child.stderr);
  child.stdin.on('error', () => undefined); // it may end without reading its input
  child.stdin.end(stdin);
  const { status, killedBy } = await ended(argv, child, guard.signal);
  const result = { status, stdout: concatBytes(...stdout), stderr: textOf(stderr) };
  demandStatus(argv, acceptStatus, { ...result, killedBy });
  return result;
}

function demandStatus(
  argv: Argv,
  accepted: readonly number[],
  { killedBy, ...result }: RunResult & { readonly killedBy: string | null },
): void {
  if (killedBy !== null) throw failed(argv, `was ended by ${killedBy}`, result);
  if (!accepted.includes(result.status)) throw failed(argv, `ended with status ${result.status}`, result);
}

type Spawn = (typeof import('node:child_process'))['spawn'];

/** Loaded when it is needed, since it takes a tenth of the time that Node takes to start, and most commands need none. */
const spawner = async (): Promise<Spawn> => (await import('node:child_process')).spawn;

function start(spawn: Spawn, argv: Argv, options: RunOptions): Child {
  const [program, ...args] = argv;
  const { cwd, killsGroup = false } = options;
  try {
    const child = spawn(program, args, {
      cwd,
      env: environmentOf(options),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      detached: killsGroup,
    });
    if (killsGroup) child.on('exit', () => killGroup(child));
    return child;
  } catch (cause) {
    throw failed(argv, `could not be started: ${reasonOf(cause)}`, undefined, cause);
  }
}

function environmentOf({ env, withoutEnv, moreEnv }: RunOptions): NodeJS.ProcessEnv {
  const inherited = (): NodeJS.ProcessEnv =>
    Object.fromEntries(Object.entries(ownEnv).filter(([name]) => withoutEnv?.(name) !== true));
  return { ...(env ?? inherited()), ...moreEnv };
}

function keepAll(stream: Readable, maxBytes: number, onTooLong: () => void): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  stream.on('data', (chunk: Uint8Array) => {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) onTooLong();
    else chunks.push(chunk);
  });
  return chunks;
}

function ended(argv: Argv, child: Child, stop: AbortSignal): Promise<{ status: number; killedBy: string | null }> {
  return new Promise((resolve, reject) => {
    child.on('error', (cause) => reject(failed(argv, `could not be started: ${reasonOf(cause)}`, undefined, cause)));
    child.on('close', (status, killedBy) => resolve({ status: Number(status), killedBy }));
    stop.addEventListener('abort', () => {
      killGroup(child);
      // A program that it started may hold the other ends open for as long as it likes.
      child.stdout.destroy();
      child.stderr.destroy();
      reject(stop.reason as LoglineError);
    });
  });
}

function failed(argv: Argv, what: string, result?: RunResult, cause?: unknown): LoglineError {
  const stderr = result?.stderr.trim() ?? '';
  const said = stderr === '' ? '' : ` It said: ${stderr.slice(-500)}`;
  const details = { program: argv[0], ...(result === undefined ? {} : { status: result.status, stderr }) };
  return new LoglineError('COMMAND_FAILED', `${argv[0]} ${what}.${said}`, { details, cause });
}
