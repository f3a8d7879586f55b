/**
 * Git, asked about a clone that may be hostile. Hooks, monitors, helpers for passwords, replaced objects, grafts and fetches that git would
 * start by itself are off, and no command that runs filters or external programs of the repository is used.
 */
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { LoglineError } from 'logline-core';

/** How to run git. */
export interface GitRun {
  readonly stdin?: string | Uint8Array;
  /** @default [0] */
  readonly accepts?: readonly number[];
  /** Variables besides those that keep git quiet. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it may reach the network. @default false */
  readonly isOnline?: boolean;
  /** @default 256 MiB */
  readonly maxBytes?: number;
  /** `none`: as long as its output is read. @default 120_000 */
  readonly timeoutMs?: number | 'none';
}

const SETTINGS = [
  'core.fsmonitor=',
  'core.hooksPath=/dev/null',
  'core.askPass=',
  'credential.helper=',
  'safe.bareRepository=explicit',
  'gc.auto=0',
  'maintenance.auto=false',
];
/** Variables win over what the settings of the clone allow. */
const OFFLINE = 'none';
const ONLINE = 'https:http';

/** Answers what git says. @throws {LoglineError} COMMAND_FAILED */
export async function runGit(
  folder: string,
  args: readonly string[],
  run: GitRun = {},
): Promise<{ status: number; stdout: Buffer; stderr: string }> {
  const { stdin = '', accepts = [0], maxBytes = 256 * 1024 * 1024, timeoutMs = 120_000 } = run;
  const child = startGit(folder, args, { ...run, timeoutMs });
  const [stdout, stderr] = [collect(child.stdout, maxBytes), collect(child.stderr, 64 * 1024)];
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const status = await endOf(child, args, timeoutMs);
  const said = (await stderr)?.toString() ?? '';
  const answer = await stdout;
  if (answer === undefined) throw failed(args, `wrote more than ${String(maxBytes)} bytes`);
  if (!accepts.includes(status))
    throw failed(args, `ended with status ${String(status)}. It said: ${said.slice(-500)}`, { said });
  return { status, stdout: answer, stderr: said };
}

/** Starts git; its output is the caller's to read. */
export function startGit(
  folder: string,
  args: readonly string[],
  { env = {}, isOnline = false, timeoutMs = 'none' }: GitRun = {},
): GitProcess {
  const child = spawn('git', ['--no-pager', ...SETTINGS.flatMap((setting) => ['-c', setting]), ...args], {
    cwd: folder,
    env: { ...ownEnvironment(), GIT_ALLOW_PROTOCOL: isOnline ? ONLINE : OFFLINE, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  // Its own timer would keep this process alive where there is no git.
  const timer = timeoutMs === 'none' ? undefined : setTimeout(() => child.kill(), timeoutMs).unref();
  child.once('close', () => clearTimeout(timer));
  return child;
}

/** A git that runs. */
export type GitProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * Where programs and the user's own settings are, and how servers are reached. All else stays behind: git may run programs that the settings
 * of the clone name, and the environment of a job is full of tokens.
 */
const HANDED_ON =
  /^(?:PATH|HOME|USER|LOGNAME|TMPDIR|TEMP|TMP|XDG_CONFIG_HOME|LD_LIBRARY_PATH|PATHEXT|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|USERPROFILE|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES|(?:HTTPS?|ALL|NO)_PROXY|SSL_CERT_(?:FILE|DIR)|CURL_CA_BUNDLE|GIT_CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM)|GIT_SSL_(?:CAINFO|CAPATH)|GIT_EXEC_PATH)$/i;

function ownEnvironment(): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => HANDED_ON.test(name))),
    GIT_GRAFT_FILE: '/dev/null/none',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
}

async function collect(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
  }
  return size <= maxBytes ? Buffer.concat(chunks) : undefined;
}

async function endOf(child: GitProcess, args: readonly string[], timeoutMs: number | 'none'): Promise<number> {
  try {
    const [status, signal] = (await once(child, 'close')) as [number | null, string | null];
    if (status !== null) return status;
    const isLate = child.killed && timeoutMs !== 'none';
    throw failed(args, isLate ? `took more than ${String(timeoutMs / 1000)} s` : `was ended by ${String(signal)}`);
  } catch (cause) {
    throw cause instanceof LoglineError ? cause : failed(args, 'could not be started', { cause });
  }
}

const failed = (args: readonly string[], what: string, more: { cause?: unknown; said?: string } = {}): LoglineError =>
  new LoglineError('COMMAND_FAILED', `git ${args[0] ?? ''} ${what}`, {
    details: { said: more.said ?? '' },
    cause: more.cause,
  });
