/** Lines to entries: what readers of a ledger get to see. Reading does not verify; it only refuses what is no atomic at all. */
import { parseAtomic } from '../atomic/index.ts';
import type { Atomic, JsonLimits } from '../atomic/index.ts';
import { fromUtf8 } from '../base/bytes.ts';
import type { LoglineError } from '../base/errors.ts';
import type { Finding } from '../base/report.ts';
import type { Lines } from './lines-backward.ts';
import type { ByteRange } from './store.ts';

/** One atomic of a ledger, where it stands. */
export interface LedgerEntry {
  /** Number of the line, from 1. Missing where the ledger was not read from its start, or lines were not counted (`numbered`). */
  readonly line?: number;
  /** Where the line starts in the ledger, in bytes. */
  readonly byteOffset: number;
  /** What the line says. Its hash and signatures are not checked: that is what `verify` is for. */
  readonly atomic: Atomic;
  /** The line as it is stored, without the line feed. */
  readonly text: string;
}

/** Entries as they are read. Each iteration reads anew. */
export interface Entries extends AsyncIterable<LedgerEntry> {
  /** How many lines were looked at in the last iteration, so far, that are no atomics. They are left out. */
  readonly skipped: number;
  /** The first of them: what is wrong with it, and where. */
  readonly firstSkipped: Finding | undefined;
}

/** How a ledger is read, and which part of it: `start` is where a line starts. */
export interface ReadOptions extends ByteRange {
  /** Limits on a line. @default 10 MiB, 64 levels */
  readonly limits?: JsonLimits;
  /**
   * Whether lines are counted where only those with a text are looked at: that takes as long as the search. Else entries have no numbers there.
   *
   * @default true
   */
  readonly numbered?: boolean;
  /** Ends the reading with CANCELLED. */
  readonly signal?: AbortSignal;
  /** Told how far the reading has come, about once for each MiB. */
  readonly onProgress?: (readBytes: number, totalBytes: number) => void;
}

/** Makes entries of lines, and counts those that are none. */
export class EntryReader {
  /** Lines that are no atomics. */
  skipped = 0;
  /** The first of them. */
  firstSkipped: Finding | undefined;
  readonly #limits: JsonLimits | undefined;

  constructor(limits: JsonLimits | undefined) {
    this.#limits = limits;
  }

  /** Answers the entry of the block's line at `index`, or `undefined` where it is no atomic. */
  read({ bytes, starts, ends, firstLine, byteOffset, terminated }: Lines, index: number): LedgerEntry | undefined {
    const line = bytes.subarray(starts[index], ends[index]);
    const place = {
      byteOffset: byteOffset + starts[index]!,
      ...(firstLine !== undefined && { line: firstLine + index }),
    };
    try {
      return { ...place, atomic: parseAtomic(line, this.#limits), text: fromUtf8(line)! };
    } catch (error) {
      this.skipped++;
      this.firstSkipped ??= terminated
        ? findingOf(error as LoglineError, place)
        : { code: 'TRUNCATED_TAIL', message: TORN, ...place };
      return undefined;
    }
  }
}

const TORN = 'The last line has no line feed and is not a whole atomic: a torn write.';

const findingOf = ({ code, message }: LoglineError, place: Pick<Finding, 'line' | 'byteOffset'>): Finding => ({
  code,
  message,
  ...place,
});

/** Answers entries that `read` gives, one reader for each iteration. */
export function entriesOf(
  limits: JsonLimits | undefined,
  read: (reader: EntryReader) => AsyncIterator<LedgerEntry>,
): Entries {
  let reader = new EntryReader(limits);
  return {
    get skipped() {
      return reader.skipped;
    },
    get firstSkipped() {
      return reader.firstSkipped;
    },
    [Symbol.asyncIterator]() {
      reader = new EntryReader(limits);
      return read(reader);
    },
  };
}
