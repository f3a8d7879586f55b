/** Bytes to lines from the end of a source: the newest first, at a cost that does not depend on how many there are. */
import type { LineBlock, ReadLinesOptions } from './lines.ts';
import { readWhole } from './source-bytes.ts';
import type { LedgerSource } from './store.ts';

const LF = 0x0a;
/** The first block is small, since often only few lines are wanted; later ones are up to this many times as large. */
const GROWTH = 16;

/** Whole lines in one piece of memory. Nobody may have counted the lines before them. */
export type Lines = Omit<LineBlock, 'firstLine' | 'nextOffset'> & Partial<Pick<LineBlock, 'firstLine'>>;

/** What is read: from `end` back to `start`. */
export interface ReadBackwardOptions extends Pick<ReadLinesOptions, 'start' | 'maxLineBytes'> {
  readonly end: number;
  /** Size of the first block. @default 65_536 (64 KiB) */
  readonly blockBytes?: number;
}

/**
 * Answers the lines of a source from the last to the first, in blocks; within a block they stand in the order of the source. Of a line
 * longer than `maxLineBytes`, only so much is kept that it is seen to be too long.
 *
 * @throws {LoglineError} LEDGER_CONFLICT - the source was cut while it was read.
 */
export async function* readLinesBackward(source: LedgerSource, options: ReadBackwardOptions): AsyncGenerator<Lines> {
  const { start = 0, maxLineBytes, blockBytes = 64 * 1024 } = options;
  let { end } = options;
  let sizeBytes = blockBytes;
  /** The rest of a line whose start has not been seen. */
  let rest: Buffer = Buffer.alloc(0);
  while (end > start) {
    const from = Math.max(start, end - sizeBytes);
    const bytes = await readWhole(source, from, end, rest.length);
    bytes.set(rest, end - from);
    const first = from === start ? 0 : bytes.indexOf(LF) + 1;
    // A line feed at the very end closes the line that is still being looked for.
    const isWhole = from === start || (first > 0 && first < bytes.length);
    if (isWhole) yield blockOf(bytes, first, from);
    rest = tailOf(isWhole ? bytes.subarray(0, first) : bytes, maxLineBytes);
    end = from;
    sizeBytes = Math.min(2 * sizeBytes, GROWTH * blockBytes);
  }
}

function blockOf(whole: Buffer, first: number, from: number): Lines {
  const bytes = whole.subarray(first);
  const starts: number[] = [];
  const ends: number[] = [];
  for (let start = 0; start < bytes.length; start = ends.at(-1)! + 1) {
    const feed = bytes.indexOf(LF, start);
    starts.push(start);
    ends.push(feed < 0 ? bytes.length : feed);
  }
  return { bytes, starts, ends, byteOffset: from + first, terminated: bytes.at(-1) === LF };
}

/** A copy, since the whole would stay in memory with it; cut where the line is too long in any case. */
function tailOf(bytes: Buffer, maxLineBytes: number): Buffer {
  return Buffer.from(bytes.subarray(Math.max(0, bytes.length - maxLineBytes - 2)));
}
