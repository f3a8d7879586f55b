/** Signatures by node:crypto. */
import type { KeyObject } from 'node:crypto';
import { LoglineError } from '../base/errors.ts';
import type { NodeCrypto } from './builtin-module.ts';
import { SigningThread } from './signing-thread.ts';
import type { SignatureRequest } from './signing-thread.ts';

/** A thread takes as long to start as it saves in so many signatures. */
const THREAD_PAYS_AFTER = 1000;
/** What is answered in one turn of the event loop. The rest is signed by the thread while this one works on, such as on the disk. */
const PART = 2 / 3;

/**
 * Signs with one key. One message by itself on this thread, since the way to another and back takes twice as long as a signature. Several
 * that are asked for at a time in libuv's thread pool; and where that goes on, on this thread and one that is kept for it.
 */
export class NativeSigning {
  readonly #crypto: NodeCrypto;
  readonly #key: KeyObject;
  readonly #threadAfter: number;
  /** Whether one was asked for in this same moment. */
  #isFirst = true;
  /** Whether several are on their way at a time. */
  #areMany = false;
  /** How many were asked for in this turn of the event loop, while there are many. */
  #count = 0;
  #willFinish = false;
  /** How many were asked for since there are many without a break. */
  #countOfMany = 0;
  #thread: SigningThread | undefined;

  /** @param threadAfter - after how many signatures among several a thread is kept. */
  constructor(crypto: NodeCrypto, key: KeyObject, threadAfter = THREAD_PAYS_AFTER) {
    this.#crypto = crypto;
    this.#key = key;
    this.#threadAfter = threadAfter;
  }

  /** Answers the signature, 64 bytes. @throws {LoglineError} SIGNER_FAILED - node:crypto could not sign. */
  sign(message: Uint8Array): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const request: SignatureRequest = { message, resolve, reject: (cause) => reject(failed(cause)) };
      if (this.#areMany || !this.#isFirst) this.#signAmongMany(request);
      else this.#signFirst(request);
    });
  }

  /** Whoever asks before the event loop's microtasks have run asks in the same moment. */
  #signFirst({ message, resolve, reject }: SignatureRequest): void {
    this.#isFirst = false;
    void Promise.resolve().then(() => (this.#isFirst = true));
    try {
      resolve(this.#crypto.sign(null, message, this.#key));
    } catch (cause) {
      reject(cause);
    }
  }

  #signAmongMany(request: SignatureRequest): void {
    this.#areMany = true;
    this.#count++;
    this.#finishLater();
    if (this.#threadForMany()?.give(request) !== true) this.#signInPool(request);
  }

  #threadForMany(): SigningThread | undefined {
    const { isGone, hasFailed, backlog } = this.#thread ?? {};
    // What a thread was given before it ended is still answered by its object; and one that has failed would fail again.
    if (isGone === true && !hasFailed && backlog === 0) {
      this.#thread = undefined;
      this.#countOfMany = 0;
    }
    if (++this.#countOfMany === this.#threadAfter && this.#thread === undefined)
      this.#thread = SigningThread.start(this.#crypto, this.#key);
    return this.#thread;
  }

  #finishLater(): void {
    if (this.#willFinish) return;
    this.#willFinish = true;
    setImmediate(() => void this.#finish());
  }

  async #finish(): Promise<void> {
    this.#willFinish = false;
    this.#areMany = Math.max(this.#count, this.#backlog) > 1;
    if (!this.#areMany) this.#countOfMany = 0;
    this.#count = 0;
    await this.#thread?.finishPart(PART);
    if (this.#backlog > 0) this.#finishLater();
  }

  get #backlog(): number {
    return this.#thread?.backlog ?? 0;
  }

  #signInPool({ message, resolve, reject }: SignatureRequest): void {
    this.#crypto.sign(null, message, this.#key, (error, signature) => {
      if (error === null) resolve(signature);
      else reject(error);
    });
  }
}

const failed = (cause: unknown): LoglineError =>
  new LoglineError('SIGNER_FAILED', 'node:crypto could not sign.', { cause });
