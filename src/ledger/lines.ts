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
  let { firstLine = 1 } = options;
  for await (const { bytes, starts, ends, byteOffset, nextOffset, terminated } of readUncounted(source, options)) {
    yield { bytes, starts, ends, firstLine, byteOffset, nextOffset, terminated };
    firstLine += starts.length;
  }
}

/** `readLines` without numbers: where the lines of a block stand is looked for when it is asked for. */
export async function* readUncounted(
  source: LedgerSource,
  options: Omit<ReadLinesOptions, 'firstLine'>,
): AsyncGenerator<UncountedBlock> {
  const cutter = new LineCutter(options);
  for await (const chunk of source.read(options)) yield* cutter.push(chunk);
  yield* cutter.end();
}

/** A block, of whose lines nobody has counted those before it. */
export type UncountedBlock = Omit<LineBlock, 'firstLine'>;

/** Lines that each end with a line feed. */
class WholeLines implements UncountedBlock {
  readonly terminated = true;
  readonly bytes: Buffer;
  readonly byteOffset: number;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  constructor(bytes: Buffer, byteOffset: number) {
    this.bytes = bytes;
    this.byteOffset = byteOffset;
  }

  get nextOffset(): number {
    return this.byteOffset + this.bytes.length;
  }

  get starts(): readonly number[] {
    this.#split();
    return this.#starts;
  }

  get ends(): readonly number[] {
    this.#split();
    return this.#ends;
  }

  #split(): void {
    if (this.#starts.length > 0) return;
    for (let start = 0; start < this.bytes.length;) {
      const end = this.bytes.indexOf(0x0a, start);
      this.#starts.push(start);
      this.#ends.push(end);
      start = end + 1;
    }
  }
}

class LineCutter {
  readonly #maxLineBytes: number;
  #offset: number;
  /** The start of a line whose end has not been seen, in the pieces that it came in: a long line that was put together at each of them would take as long as its square. */
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  /** How many bytes of an over-long line were dropped behind `#pending`. */
  #dropped = 0;

  constructor({ start = 0, maxLineBytes }: ReadLinesOptions) {
    this.#offset = start;
    this.#maxLineBytes = maxLineBytes;
  }

  *push(chunk: Uint8Array): Generator<UncountedBlock> {
    // A Buffer finds a byte many times as fast as a plain array does.
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    let start = 0;
    if (this.#pendingBytes > 0) {
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

  *end(): Generator<UncountedBlock> {
    if (this.#pendingBytes === 0) return;
    const bytes = concatBytes(...this.#pending);
    yield {
      bytes,
      starts: [0],
      ends: [bytes.length],
      byteOffset: this.#offset,
      nextOffset: this.#offset + bytes.length + this.#dropped,
      terminated: false,
    };
  }

  #block(bytes: Buffer): UncountedBlock {
    const block = new WholeLines(bytes, this.#offset);
    this.#offset = block.nextOffset;
    return block;
  }

  /** The line that began in an earlier chunk: the only one that is copied. */
  #straddling(): UncountedBlock {
    const bytes = concatBytes(...this.#pending);
    const byteOffset = this.#offset;
    this.#offset += bytes.length + this.#dropped + 1;
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#dropped = 0;
    const ends = [bytes.length];
    return { bytes, starts: [0], ends, byteOffset, nextOffset: this.#offset, terminated: true };
  }

  #keep(bytes: Uint8Array): void {
    const kept = new Uint8Array(bytes.subarray(0, this.#maxLineBytes + 1 - this.#pendingBytes));
    if (kept.length > 0) this.#pending.push(kept);
    this.#pendingBytes += kept.length;
    this.#dropped += bytes.length - kept.length;
  }
}
