/** A ledger file to be read, in chunks that do not grow with it. */
import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import { LoglineError } from '../base/errors.ts';
import { readFailure } from '../base/file-failure.ts';
import type { ByteRange, LedgerSource } from './store.ts';

const CHUNK_BYTES = 1024 * 1024;
/**
 * Where in its memory a chunk begins. Large memory begins 16 bytes into a page as a rule, and there some processors copy at a fifth of
 * their speed.
 */
const ALIGNMENT_BYTES = 64;

/**
 * Answers a source for the ledger in a file, which is opened for each reading and never changed. Whether it exists shows when it is
 * read.
 */
export function createFileSource(path: string): LedgerSource & { readonly file: string } {
  return {
    name: path,
    file: resolve(path),
    sizeBytes: async () => sizeOfFile(path),
    read: (range) => readRange(path, range),
  };
}

/**
 * Answers the size of a regular file, in bytes.
 *
 * @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE - it is a folder, a pipe or a device.
 */
export function sizeOfFile(path: string): number {
  try {
    const stats = statSync(path);
    requireRegular(path, stats);
    return stats.size;
  } catch (cause) {
    throw readFailure(path, cause);
  }
}

/** @throws {LoglineError} INPUT_UNREADABLE - a folder, a pipe or a device. */
export function requireRegular(path: string, stats: { isFile(): boolean; isDirectory(): boolean }): void {
  if (stats.isFile()) return;
  const what = stats.isDirectory() ? 'a folder' : 'no regular file';
  throw new LoglineError('INPUT_UNREADABLE', `${path} cannot be read as a ledger: it is ${what}.`, {
    details: { path },
  });
}

/** The end is fixed when this is called, and a failure then shows when the first chunk is asked for. */
function readRange(path: string, { start = 0, end = Infinity }: ByteRange = {}): AsyncIterable<Uint8Array> {
  try {
    return chunks(path, start, Math.min(end, sizeOfFile(path)));
  } catch (error) {
    return failing(error as LoglineError);
  }
}

async function* chunks(path: string, start: number, end: number): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw readFailure(path, cause);
  });
  const sizeBytes = Math.max(0, Math.min(CHUNK_BYTES, end - start));
  const buffers = [0, 1].map(() => new Uint8Array(new ArrayBuffer(ALIGNMENT_BYTES + sizeBytes), ALIGNMENT_BYTES));
  let reading = readChunk(file, buffers[0]!, start, end);
  try {
    for (let at = start, turn = 1; at < end; turn = 1 - turn) {
      const { bytesRead, buffer } = await reading;
      if (bytesRead === 0) return; // cut off meanwhile
      at += bytesRead;
      // While this chunk is looked at, the next one is read.
      reading = readChunk(file, buffers[turn]!, at, end);
      yield buffer.subarray(0, bytesRead);
    }
  } catch (cause) {
    throw readFailure(path, cause);
  } finally {
    await reading.catch(ignore);
    await file.close();
  }
}

type Chunk = Awaited<ReturnType<FileHandle['read']>> & { readonly buffer: Uint8Array };

function readChunk(file: FileHandle, buffer: Uint8Array, at: number, end: number): Promise<Chunk> {
  const reading = file.read(buffer, 0, Math.min(buffer.length, end - at), at);
  reading.catch(ignore); // it may fail before anybody asks for it, or never be asked for
  return reading;
}

const ignore = (): void => undefined;

function failing(error: LoglineError): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) };
}
