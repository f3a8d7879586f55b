/** Lines in small batches, on the way to being checked by themselves. */
import type { CheckedLines, LineChecks } from './line-checks.ts';
import { readLines } from './lines.ts';
import type { ReadLinesOptions } from './lines.ts';
import type { LedgerSource } from './store.ts';

/** Some lines, and what they show by themselves. */
export interface LineBatch {
  /** Number of the first line. */
  readonly firstLine: number;
  /** Where each line starts in the source. */
  readonly offsets: readonly number[];
  /** False only for the last line of a source that does not end with a line feed. */
  readonly terminated: boolean;
  readonly checked: Promise<CheckedLines>;
  /** Where the source has been read to. */
  readonly endOffset: number;
}

/** Large enough for an engine to work in bulk, small enough to have threads busy while the next is read. */
const BATCH_LINES = 128;

/** Answers the lines of a source in batches of up to 128. */
export async function* readLineBatches(
  source: LedgerSource,
  range: ReadLinesOptions,
  checks: LineChecks,
): AsyncGenerator<LineBatch> {
  for await (const { bytes, starts, ends, firstLine, byteOffset, terminated } of readLines(source, range)) {
    for (let from = 0; from < starts.length; from += BATCH_LINES) {
      const piece = {
        bytes,
        starts: starts.slice(from, from + BATCH_LINES),
        ends: ends.slice(from, from + BATCH_LINES),
        firstLine: firstLine + from,
      };
      const checked = checks.check(piece);
      checked.catch(() => undefined); // it may fail before anyone waits for it, who is told all the same
      yield {
        firstLine: piece.firstLine,
        offsets: piece.starts.map((start) => byteOffset + start),
        terminated,
        checked,
        endOffset: byteOffset + piece.ends.at(-1)! + 1,
      };
      await checks.turn?.();
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
  const done = new WeakSet<LineBatch>();
  const isFar = (): boolean =>
    waiting.length > LEAST_AHEAD && waiting.at(-1)!.endOffset - waiting[0]!.endOffset > AHEAD_BYTES;
  try {
    for await (const batch of batches) {
      waiting.push(batch);
      const settle = (): unknown => done.add(batch);
      batch.checked.then(settle, settle);
      while (waiting.length > 0 && (done.has(waiting[0]!) || isFar())) yield waiting.shift()!;
    }
    yield* waiting;
  } finally {
    // Nobody may ask for these any more; what they answer must not become an unhandled rejection.
    await Promise.allSettled(waiting.map(({ checked }) => checked));
  }
}
