/**
 * A thread that signs beside this one. It sees what there is to sign while this thread is still hashing the next, and both take from one
 * queue. libuv's thread pool has to be asked for each signature by itself, and answers each by itself.
 */
import type { KeyObject } from 'node:crypto';
import type { Worker } from 'node:worker_threads';
import { elapsedMs } from '../base/clock.ts';
import { builtinModule } from './builtin-module.ts';
import type { NodeCrypto } from './builtin-module.ts';
import {
  MESSAGE_BYTES,
  ROOM,
  createSigningQueue,
  giveMessage,
  nextOf,
  signNext,
  signatureOf,
  waitForSignature,
} from './signing-queue.ts';

/** What the thread does. A text, so that whoever bundles this module has no second file to carry along. */
const PROGRAM = `
const { workerData: { queue, key } } = require('node:worker_threads');
const { sign } = require('node:crypto');
const signNext = ${signNext.toString()};
for (;;) {
  const given = Atomics.load(queue.counts, 0);
  if (!signNext(queue, (message) => sign(null, message, key))) Atomics.wait(queue.counts, 0, given);
}`;

/** What a signature leaves behind is small and soon collected: more room for it would only be memory. */
const SMALL_NURSERY = { maxYoungGenerationSizeMb: 2 };
/** After so long without a request the thread ends. */
const REST_MS = 60_000;
/** A signature takes 40 µs, and to fall asleep and be woken takes as long again: so long this thread stays awake for one. */
const AWAKE_MS = 0.1;
/** A thread that takes so long for a signature has ended, or gets no processor: it is not waited for any more. */
const PATIENCE_MS = 200;

/** A signature that is waited for. */
export interface SignatureRequest {
  readonly message: Uint8Array;
  readonly resolve: (signature: Uint8Array) => void;
  readonly reject: (reason: unknown) => void;
}

/** A thread for one key. It does not keep the process alive. */
export class SigningThread {
  /** How many there are. More than there are processors would only be memory. */
  static #living = 0;
  readonly #signOne: (message: Uint8Array) => Uint8Array;
  readonly #queue = createSigningQueue();
  readonly #worker: Worker;
  readonly #rest: NodeJS.Timeout;
  /** Given, and not answered yet. */
  readonly #requests: SignatureRequest[] = [];
  /** Number of the first of them. */
  #first = 0;
  #isGone = false;
  #hasFailed = false;

  /** Answers a thread, or `undefined` where there is none to be had, or no processor left for it. */
  static start(crypto: NodeCrypto, key: KeyObject, restMs = REST_MS): SigningThread | undefined {
    try {
      const isRoom = SigningThread.#living + 1 < builtinModule('node:os')!.availableParallelism();
      return isRoom ? new SigningThread(crypto, key, restMs) : undefined;
    } catch {
      return undefined; // Node's permission model may refuse threads.
    }
  }

  private constructor(crypto: NodeCrypto, key: KeyObject, restMs: number) {
    this.#signOne = (message) => crypto.sign(null, message, key);
    const { Worker: Thread } = builtinModule('node:worker_threads')!;
    this.#worker = new Thread(PROGRAM, {
      eval: true,
      workerData: { queue: this.#queue, key },
      // What the process was started with, such as hooks for its modules, does not concern the thread.
      execArgv: [],
      env: {},
      resourceLimits: SMALL_NURSERY,
    });
    this.#worker.unref();
    this.#worker.on('error', () => {
      this.#fail();
    });
    SigningThread.#living++;
    this.#rest = setTimeout(() => {
      this.end();
    }, restMs).unref();
  }

  /** Whether it has ended. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** Whether it ended by itself. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** How many requests it has that are not answered yet. */
  get backlog(): number {
    return this.#requests.length;
  }

  /** Takes a request, for {@link SigningThread.finishPart} to answer. Answers `false` where it does not. */
  give(request: SignatureRequest): boolean {
    if (this.#isGone || this.#requests.length === ROOM || request.message.length !== MESSAGE_BYTES) return false;
    giveMessage(this.#queue, request.message);
    this.#requests.push(request);
    return true;
  }

  /**
   * Signs on this thread, too, until this part of the requests is signed, and answers each in its turn. The rest is for the thread, while this
   * one does something with the signatures. Never rejects.
   */
  async finishPart(part: number): Promise<void> {
    if (!this.#isGone && (await this.#sign(Math.ceil(part * this.backlog)))) return;
    if (!this.#isGone) this.#fail();
    this.#signRest();
  }

  /** Answers whether so many requests were signed and answered. */
  async #sign(count: number): Promise<boolean> {
    this.#rest.refresh();
    try {
      for (let left = count; left > 0;) {
        const answered = this.#answerSigned();
        left -= answered;
        // What is done with signatures at once is done now, while the thread makes more.
        if (answered > 0) await Promise.resolve();
        else if (!signNext(this.#queue, this.#signOne) && !this.#comesSoon()) return false;
      }
      return true;
    } catch {
      return false;
    }
  }

  /** Answers the requests that are signed, in their order, and how many there were. */
  #answerSigned(): number {
    let count = 0;
    for (let signature; (signature = signatureOf(this.#queue, this.#first)) !== undefined; count++) {
      this.#requests[count]!.resolve(signature);
      this.#first = nextOf(this.#first);
    }
    this.#requests.splice(0, count);
    return count;
  }

  /** Waits for the signature that the thread is making. Answers whether it comes. */
  #comesSoon(): boolean {
    const start = elapsedMs();
    while (elapsedMs() - start < AWAKE_MS) if (signatureOf(this.#queue, this.#first) !== undefined) return true;
    return waitForSignature(this.#queue, this.#first, PATIENCE_MS);
  }

  /** Nothing is looked at that the thread may still write. */
  #signRest(): void {
    for (const { message, resolve, reject } of this.#requests.splice(0)) {
      try {
        resolve(this.#signOne(message));
      } catch (cause) {
        reject(cause);
      }
    }
  }

  #fail(): void {
    this.#hasFailed = true;
    this.end();
  }

  /** Ends the thread. What it was given is still answered by {@link SigningThread.finishPart}. */
  end(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    SigningThread.#living--;
    clearTimeout(this.#rest);
    void this.#worker.terminate();
  }
}
