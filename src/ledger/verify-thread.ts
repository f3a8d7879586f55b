/**
 * One thread that checks lines. It takes as long to start as thousands of lines take to check, most of it compiling code: so it rests for a
 * while after its work, and whoever needs a thread in that time takes it.
 */
import { Worker } from 'node:worker_threads';
import { LoglineError } from '../base/errors.ts';
import type { LinePiece, LineRules } from './line-checks.ts';
import type { Answer, CheckedPiece, Request } from './verify-worker.ts';

/** What a piece leaves behind is small and soon collected: more room for it would only be memory. */
const SMALL_NURSERY = { maxYoungGenerationSizeMb: 2 };

/** A thread that rests holds its tables and its code, some 30 MB: between two ledgers, and not for ever. */
const REST_MS = 10_000;

interface Waiting {
  readonly resolve: (checked: CheckedPiece | undefined) => void;
  readonly reject: (reason: LoglineError) => void;
}

/** Keeps the process alive only while it is waited for. */
export class VerifyThread {
  static readonly #resting = new Set<VerifyThread>();
  readonly #program: URL;
  readonly #worker: Worker;
  /** How many pieces it has done, written by the thread itself: its messages are only seen when this thread rests. */
  readonly #done = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  /** How many pieces it was given. */
  #given = 0;
  /** What it was asked and has not answered, in order. */
  readonly #waiting: Waiting[] = [];
  #isGone = false;
  #rest: NodeJS.Timeout | undefined;

  /** Answers a thread that runs this program, one that rests or a new one. What it is asked, it checks by `rules`. */
  static take(program: URL, rules: LineRules): VerifyThread {
    const found = [...VerifyThread.#resting].find((thread) => thread.#program.href === program.href);
    const thread = found ?? new VerifyThread(program);
    VerifyThread.#resting.delete(thread);
    clearTimeout(thread.#rest);
    thread.#post(rules);
    return thread;
  }

  private constructor(program: URL) {
    this.#program = program;
    this.#worker = new Worker(program, { workerData: this.#done, resourceLimits: SMALL_NURSERY });
    this.#worker.unref();
    this.#worker.on('message', (answer: Answer) => {
      this.#take(answer);
    });
    this.#worker.on('error', () => {
      this.#abandon();
    });
  }

  /** Whether it could not be started, or has failed. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** How many pieces it has before it. */
  get backlog(): number {
    return this.#given - Atomics.load(this.#done, 0);
  }

  /** Answers what the lines show by themselves, or `undefined` where the thread is gone. @throws {LoglineError} as its engine does */
  check(piece: LinePiece): Promise<CheckedPiece | undefined> {
    if (this.#isGone) return Promise.resolve(undefined);
    this.#given++;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.ref();
      this.#post(piece);
    });
  }

  /** Leaves the thread to whoever needs one next, within this time. One that was never asked ends: until it has answered once, it keeps the process alive. */
  rest(forMs = REST_MS): void {
    if (this.#isGone) return;
    if (this.#given === 0) {
      this.#post('end');
      return;
    }
    VerifyThread.#resting.add(this);
    this.#rest = setTimeout(() => {
      VerifyThread.#resting.delete(this);
      this.#post('end');
    }, forMs).unref();
  }

  #post(request: Request): void {
    this.#worker.postMessage(request);
  }

  #take(answer: Answer): void {
    const { resolve, reject } = this.#waiting.shift()!;
    if (this.#waiting.length === 0) this.#worker.unref();
    if ('lines' in answer) resolve(answer);
    else reject(new LoglineError(answer.code, answer.message, { details: answer.details }));
  }

  #abandon(): void {
    this.#isGone = true;
    VerifyThread.#resting.delete(this);
    for (const { resolve } of this.#waiting.splice(0)) resolve(undefined);
  }
}
