/** The program as it is built, run as users run it. */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './root.ts';

/** Path of `logline-cli` in `dist/`. */
export const program = join(root, 'dist/cli/logline.js');

/** Runs a program, and answers what it printed. Fails where it does. */
export function runProgram(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')}: status ${String(status)}\n${stderr}\n${stdout.slice(-2000)}`, {
    cause: error,
  });
}

/** What came of a run of `logline-cli`. */
export interface WatchedRun {
  /** `null` where a signal ended it that it did not take. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The most memory that it had, all of its threads included, in MB (10^6 bytes); 0 where the system does not tell. */
  readonly peakMb: number;
}

/**
 * Runs `logline-cli` and watches its memory.
 *
 * @param meanwhile - called at once; may end the process.
 */
export async function runWatched(
  args: readonly string[],
  cwd: string,
  meanwhile: (child: ChildProcess) => Promise<void> = () => Promise.resolve(),
): Promise<WatchedRun> {
  const child = spawn(process.execPath, [program, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const texts = [textOf(child.stdout), textOf(child.stderr)];
  const peak = watchMemory(child);
  await meanwhile(child);
  const [status] = await ended;
  const [stdout, stderr] = await Promise.all(texts);
  return { status, stdout: stdout!, stderr: stderr!, peakMb: await peak };
}

/** Waits until a process has opened the file: it has begun to work. */
export async function untilOpened({ pid, exitCode }: ChildProcess, path: string): Promise<void> {
  const folder = `/proc/${String(pid)}/fd`;
  while (exitCode === null && !readdirSync(folder).some((fd) => linkOf(join(folder, fd)) === path)) await sleep(5);
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined; // closed meanwhile
  }
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) text += String(chunk);
  return text;
}

/** The system keeps the peak itself, so it does not matter how often it is looked at, but for the last moments. */
async function watchMemory({ pid, exitCode }: ChildProcess): Promise<number> {
  let peakMb = 0;
  for (;;) {
    const now = peakNow(pid!);
    if (now === undefined) return peakMb;
    peakMb = Math.max(peakMb, now);
    await sleep(10);
    if (exitCode !== null) return peakMb;
  }
}

/** `undefined` where there is no such process any more, or the system does not tell. */
function peakNow(pid: number): number | undefined {
  try {
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'latin1'))?.[1];
    return kib === undefined ? undefined : (Number(kib) * 1024) / 1e6;
  } catch {
    return undefined;
  }
}
