/** So many requests of one key in so much time. Bounded memory: who is not seen for a window is forgotten. */
import { LoglineError } from 'logline-core';

/** How many. */
export interface RateLimits {
  /** Requests of one key in a window. */
  readonly max: number;
  readonly windowMs: number;
  /** Milliseconds since some moment. */
  readonly elapsedMs: () => number;
}

/** More different keys than this are not told apart: there are only as many as the operator has made, and addresses of this machine. */
const MOST_KEYS = 10_000;

/** Counts requests by key. */
export class RateLimit {
  readonly #limits: RateLimits;
  #counts = new Map<string, number>();
  #began: number;

  constructor(limits: RateLimits) {
    this.#limits = limits;
    this.#began = limits.elapsedMs();
  }

  /** Counts one request. @throws {LoglineError} TOO_MANY_REQUESTS - with `details.retryAfterSeconds` */
  take(key: string): void {
    const { max, windowMs, elapsedMs } = this.#limits;
    const now = elapsedMs();
    if (now - this.#began >= windowMs) {
      this.#began = now;
      this.#counts = new Map();
    }
    const name = this.#counts.has(key) || this.#counts.size < MOST_KEYS ? key : '';
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    if (count <= max) return;
    const retryAfterSeconds = Math.max(1, Math.ceil((this.#began + windowMs - now) / 1000));
    throw new LoglineError('TOO_MANY_REQUESTS', `More than ${String(max)} requests in ${String(windowMs)} ms.`, {
      details: { retryAfterSeconds },
    });
  }
}
