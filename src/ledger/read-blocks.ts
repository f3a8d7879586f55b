/** A ledger's lines for readers: the part that is asked for, in either direction, with progress and an end on request. */
import { resolveLimits } from '../atomic/index.ts';
import type { ReadOptions } from './entries.ts';
import { readLinesBackward } from './lines-backward.ts';
import type { Lines } from './lines-backward.ts';
import { readLines, readUncounted } from './lines.ts';
import { demandRunning } from './signal.ts';
import type { LedgerSource } from './store.ts';

/** Answers the lines of the source, as it is now, in blocks: in order, or (`reverse`) the last block first. */
export async function* readBlocks(source: LedgerSource, options: ReadOptions, reverse: boolean): AsyncGenerator<Lines> {
  const { start = 0, signal, onProgress } = options;
  // An end that was told is believed: to ask for another one costs as much as a page, where the source is a database.
  const end =
    !reverse && options.end !== undefined ? options.end : Math.min(options.end ?? Infinity, await source.sizeBytes());
  const { maxLineBytes } = resolveLimits(options.limits);
  const range = { start, end, maxLineBytes };
  const forward = start === 0 && options.numbered !== false ? readLines : readUncounted;
  const blocks: AsyncIterable<Lines> = reverse ? readLinesBackward(source, range) : forward(source, range);
  for await (const block of blocks) {
    demandRunning(signal);
    const { bytes, byteOffset } = block;
    yield block;
    onProgress?.(reverse ? end - byteOffset : byteOffset + bytes.length - start, end - start);
  }
}
