/** Processes that do jobs: as many at a time as there are, and so many more that wait. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { CODES, LoglineError } from 'logline-core';
import type { Code } from 'logline-core';
import type { Done } from './done.ts';
import type { Job } from './jobs.ts';
import type { FromWorker, ToWorker, WorkerError } from './worker.ts';

/** How many, and how long. */
export interface PoolOptions {
  readonly workers: number;
  /** Whether a process is kept for the next job. */
  readonly keeps: boolean;
  readonly timeoutMs: number;
}

interface Waiting {
  readonly job: Job;
  readonly signal: AbortSignal;
  readonly resolve: (done: Done) => void;
  readonly reject: (error: unknown) => void;
}

/** Beside this file, in the form in which this file is. */
const PROGRAM = new URL(import.meta.url.replace(/^.*(\.[jt]s)$/, './worker$1'), import.meta.url);

/** For each process so many may wait: whoever comes later is better told so than kept. */
const MOST_WAITING = 16;
/** How long one that was told to stop may take to clean up. */
const GRACE_MS = 5000;

/** What tests and programs of the project get to see of the environment: no key of the services. */
const HANDED_ON = /^(?:PATH|HOME|USER|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|NODE_\w+|SystemRoot|LOGLINE_ENGINE)$/;

/** Some processes. */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #idle: ChildProcess[] = [];
  readonly #all = new Set<ChildProcess>();
  readonly #waiting: Waiting[] = [];
  #busy = 0;
  #isClosed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /**
   * Does a job, when its turn comes.
   *
   * @throws {LoglineError} OVERLOADED - too many wait. LIMIT_EXCEEDED - it takes too long. CANCELLED - by the signal. As `runJob`.
   */
  run(job: Job, signal: AbortSignal): Promise<Done> {
    if (this.#isClosed || this.#waiting.length >= MOST_WAITING * this.#options.workers)
      return Promise.reject(new LoglineError('OVERLOADED', 'Too many changes wait for their turn.'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, signal, resolve, reject });
      this.#next();
    });
  }

  /** Ends all processes; what they do is broken off, and brought to its end at the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(new LoglineError('CANCELLED'));
    const ends = [...this.#all].map((child) => new Promise((resolve) => child.once('exit', resolve)));
    for (const child of this.#all) child.disconnect();
    await Promise.all(ends);
  }

  #next(): void {
    if (this.#busy >= this.#options.workers) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    if (next.signal.aborted) {
      next.reject(new LoglineError('CANCELLED'));
      return this.#next();
    }
    this.#busy++;
    const child = this.#idle.pop() ?? this.#start();
    void this.#work(child, next).finally(() => {
      this.#busy--;
      if (child.connected && this.#options.keeps) this.#idle.push(child);
      else if (child.connected) child.disconnect();
      this.#next();
    });
  }

  #start(): ChildProcess {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => HANDED_ON.test(name)));
    const child = fork(PROGRAM, [], {
      env,
      execArgv: process.execArgv,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#all.add(child);
    child.once('exit', () => {
      this.#all.delete(child);
      const at = this.#idle.indexOf(child);
      if (at >= 0) this.#idle.splice(at, 1);
    });
    return child;
  }

  /** Never rejects. */
  async #work(child: ChildProcess, { job, signal, resolve, reject }: Waiting): Promise<void> {
    const { timeoutMs } = this.#options;
    const late = { isLate: false };
    let grace: NodeJS.Timeout | undefined;
    const stop = (): void => {
      send(child, { cancel: true });
      grace ??= setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    };
    const timer = setTimeout(() => {
      late.isLate = true;
      stop();
    }, timeoutMs);
    signal.addEventListener('abort', stop);
    const answer = await answerOf(child, job);
    signal.removeEventListener('abort', stop);
    clearTimeout(timer);
    clearTimeout(grace);
    if ('done' in answer) resolve(answer.done);
    else if (late.isLate)
      reject(new LoglineError('LIMIT_EXCEEDED', `The change took longer than ${String(timeoutMs)} ms.`));
    // Whether it broke off by itself or had to be killed: nobody waits for it any more.
    else if (signal.aborted) reject(new LoglineError('CANCELLED'));
    else reject(errorOf(answer.error));
  }
}

const send = (child: ChildProcess, message: ToWorker): boolean => child.connected && child.send(message);

function answerOf(child: ChildProcess, job: Job): Promise<FromWorker> {
  return new Promise((resolve) => {
    const finish = (answer: FromWorker): void => {
      child.off('message', hear).off('exit', end);
      resolve(answer);
    };
    const hear = (message: unknown): void => finish(message as FromWorker);
    const end = (): void => finish({ error: { message: 'The process that did it has ended.' } });
    child.on('message', hear).on('exit', end);
    send(child, { job });
  });
}

function errorOf({ code, message, details }: WorkerError): Error {
  const known = code !== undefined && Object.hasOwn(CODES, code) ? (code as Code) : 'INTERNAL';
  return new LoglineError(known, message, { details: { ...details } });
}
