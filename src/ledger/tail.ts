/** The newest entries of a ledger, and those that are still to come. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_LIMITS } from '../atomic/index.ts';
import type { JsonLimits } from '../atomic/index.ts';
import { concatBytes, equalBytes } from '../base/bytes.ts';
import { LoglineError, isRetryable } from '../base/errors.ts';
import { entriesOf } from './entries.ts';
import type { Entries, EntryReader, LedgerEntry } from './entries.ts';
import { readLinesBackward } from './lines-backward.ts';
import type { Lines } from './lines-backward.ts';
import { readLines } from './lines.ts';
import { cutMeanwhile, readWhole } from './source-bytes.ts';
import type { LedgerSource } from './store.ts';

/** What the tail is. */
export interface TailOptions {
  /** How many lines from the end; those that are no atomics are among them, and left out. @default 10 */
  readonly count?: number;
  /** Whether to wait for more, for ever. Only whole lines are answered then. @default false */
  readonly follow?: boolean;
  /** How often to look for more, in milliseconds. A store that hears of appends by itself (PostgreSQL) is looked at then, too. @default 500 */
  readonly intervalMs?: number;
  /** Ends the tail, as if there were no more. */
  readonly signal?: AbortSignal;
  /** Told when a ledger that is followed cannot be reached for the while: once, until it can be again. Must not throw. */
  readonly onWait?: (failure: LoglineError) => void;
  /** Told when it can be reached again, and the tail goes on. Must not throw. */
  readonly onGoOn?: () => void;
  /** Limits on a line. @default 10 MiB, 64 levels */
  readonly limits?: JsonLimits;
}

/**
 * Answers the last entries of a ledger in its order and, where it is followed, each new one. Reads from the end: the cost does not depend
 * on the size of the ledger. Entries have line numbers only where the tail is the whole ledger.
 *
 * Who follows outlasts failures that may pass (`details.retryable`), once the ledger was reached: the tail waits and goes on where it was.
 * Nothing is answered twice, and nothing is left out.
 *
 * @throws {LoglineError} USAGE - at once: `count` or `intervalMs` is no number of its kind. While reading: INPUT_MISSING, INPUT_UNREADABLE,
 *   LEDGER_UNAVAILABLE; LEDGER_CONFLICT - the ledger was cut or replaced while it was followed.
 */
export function tailLedger(source: LedgerSource, options: TailOptions = {}): Entries {
  const { count = 10, intervalMs = 500 } = options;
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new LoglineError('USAGE', `count is ${String(count)}; give a whole number from 0 on.`);
  }
  if (!(intervalMs > 0))
    throw new LoglineError('USAGE', `intervalMs is ${String(intervalMs)}; give a time in milliseconds.`);
  return entriesOf(options.limits, (reader) => new Tail(source, options, reader).run(count, intervalMs));
}

const LF = Uint8Array.of(0x0a);
/** Enough of a line to know it again: its signature is in it. */
const MARK_BYTES = 512;
/** How soon a ledger that could not be reached is looked at again. */
const RETRY_MS = 500;

class Tail {
  readonly #source: LedgerSource;
  readonly #options: TailOptions;
  readonly #reader: EntryReader;
  /** Where the next line starts, behind all that was answered, and its number where that is known. */
  #at = 0;
  #line: number | undefined;
  /** The bytes before that place, as they were read: while they are the same, the ledger was only appended to. */
  #mark: Uint8Array = new Uint8Array(0);
  /** Whether the source has told of something new, and whom to wake then. */
  readonly #news = { isThere: false, wake: (): void => undefined };
  /** Whether the ledger cannot be reached, as far as is known. */
  #isWaiting = false;

  constructor(source: LedgerSource, options: TailOptions, reader: EntryReader) {
    this.#source = source;
    this.#options = options;
    this.#reader = reader;
  }

  async *run(count: number, intervalMs: number): AsyncGenerator<LedgerEntry> {
    const stop = this.#options.follow === true ? this.#source.watch?.(() => this.#hear()) : undefined;
    try {
      yield* this.#entries(count, intervalMs);
    } finally {
      stop?.();
    }
  }

  #hear(): void {
    this.#news.isThere = true;
    this.#news.wake();
  }

  async *#entries(count: number, intervalMs: number): AsyncGenerator<LedgerEntry> {
    // Nobody waits for a ledger that was never there: the name may be wrong.
    const size = await this.#source.sizeBytes();
    let end = await this.#outlasting(intervalMs, async () => {
      this.#at = await this.#startOfLast(count, size);
      return size;
    });
    this.#line = this.#at === 0 ? 1 : undefined;
    while (end !== undefined) {
      yield* this.#linesUpTo(end);
      end = this.#options.follow === true ? await this.#nextEnd(intervalMs) : undefined;
    }
  }

  #isOver(): boolean {
    return this.#options.signal?.aborted === true;
  }

  async #startOfLast(count: number, end: number): Promise<number> {
    let missing = count;
    for await (const block of readLinesBackward(this.#source, { end, maxLineBytes: this.#maxLineBytes() })) {
      const { starts, byteOffset, terminated } = block;
      // Who follows gets a line when it is whole: so this one is still to come, and no part of the tail.
      if (!terminated && this.#options.follow === true) missing++;
      const first = starts.length - missing;
      if (first > 0) this.#remember(block, first - 1);
      if (missing === 0) return end;
      if (first >= 0) return byteOffset + starts[first]!;
      missing = -first;
    }
    return 0;
  }

  /** What cannot be read now is read with what comes next: the tail then stands where it came to. */
  async *#linesUpTo(end: number): AsyncGenerator<LedgerEntry> {
    const range = { start: this.#at, end, firstLine: this.#line ?? 1, maxLineBytes: this.#maxLineBytes() };
    try {
      for await (const { firstLine, ...block } of readLines(this.#source, range)) {
        this.#goOn();
        if (!block.terminated && this.#options.follow === true) return;
        const lines = this.#line === undefined ? block : { ...block, firstLine };
        for (let i = 0; i < block.starts.length; i++) {
          if (this.#isOver()) return;
          const entry = this.#reader.read(lines, i);
          if (entry) yield entry;
        }
        this.#remember(block, block.starts.length - 1);
        this.#at = block.nextOffset;
        if (this.#line !== undefined) this.#line += block.starts.length;
      }
    } catch (error) {
      this.#demandPassing(error);
    }
  }

  /** Waits until there is something new; answers nothing where the tail is over before. */
  async #nextEnd(intervalMs: number): Promise<number | undefined> {
    for (;;) {
      await this.#pause(intervalMs);
      const end = await this.#outlasting(intervalMs, () => this.#look());
      if (end !== this.#at) return end;
      this.#goOn();
    }
  }

  async #look(): Promise<number> {
    const end = await this.#source.sizeBytes();
    if (end < this.#at || (end > this.#at && !(await this.#isSame()))) throw cutMeanwhile(this.#source.name);
    return end;
  }

  /** Asks until it is answered; answers nothing where the tail is over before. */
  async #outlasting<T>(intervalMs: number, ask: () => Promise<T>): Promise<T | undefined> {
    while (!this.#isOver()) {
      try {
        return await ask();
      } catch (error) {
        this.#demandPassing(error);
        await this.#pause(intervalMs);
      }
    }
    return undefined;
  }

  /** Does nothing where a failure may pass, and somebody waits for that. */
  #demandPassing(error: unknown): void {
    if (this.#options.follow !== true || !isRetryable(error)) throw error;
    if (!this.#isWaiting) this.#options.onWait?.(error);
    this.#isWaiting = true;
  }

  #goOn(): void {
    if (this.#isWaiting) this.#options.onGoOn?.();
    this.#isWaiting = false;
  }

  /** Waits for the time, the source or the signal. */
  async #pause(intervalMs: number): Promise<void> {
    const { signal } = this.#options;
    const woken = new AbortController();
    this.#news.wake = () => woken.abort();
    if (this.#news.isThere) woken.abort();
    const signals = signal ? [signal, woken.signal] : [woken.signal];
    const timeMs = this.#isWaiting ? Math.min(intervalMs, RETRY_MS) : intervalMs;
    // The signals are the only thing that it rejects for.
    await sleep(timeMs, undefined, { signal: AbortSignal.any(signals) }).catch(() => undefined);
    this.#news.isThere = false;
  }

  #remember({ bytes, starts, ends }: Lines, index: number): void {
    const start = starts[index]!;
    const end = ends[index]!;
    // Of a line that is too long, the end was not kept.
    const text =
      end - start > this.#maxLineBytes() ? LF.subarray(1) : bytes.subarray(Math.max(start, end - MARK_BYTES), end);
    this.#mark = concatBytes(text, LF);
  }

  async #isSame(): Promise<boolean> {
    return equalBytes(await readWhole(this.#source, this.#at - this.#mark.length, this.#at), this.#mark);
  }

  #maxLineBytes(): number {
    return this.#options.limits?.maxLineBytes ?? DEFAULT_LIMITS.maxLineBytes;
  }
}
