/** A ledger in memory: for tests, replays and browsers. It is gone with its process. */
import { closedStore, duringTurn, requireHead, requireLines } from './store-rules.ts';
import type { ByteRange, Head, LedgerStore, LedgerTurn } from './store.ts';
import { TurnQueue } from './turn-queue.ts';

/** Settings of a store in memory. */
export interface MemoryStoreOptions {
  /** Name for messages. @default "memory" */
  readonly name?: string;
  /** Longest wait for a turn, in milliseconds. @default 30_000 */
  readonly lockTimeoutMs?: number;
}

/** Answers an empty ledger in memory. */
export function createMemoryStore(options: MemoryStoreOptions = {}): LedgerStore {
  return new MemoryStore(options);
}

const CHUNK_BYTES = 1024 * 1024;

class MemoryStore implements LedgerStore {
  readonly name: string;
  readonly #queue: TurnQueue;
  /** What was appended, in order; no part is longer than a chunk. */
  readonly #parts: Uint8Array[] = [];
  #head: Head = { hash: null, sizeBytes: 0 };
  #closed = false;

  constructor({ name = 'memory', lockTimeoutMs = 30_000 }: MemoryStoreOptions) {
    this.name = name;
    this.#queue = new TurnQueue(name, lockTimeoutMs);
  }

  head(): Promise<Head> {
    return Promise.resolve(this.#head);
  }

  sizeBytes(): Promise<number> {
    return Promise.resolve(this.#head.sizeBytes);
  }

  read({ start = 0, end = this.#head.sizeBytes }: ByteRange = {}): AsyncIterable<Uint8Array> {
    return this.#chunks(start, Math.min(end, this.#head.sizeBytes));
  }

  async *#chunks(start: number, end: number): AsyncGenerator<Uint8Array> {
    let at = 0;
    for (const part of this.#parts) {
      if (at >= end) return;
      const from = Math.max(0, start - at);
      if (from < part.length) yield part.slice(from, end - at);
      at += part.length;
    }
  }

  append(expectedHash: string | null, lines: Uint8Array, newHash: string): Promise<Head> {
    return this.exclusive((turn) => turn.append(expectedHash, lines, newHash));
  }

  exclusive<T>(work: (turn: LedgerTurn) => Promise<T>): Promise<T> {
    return this.#queue.run(async () => {
      if (this.#closed) throw closedStore(this.name);
      return duringTurn(
        this.name,
        { head: () => this.head(), append: async (...input) => this.#append(...input) },
        work,
      );
    });
  }

  #append(expectedHash: string | null, lines: Uint8Array, newHash: string): Head {
    requireLines(this.name, lines, newHash);
    requireHead(this.name, this.#head, expectedHash);
    for (let at = 0; at < lines.length; at += CHUNK_BYTES) {
      this.#parts.push(new Uint8Array(lines.subarray(at, at + CHUNK_BYTES))); // a copy, which slice() of a Buffer is not
    }
    this.#head = { hash: newHash, sizeBytes: this.#head.sizeBytes + lines.length };
    return this.#head;
  }

  close(): Promise<void> {
    return this.#queue.run(async () => {
      this.#closed = true;
    });
  }
}
