/** A value that others follow. */
export class Observed<T> {
  readonly #followers = new Set<(value: T) => void>();
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  /** Changes it, and tells all who follow. */
  set(value: T): void {
    this.#value = value;
    for (const follower of [...this.#followers]) follower(value);
  }

  /** Calls back with the value as it is, and whenever it changes, until the signal is aborted. */
  follow(signal: AbortSignal, follower: (value: T) => void): void {
    if (signal.aborted) return;
    this.#followers.add(follower);
    signal.addEventListener('abort', () => this.#followers.delete(follower));
    follower(this.#value);
  }
}
