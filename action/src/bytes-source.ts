/** Bytes in memory, or on their way there, as a ledger is read. */
import type { LedgerSource } from 'logline-core';

const CHUNK_BYTES = 1024 * 1024;

/** Answers a source of bytes that are loaded when they are first read. @param load - is called once. */
export function bytesSource(name: string, sizeBytes: number, load: () => Promise<Uint8Array>): LedgerSource {
  let content: Promise<Uint8Array> | undefined;
  return {
    name,
    sizeBytes: () => Promise.resolve(sizeBytes),
    async *read({ start = 0, end = Infinity } = {}) {
      const bytes = await (content ??= load());
      for (let at = start; at < Math.min(end, bytes.length); at += CHUNK_BYTES)
        yield bytes.subarray(at, Math.min(at + CHUNK_BYTES, end, bytes.length));
    },
  };
}
