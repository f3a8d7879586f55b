/** Programs that are talked to, line by line, as long as they live. */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { reasonOf } from './file-failure.ts';
import { keepLast, killGroup, textOf } from './process-ends.ts';
import type { Argv } from './process.ts';

/** A program that is talked to. */
export interface Talk {
  /** Writes a line to its standard input. A program that does not read it any more is told of by {@link ended}. */
  send(line: string): void;
  /** Kills it, and all that it started and that did not leave its group. */
  kill(): void;
  /** Resolves once it has ended and all its lines have been told, with its standard error, of which the last 64 KiB are kept. */
  readonly ended: Promise<{ readonly stderr: string }>;
}

/** How to talk to a program. */
export interface TalkOptions {
  /** Folder to run in. */
  readonly cwd: string;
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Told of each line that it writes to its channel 3. What it writes to standard output is dropped. */
  readonly onLine: (line: string) => void;
  /** Longest line in characters; a program that writes a longer one is killed. */
  readonly maxLineChars: number;
}

/** Starts a program that answers line by line. One that cannot be started ends at once, and says why as standard error. */
export function talkTo([program, ...args]: Argv, { cwd, env, onLine, maxLineChars }: TalkOptions): Talk {
  const stdio = ['pipe', 'ignore', 'pipe', 'pipe'] as const;
  const child = spawn(program, args, { cwd, env, stdio: [...stdio], windowsHide: true, detached: true });
  const stderr = keepLast(child.stderr!);
  let rest = '';
  const replies = child.stdio[3] as Readable;
  replies.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    for (const line of lines) onLine(line);
    if (rest.length > maxLineChars) killGroup(child);
  });
  child.stdin!.on('error', () => undefined);
  const ended = new Promise<{ stderr: string }>((resolve) => {
    child.on('error', (cause) => resolve({ stderr: reasonOf(cause) }));
    child.on('exit', () => killGroup(child));
    child.on('close', () => resolve({ stderr: textOf(stderr) }));
  });
  const stop = (): void => {
    killGroup(child);
    for (const stream of [child.stderr!, replies]) stream.destroy(); // others may hold the other ends open
  };
  return { send: (line) => void child.stdin!.write(`${line}\n`), kill: stop, ended };
}
