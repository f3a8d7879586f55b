/** What is kept for a public key. */
import { equalBytes } from '../base/bytes.ts';

interface Kept<T> {
  readonly bytes: Uint8Array;
  readonly value: T;
}

/** Values by public key. Made for the few signers of a ledger; the many of a hostile one do not fill the memory. */
export class KeyMap<T> {
  /** By the first bytes; of two keys that share them, the later one is kept. */
  readonly #kept = new Map<number, Kept<T>>();
  readonly #most: number;
  readonly #onDrop: (value: T) => void;

  /** Keeps at most `most` values, and begins anew where there would be more. Tells of each value that it drops. */
  constructor(most: number, onDrop: (value: T) => void = ignore) {
    this.#most = most;
    this.#onDrop = onDrop;
  }

  /** The value of a key of 32 bytes. */
  get(key: Uint8Array): T | undefined {
    const kept = this.#kept.get(firstBytesOf(key));
    return kept !== undefined && equalBytes(kept.bytes, key) ? kept.value : undefined;
  }

  /** Keeps a value under a copy of the key, which has none yet. */
  set(key: Uint8Array, value: T): void {
    if (this.#kept.size >= this.#most) this.#clear();
    const id = firstBytesOf(key);
    const namesake = this.#kept.get(id);
    if (namesake !== undefined) this.#onDrop(namesake.value);
    this.#kept.set(id, { bytes: key.slice(), value });
  }

  /** All values. */
  *values(): Generator<T> {
    for (const { value } of this.#kept.values()) yield value;
  }

  #clear(): void {
    for (const value of this.values()) this.#onDrop(value);
    this.#kept.clear();
  }
}

const firstBytesOf = (key: Uint8Array): number => (key[0]! << 24) | (key[1]! << 16) | (key[2]! << 8) | key[3]!;
const ignore = (): void => undefined;
