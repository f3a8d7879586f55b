/** Signatures by node:crypto. */
import type { KeyObject } from 'node:crypto';
import { LoglineError } from '../base/errors.ts';
import type { NodeCrypto } from './native-crypto.ts';

interface Request {
  readonly message: Uint8Array;
  readonly resolve: (signature: Uint8Array) => void;
  readonly reject: (reason: LoglineError) => void;
}

/**
 * Signs with one key: several messages at a time in libuv's thread pool; one by itself on this thread, since the way to another and back
 * takes twice as long as a signature.
 */
export class NativeSigning {
  readonly #crypto: NodeCrypto;
  readonly #key: KeyObject;
  #waiting: Request[] = [];

  constructor(crypto: NodeCrypto, key: KeyObject) {
    this.#crypto = crypto;
    this.#key = key;
  }

  /** Answers the signature, 64 bytes. @throws {LoglineError} SIGNER_FAILED - node:crypto could not sign. */
  sign(message: Uint8Array): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const isFirst = this.#waiting.push({ message, resolve, reject }) === 1;
      // What is asked for in one go is seen together.
      if (isFirst) queueMicrotask(() => this.#signWaiting());
    });
  }

  #signWaiting(): void {
    const requests = this.#waiting;
    this.#waiting = [];
    for (const request of requests) {
      if (requests.length === 1) this.#signHere(request);
      else this.#signInPool(request);
    }
  }

  #signHere({ message, resolve, reject }: Request): void {
    try {
      resolve(this.#crypto.sign(null, message, this.#key));
    } catch (cause) {
      reject(failed(cause));
    }
  }

  #signInPool({ message, resolve, reject }: Request): void {
    this.#crypto.sign(null, message, this.#key, (error, signature) => {
      if (error === null) resolve(signature);
      else reject(failed(error));
    });
  }
}

const failed = (cause: unknown): LoglineError =>
  new LoglineError('SIGNER_FAILED', 'node:crypto could not sign.', { cause });
