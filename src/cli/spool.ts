/** Standard input as a ledger, which is read from its start more than once: what is too long for memory waits in a file without a name. */
import { openSync, readSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { concatBytes } from '../base/bytes.ts';
import { writeFailure } from '../base/file-failure.ts';
import { writeFully } from '../base/fs.ts';
import type { ByteRange, LedgerSource } from '../ledger/index.ts';
import { inputChunks } from './input.ts';
import type { Terminal } from './terminal.ts';

/** So much stays in memory. */
const KEPT_BYTES = 16 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/**
 * Reads standard input to its end, and answers it as a source.
 *
 * @throws {LoglineError} INPUT_UNREADABLE - of standard input. OUTPUT_UNWRITABLE - the folder for temporary files has no room, or is none. CANCELLED
 */
export async function spoolInput(terminal: Terminal): Promise<LedgerSource> {
  let chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  let spool: number | undefined;
  for await (const chunk of inputChunks(terminal)) {
    sizeBytes += chunk.length;
    chunks.push(chunk);
    if (sizeBytes <= KEPT_BYTES) continue;
    spool ??= inTemporary(openNameless);
    for (const piece of chunks) inTemporary(() => writeFully(spool!, piece));
    chunks = [];
  }
  const read = spool === undefined ? memoryReader(concatBytes(...chunks)) : fileReader(spool, sizeBytes);
  return { name: 'standard input', sizeBytes: () => Promise.resolve(sizeBytes), read };
}

/** Answers a file that has lost its name already: it is gone with this process, however that ends. */
function openNameless(): number {
  const path = join(tmpdir(), `logline-input-${crypto.randomUUID()}`);
  const file = openSync(path, 'wx+', 0o600);
  unlinkSync(path);
  return file;
}

function inTemporary<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw writeFailure(`The folder for temporary files, ${tmpdir()} (TMPDIR),`, cause);
  }
}

const memoryReader = (bytes: Uint8Array): LedgerSource['read'] =>
  async function* ({ start = 0, end = bytes.length }: ByteRange = {}) {
    yield bytes.subarray(start, end);
  };

const fileReader = (file: number, sizeBytes: number): LedgerSource['read'] =>
  async function* ({ start = 0, end = sizeBytes }: ByteRange = {}) {
    const last = Math.min(end, sizeBytes);
    const buffer = new Uint8Array(Math.max(0, Math.min(CHUNK_BYTES, last - start)));
    for (let at = start; at < last;) {
      const count = readSync(file, buffer, 0, Math.min(buffer.length, last - at), at);
      yield buffer.subarray(0, count);
      at += count;
    }
  };
