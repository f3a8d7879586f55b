/** Bytes to lines, many at a time. Nothing is copied but what straddles two chunks. */
import { concatBytes } from '../base/bytes.ts';
import type { ByteRange, LedgerSource } from './store.ts';

/** Whole lines in one piece of memory, valid until the next block is asked for. */
export interface LineBlock {
  /** The memory that the lines stand in. */
  readonly bytes: Uint8Array;
  /** Where each line starts in `bytes`. */
  readonly starts: readonly number[];
  /** Where each line ends in `bytes`: the place of its line feed, or the end of the source. */
  readonly ends: readonly number[];
  /** Number of the first line, from 1 at the start of what is read. */
  readonly firstLine: number;
  /** Where `bytes[0]` stands in the source. */
  readonly byteOffset: number;
  /** The place behind the block in the source: that of the next one. Of a line that was cut, `bytes` do not tell. */
  readonly nextOffset: number;
  /** Whether the last line of the block ends with a line feed; false only at the end of the source. */
  readonly terminated: boolean;
}

/** What is read. */
export interface ReadLinesOptions extends ByteRange {
  /** Number of the first line. @default 1 */
  readonly firstLine?: number;
  /** A longer line is cut after this many bytes and one more, so that it is seen to be too long and costs no more. */
  readonly maxLineBytes: number;
}

/**
 * Answers the lines of a source in order, in blocks of about a chunk. A line longer than `maxLineBytes` is a block of its own with
 * its first `maxLineBytes + 1` bytes.
 */
export async function* readLines(source: LedgerSource, options: ReadLinesOptions): AsyncGenerator<LineBlock> {
  const cutter = new LineCutter(options);
  for await (const chunk of source.read(options)) yield* cutter.push(chunk);
  yield* cutter.end();
}

class LineCutter {
  readonly #maxLineBytes: number;
  #line: number;
  #offset: number;
  /** The start of a line whose end has not been seen. */
  #pending: Uint8Array = new Uint8Array(0);
  /** How many bytes of an over-long line were dropped behind `#pending`. */
  #dropped = 0;

  constructor({ start = 0, firstLine = 1, maxLineBytes }: ReadLinesOptions) {
    this.#offset = start;
    this.#line = firstLine;
    this.#maxLineBytes = maxLineBytes;
  }

  *push(chunk: Uint8Array): Generator<LineBlock> {
    // A Buffer finds a byte many times as fast as a plain array does.
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    let start = 0;
    if (this.#pending.length > 0) {
      const feed = bytes.indexOf(0x0a);
      this.#keep(bytes.subarray(0, feed < 0 ? bytes.length : feed));
      if (feed < 0) return;
      yield this.#straddling();
      start = feed + 1;
    }
    const end = bytes.lastIndexOf(0x0a) + 1;
    if (end > start) yield this.#block(bytes.subarray(start, end));
    this.#keep(bytes.subarray(end));
  }

  *end(): Generator<LineBlock> {
    if (this.#pending.length === 0) return;
    yield {
      bytes: this.#pending,
      starts: [0],
      ends: [this.#pending.length],
      firstLine: this.#line,
      byteOffset: this.#offset,
      nextOffset: this.#offset + this.#pending.length + this.#dropped,
      terminated: false,
    };
  }

  #block(bytes: Uint8Array): LineBlock {
    const starts: number[] = [];
    const ends: number[] = [];
    for (let start = 0; start < bytes.length;) {
      const end = bytes.indexOf(0x0a, start);
      starts.push(start);
      ends.push(end);
      start = end + 1;
    }
    const byteOffset = this.#offset;
    const firstLine = this.#line;
    this.#line += starts.length;
    this.#offset += bytes.length;
    return { bytes, starts, ends, firstLine, byteOffset, nextOffset: this.#offset, terminated: true };
  }

  /** The line that began in an earlier chunk: the only one that is copied. */
  #straddling(): LineBlock {
    const bytes = this.#pending;
    const byteOffset = this.#offset;
    const firstLine = this.#line;
    this.#line++;
    this.#offset += bytes.length + this.#dropped + 1;
    this.#pending = new Uint8Array(0);
    this.#dropped = 0;
    const ends = [bytes.length];
    return { bytes, starts: [0], ends, firstLine, byteOffset, nextOffset: this.#offset, terminated: true };
  }

  #keep(bytes: Uint8Array): void {
    const room = this.#maxLineBytes + 1 - this.#pending.length;
    this.#pending = concatBytes(this.#pending, bytes.subarray(0, room));
    this.#dropped += Math.max(0, bytes.length - room);
  }
}
