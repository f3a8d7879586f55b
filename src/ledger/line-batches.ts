/** Lines in small batches, read and hashed, with their signatures on the way to being checked. */
import type { LineReading, SignatureCheck } from '../atomic/index.ts';
import { readLines } from './lines.ts';
import type { ReadLinesOptions } from './lines.ts';
import type { LedgerSource } from './store.ts';

/** One line of a batch. */
export interface ReadLine {
  readonly line: number;
  readonly byteOffset: number;
  readonly reading: LineReading;
  /** False only for the last line of a source that does not end with a line feed. */
  readonly terminated: boolean;
}

/** Some lines, and the verdicts on all their signatures. */
export interface LineBatch {
  readonly items: readonly ReadLine[];
  /** Where the verdicts of each item begin. */
  readonly firstVerdict: readonly number[];
  readonly verdicts: Promise<readonly boolean[]>;
  /** Where the source has been read to. */
  readonly endOffset: number;
}

/** Whoever reads lines and checks signatures. */
export interface LineJudge {
  read(bytes: Uint8Array, start: number, end: number): LineReading;
  /** The signatures of a line that have to be checked. */
  checksOf(reading: LineReading, line: number): readonly SignatureCheck[];
  verifyMany(checks: readonly SignatureCheck[]): Promise<readonly boolean[]>;
}

/** Large enough for an engine to work in bulk, small enough to have threads busy while the next is read. */
const BATCH_LINES = 128;

/** Answers the lines of a source in batches of up to 128. */
export async function* readLineBatches(
  source: LedgerSource,
  range: ReadLinesOptions,
  judge: LineJudge,
): AsyncGenerator<LineBatch> {
  for await (const { bytes, starts, ends, firstLine, byteOffset, terminated } of readLines(source, range)) {
    for (let from = 0; from < starts.length; from += BATCH_LINES) {
      const to = Math.min(from + BATCH_LINES, starts.length);
      const items: ReadLine[] = [];
      const firstVerdict: number[] = [];
      const checks: SignatureCheck[] = [];
      for (let i = from; i < to; i++) {
        const reading = judge.read(bytes, starts[i]!, ends[i]!);
        firstVerdict.push(checks.length);
        for (const check of judge.checksOf(reading, firstLine + i)) checks.push(check);
        items.push({ line: firstLine + i, byteOffset: byteOffset + starts[i]!, reading, terminated });
      }
      const verdicts = judge.verifyMany(checks);
      verdicts.catch(() => undefined); // it may fail before anyone waits for it, who is told all the same
      yield { items, firstVerdict, verdicts, endOffset: byteOffset + ends[to - 1]! + 1 };
    }
  }
}

/** A thread that has just started takes as long for its first batches as this one does for 20 or more: it should not be waited for. */
const AHEAD_BYTES = 4 * 1024 * 1024;
/** Where lines are so long that fewer batches are as many bytes: enough to have a thread busy. */
const LEAST_AHEAD = 4;

/** Reads on while the oldest batch is being checked by another thread, up to 4 MiB of lines. */
export async function* readAhead(batches: AsyncGenerator<LineBatch>): AsyncGenerator<LineBatch> {
  const waiting: LineBatch[] = [];
  const judged = new WeakSet<LineBatch>();
  const isFar = (): boolean =>
    waiting.length > LEAST_AHEAD && waiting.at(-1)!.endOffset - waiting[0]!.endOffset > AHEAD_BYTES;
  try {
    for await (const batch of batches) {
      waiting.push(batch);
      const settle = (): unknown => judged.add(batch);
      batch.verdicts.then(settle, settle);
      while (waiting.length > 0 && (judged.has(waiting[0]!) || isFar())) yield waiting.shift()!;
    }
    yield* waiting;
  } finally {
    // Nobody may ask for these any more; what they answer must not become an unhandled rejection.
    await Promise.allSettled(waiting.map(({ verdicts }) => verdicts));
  }
}
