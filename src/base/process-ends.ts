/** What all who run programs do with them: keep the end of what they say, and end them. */
import type { ChildProcess } from 'node:child_process';
import { kill } from 'node:process';
import type { Readable } from 'node:stream';
import { concatBytes } from './bytes.ts';

const MAX_STDERR_BYTES = 64 * 1024;

/** Collects the end of what a stream says, up to 64 KiB: of what a program says about itself that tells most. */
export function keepLast(stream: Readable): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  stream.on('data', (chunk: Uint8Array) => {
    const kept = concatBytes(...chunks, chunk);
    chunks.splice(0, chunks.length, kept.subarray(Math.max(0, kept.length - MAX_STDERR_BYTES)));
  });
  return chunks;
}

/** Answers chunks as one text, read as UTF-8. */
export const textOf = (chunks: readonly Uint8Array[]): string => new TextDecoder().decode(concatBytes(...chunks));

/** Kills a program and its group. The group of one that has none of its own is not there. */
export function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}
