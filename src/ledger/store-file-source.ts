/** A ledger file to be read, in chunks that do not grow with it. */
import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import { LoglineError } from '../base/errors.ts';
import { readFailure } from '../base/file-failure.ts';
import type { ByteRange, LedgerSource } from './store.ts';

const CHUNK_BYTES = 1024 * 1024;
/** So many chunks are read while one is looked at: copying them out of the system's cache takes as long as to search them. */
const AHEAD = 2;
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
  const buffers = Array.from({ length: AHEAD + 1 }, () => alignedBytes(sizeBytes));
  const reading: Promise<Chunk>[] = [];
  let next = start;
  const readOn = (): void => {
    for (; reading.length < AHEAD && next < end; next += sizeBytes) {
      reading.push(readChunk(file, buffers[0]!, next, end));
      buffers.push(buffers.shift()!);
    }
  };
  try {
    for (let at = start; at < end;) {
      readOn();
      const { bytesRead, buffer } = await reading.shift()!;
      if (bytesRead === 0) return; // cut off meanwhile
      const isWhole = bytesRead === Math.min(sizeBytes, end - at);
      at += bytesRead;
      if (isWhole) readOn();
      else {
        // Some file systems answer less than was asked for: what was read behind it is not what follows.
        await Promise.allSettled(reading.splice(0));
        next = at;
      }
      yield buffer.subarray(0, bytesRead);
    }
  } catch (cause) {
    throw readFailure(path, cause);
  } finally {
    await Promise.allSettled(reading);
    await file.close();
  }
}

type Chunk = Awaited<ReturnType<FileHandle['read']>> & { readonly buffer: Uint8Array };

function readChunk(file: FileHandle, buffer: Uint8Array, at: number, end: number): Promise<Chunk> {
  const reading = file.read(buffer, 0, Math.min(buffer.length, end - at), at);
  reading.catch(ignore); // it may fail before anybody asks for it, or never be asked for
  return reading;
}

const alignedBytes = (sizeBytes: number): Uint8Array =>
  new Uint8Array(new ArrayBuffer(ALIGNMENT_BYTES + sizeBytes), ALIGNMENT_BYTES);

const ignore = (): void => undefined;

function failing(error: LoglineError): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) };
}
