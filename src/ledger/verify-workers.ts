/**
 * Threads that check lines by themselves, while this one reads them, judges their places, and checks some itself when the others have enough
 * to do. Worth their start only for large ledgers; the verdicts are the same. Where a thread cannot be started (a bundle without its file),
 * or ends, this one does its work.
 */
import { availableParallelism } from 'node:os';
import type { Engine } from '../atomic/index.ts';
import { LineChecker } from './line-checks.ts';
import type { CheckedLines, LineChecks, LinePiece, LineRules } from './line-checks.ts';
import { checkedLinesOf } from './sent-lines.ts';
import { VerifyThread } from './verify-thread.ts';

/** Beside this file, in the form in which this file is. */
const PROGRAM = new URL(import.meta.url.replace(/^.*(\.[jt]s)$/, './verify-worker$1'), import.meta.url);

/** Answers how many threads are worth it for a large ledger: one, if there is a processor for it. */
export function usefulThreads(): number {
  return Math.min(1, availableParallelism() - 1);
}

/** A thread with so many pieces before it is not given more: it has work until this thread comes back from one, and from collecting garbage. */
const MOST_WAITING = 4;

/** A longer line stays here. Whatever has anything to it is checked here in the end, and one that takes seconds and hundreds of megabytes should not be twice. */
const LONGEST_SENT_BYTES = 1024 * 1024;

/** After so many pieces answers are let in: less often, and what waits for them fills the memory that is collected often. */
const TURN_AFTER = 4;

/** This thread, and others. */
export class VerifyWorkers implements LineChecks {
  readonly #own: LineChecker;
  readonly #threads: readonly VerifyThread[];
  #pieces = 0;
  /** The engine of the threads, as one of them told last. */
  #engineName: string;

  /** @param engine - who checks on this thread */
  constructor(count: number, engine: Engine, rules: LineRules, program: URL = PROGRAM) {
    this.#own = new LineChecker(engine, rules);
    this.#engineName = engine.name;
    this.#threads = Array.from({ length: count }, () => VerifyThread.take(program, rules));
  }

  get engineName(): string {
    return this.#engineName;
  }

  async check(piece: LinePiece): Promise<CheckedLines> {
    const thread = piece.starts.some((start, i) => piece.ends[i]! - start > LONGEST_SENT_BYTES)
      ? undefined
      : this.#freest();
    if (thread === undefined) return this.#own.check(piece);
    const kept = copyOf(piece);
    const checked = await thread.check(kept);
    if (checked === undefined) return this.#own.check(kept);
    this.#engineName = checked.engine;
    return checkedLinesOf(checked.lines, kept, this.#own);
  }

  turn(): Promise<void> | undefined {
    if (++this.#pieces % TURN_AFTER !== 0) return undefined;
    return new Promise((resolve) => setImmediate(resolve));
  }

  /** Lets go of the threads. */
  close(): void {
    for (const thread of this.#threads) thread.rest();
  }

  #freest(): VerifyThread | undefined {
    let freest: VerifyThread | undefined;
    let least = MOST_WAITING;
    for (const thread of this.#threads) {
      const { backlog } = thread;
      if (!thread.isGone && backlog < least) [freest, least] = [thread, backlog];
    }
    return freest;
  }
}

/** The lines alone, in memory of their own: a message carries all of the memory that bytes are part of. */
function copyOf({ bytes, starts, ends, firstLine }: LinePiece): LinePiece {
  const from = starts[0]!;
  return {
    bytes: new Uint8Array(bytes.subarray(from, ends.at(-1))),
    starts: starts.map((start) => start - from),
    ends: ends.map((end) => end - from),
    firstLine,
  };
}
