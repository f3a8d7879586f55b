/** Files that a command is given, and standard input, which is the file `-`. */
import { concatBytes, toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { readFailure } from '../base/file-failure.ts';
import { readFileBytes } from '../base/fs.ts';
import type { Terminal } from './terminal.ts';

/** A file as a whole. */
export interface Input {
  /** For messages: its path, or `standard input`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** 64 MiB: more is no atomic. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Answers what stands in a file. @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE - a folder, no permission, above 64 MiB. */
export async function readInput(path: string, terminal: Terminal): Promise<Input> {
  if (path !== '-') return { name: path, bytes: await readFileBytes(path, { maxBytes: MAX_BYTES }) };
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of inputChunks(terminal)) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BYTES)
      throw new LoglineError(
        'INPUT_UNREADABLE',
        `Standard input is longer than ${MAX_BYTES} bytes, the most that is kept of it: name a file.`,
      );
    chunks.push(chunk);
  }
  return { name: 'standard input', bytes: concatBytes(...chunks) };
}

/** Answers standard input as it comes. @throws {LoglineError} CANCELLED - by the terminal's signal. */
export async function* inputChunks({ stdin, signal }: Terminal): AsyncGenerator<Uint8Array> {
  const stop = (): void => void stdin.destroy();
  signal.addEventListener('abort', stop);
  try {
    for await (const chunk of stdin as AsyncIterable<Uint8Array | string>) {
      yield typeof chunk === 'string' ? toUtf8(chunk) : chunk;
    }
  } catch (cause) {
    throw signal.aborted ? new LoglineError('CANCELLED', undefined, { cause }) : readFailure('Standard input', cause);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
