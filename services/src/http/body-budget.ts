/** Bodies stay in memory until they are answered: so many bytes of them at a time, over all services of a process. */
import type { IncomingHttpHeaders } from 'node:http';
import { LoglineError } from 'logline-core';

/** Bodies at a time that are all as large as one may be. */
const MOST_LARGE = 32;
/** Where one may not be large. */
const LEAST_BYTES = 64 * 1024 * 1024;

/** Counts bytes of bodies. */
export class BodyBudget {
  readonly #largest: number;
  #held = 0;

  constructor(largestBytes: number) {
    this.#largest = largestBytes;
  }

  /** Counts what a request says that it brings, and answers how much that is: to be given back. @throws {LoglineError} OVERLOADED */
  take({ 'content-length': length, 'transfer-encoding': coding }: IncomingHttpHeaders): number {
    const unsaid = coding === undefined ? 0 : this.#largest;
    const bytes = length === undefined ? unsaid : Math.min(Number(length), this.#largest);
    if (this.#held + bytes > Math.max(LEAST_BYTES, MOST_LARGE * this.#largest))
      throw new LoglineError('OVERLOADED', 'Too many large bodies come at a time.');
    this.#held += bytes;
    return bytes;
  }

  giveBack(bytes: number): void {
    this.#held -= bytes;
  }
}
