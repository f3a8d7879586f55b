/**
 * Threads that check signatures while this one reads, hashes and judges, and checks some itself when they have enough to do. Worth their
 * start only for large ledgers; the verdicts are the same. Where a thread cannot be started (a bundle without its file), or ends, this one
 * does its work.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Engine, SignatureCheck } from '../atomic/index.ts';
import { LoglineError } from '../base/errors.ts';
import { packChecks } from './packed-checks.ts';
import type { Answer } from './verify-worker.ts';

/** Where the time that a thread takes to start is a small part of what it saves: 10 000 lines or so. */
const WORTH_A_THREAD_BYTES = 6 * 1024 * 1024;

/** Beside this file, in the form in which this file is. */
const PROGRAM = new URL(import.meta.url.replace(/^.*(\.[jt]s)$/, './verify-worker$1'), import.meta.url);

/** Answers how many threads are worth it for so many bytes of a ledger: one, if there is a processor for it. */
export function usefulThreads(sizeBytes: number): number {
  return sizeBytes >= WORTH_A_THREAD_BYTES && availableParallelism() > 1 ? 1 : 0;
}

interface Batch {
  readonly checks: readonly SignatureCheck[];
  readonly resolve: (verdicts: readonly boolean[] | Promise<readonly boolean[]>) => void;
  readonly reject: (reason: LoglineError) => void;
}

/** A thread with so many batches before it is not given more: it has work until this thread comes back from one, and from collecting garbage. */
const MOST_WAITING = 8;

/** What a batch leaves behind is small and soon collected: more room for it would only be memory. */
const SMALL_NURSERY = { maxYoungGenerationSizeMb: 2 };

interface Thread {
  readonly worker: Worker;
  /** How many batches it has done, written by the thread itself: its messages are only seen when this thread rests. */
  readonly done: Int32Array;
  /** How many batches it was given. */
  given: number;
  /** What it was asked and has not answered, in order. */
  readonly waiting: Batch[];
}

/** Some threads. They keep the process alive only while they are waited for. */
export class VerifyWorkers {
  readonly #engine: Engine;
  readonly #threads: Thread[];
  /** The engine of the threads, as one of them told last. */
  #engineName: string;

  /** @param engine - who checks where a thread does not */
  constructor(count: number, engine: Engine, program: URL = PROGRAM) {
    this.#engine = engine;
    this.#engineName = engine.name;
    this.#threads = Array.from({ length: count }, () => this.#start(program));
  }

  /** Which engine judged. */
  get engineName(): string {
    return this.#engineName;
  }

  /** As `verifyMany` of an engine. */
  verifyMany(checks: readonly SignatureCheck[]): Promise<readonly boolean[]> {
    const [thread] = [...this.#threads].sort((a, b) => backlog(a) - backlog(b));
    if (thread === undefined || checks.length === 0 || backlog(thread) >= MOST_WAITING)
      return this.#engine.verifyMany(checks);
    thread.given++;
    return new Promise((resolve, reject) => {
      thread.waiting.push({ checks, resolve, reject });
      thread.worker.ref();
      const packed = packChecks(checks);
      thread.worker.postMessage(packed, [packed.buffer as ArrayBuffer]);
    });
  }

  /** Ends the threads when they have done what they were asked. */
  close(): void {
    for (const { worker } of this.#threads) worker.postMessage('end');
  }

  #start(program: URL): Thread {
    const done = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const worker = new Worker(program, { workerData: done, resourceLimits: SMALL_NURSERY });
    const thread: Thread = { worker, done, given: 0, waiting: [] };
    thread.worker.unref();
    thread.worker.on('message', (answer: Answer) => this.#take(thread, answer));
    thread.worker.on('error', () => this.#abandon(thread));
    return thread;
  }

  #take({ worker, waiting }: Thread, answer: Answer): void {
    const { resolve, reject } = waiting.shift()!;
    if (waiting.length === 0) worker.unref();
    if ('verdicts' in answer) {
      this.#engineName = answer.engine;
      resolve(answer.verdicts);
    } else reject(new LoglineError(answer.code, answer.message, { details: answer.details }));
  }

  /** Takes over what a thread that has failed was asked. */
  #abandon(thread: Thread): void {
    this.#threads.splice(this.#threads.indexOf(thread), 1);
    for (const { checks, resolve } of thread.waiting.splice(0)) resolve(this.#engine.verifyMany(checks));
  }
}

const backlog = ({ done, given }: Thread): number => given - Atomics.load(done, 0);
