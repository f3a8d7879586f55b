/** Bodies stay in memory until they are answered: so many bytes of them at a time, over all services of a process. */
import type { IncomingHttpHeaders } from 'node:http';
import { LoglineError } from 'logline-core';

/** Bodies at a time that are all as large as one may be. */
const MOST_LARGE = 32;
/** Where one may not be large. */
const LEAST_BYTES = 64 * 1024 * 1024;

/** Counts bytes of bodies. One caller may hold half of them: 32 requests whose bodies never come would keep everybody else out. */
export class BodyBudget {
  readonly #largest: number;
  readonly #most: number;
  readonly #heldBy = new Map<string, number>();
  #held = 0;

  constructor(largestBytes: number) {
    this.#largest = largestBytes;
    this.#most = Math.max(LEAST_BYTES, MOST_LARGE * largestBytes);
  }

  /** Counts what a request of a key says that it brings, and answers what gives it back. @throws {LoglineError} OVERLOADED */
  take(key: string, headers: IncomingHttpHeaders): () => void {
    const bytes = this.#announced(headers);
    const own = this.#heldBy.get(key) ?? 0;
    if (own + bytes > this.#most / 2 || this.#held + bytes > this.#most)
      throw new LoglineError('OVERLOADED', 'Too many large bodies come at a time.');
    this.#count(key, bytes);
    return () => this.#count(key, -bytes);
  }

  #announced({ 'content-length': length, 'transfer-encoding': coding }: IncomingHttpHeaders): number {
    const unsaid = coding === undefined ? 0 : this.#largest;
    return length === undefined ? unsaid : Math.min(Number(length), this.#largest);
  }

  #count(key: string, bytes: number): void {
    this.#held += bytes;
    const own = (this.#heldBy.get(key) ?? 0) + bytes;
    if (own === 0) this.#heldBy.delete(key);
    else this.#heldBy.set(key, own);
  }
}
