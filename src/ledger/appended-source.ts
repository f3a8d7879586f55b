/** A source with bytes behind it that are not written yet. */
import type { ByteRange, LedgerSource } from './store.ts';

/** Answers the source as it will be when `more` is appended to it. */
export function appendedSource(source: LedgerSource, more: Uint8Array): LedgerSource {
  const read = async function* ({ start = 0, end = Infinity }: ByteRange = {}): AsyncGenerator<Uint8Array> {
    const size = await source.sizeBytes();
    if (start < size) yield* source.read({ start, end: Math.min(end, size) });
    const rest = more.subarray(Math.max(0, start - size), Math.max(0, end - size));
    if (rest.length > 0) yield rest;
  };
  return { name: source.name, sizeBytes: async () => (await source.sizeBytes()) + more.length, read };
}
