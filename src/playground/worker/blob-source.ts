/** A file of the page as the source of a ledger. */
import type { ByteRange, LedgerSource } from '../../ledger/index.ts';

const CHUNK_BYTES = 1024 * 1024;

/** Answers the source. `onRead` is told how many bytes were read. */
export function blobSource(name: string, blob: Blob, onRead: (bytes: number) => void = () => undefined): LedgerSource {
  return {
    name,
    sizeBytes: () => Promise.resolve(blob.size),
    read: (range) => chunksOf(blob, onRead, range),
  };
}

async function* chunksOf(
  blob: Blob,
  onRead: (bytes: number) => void,
  { start = 0, end = blob.size }: ByteRange = {},
): AsyncGenerator<Uint8Array> {
  const stop = Math.min(end, blob.size);
  for (let at = start; at < stop; at += CHUNK_BYTES) {
    const bytes = new Uint8Array(await blob.slice(at, Math.min(at + CHUNK_BYTES, stop)).arrayBuffer());
    onRead(bytes.length);
    yield bytes;
  }
}
