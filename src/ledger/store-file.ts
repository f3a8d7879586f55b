/**
 * A ledger in a file that many processes may append to: under a lock, with one write and one sync for each append.
 *
 * An append whose process is killed leaves a torn last line behind, which the next append moves aside. An append whose medium fails
 * takes back what it wrote. Nothing that was acknowledged is lost by either.
 */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { DEFAULT_LIMITS } from '../atomic/index.ts';
import { createDiskSync } from './store-file-sync.ts';
import type { LedgerEnd } from './store-file-end.ts';
import { LedgerLock } from './store-file-lock.ts';
import { createFileSource, sizeOfFile } from './store-file-source.ts';
import type { MovedTail } from './store-file-tail.ts';
import { LedgerFile } from './store-file-writer.ts';
import type { Look } from './store-file-writer.ts';
import type { OnNotice } from './store-notice.ts';
import { closedStore, duringTurn, requireHead, requireLines } from './store-rules.ts';
import type { ByteRange, Head, LedgerStore, LedgerTurn } from './store.ts';
import { TurnQueue } from './turn-queue.ts';

/** Settings of a file store. */
export interface FileStoreOptions {
  /** Longest wait for a turn, in milliseconds. @default 30_000 */
  readonly lockTimeoutMs?: number;
  /** Longest line in bytes: how far the last one is looked for. @default 10_485_760 (10 MiB) */
  readonly maxLineBytes?: number;
  /** Hears what the store mended by itself. @default nobody does */
  readonly onNotice?: OnNotice;
  /** Puts an open file's content on disk. @default fdatasync */
  readonly sync?: (fd: number) => Promise<void>;
}

/** A ledger store in a file. */
export interface FileStore extends LedgerStore {
  /** Absolute path of the file. */
  readonly file: string;
  /**
   * Mends the end of the file: moves a torn last line aside, gives a whole one its line feed. On disk when it returns.
   *
   * @throws {LoglineError} INPUT_MISSING - there is no file. LEDGER_BROKEN - the end is no atomic, whole or torn. LEDGER_LOCKED,
   *   LEDGER_UNAVAILABLE - as `append`.
   */
  repair(): Promise<TailRepair>;
}

/** What a repair did. */
export interface TailRepair {
  /** The head afterwards. */
  readonly head: Head;
  /** Where the torn last line is now; `null` where there was none. */
  readonly moved: MovedTail | null;
  /** Whether the last line was whole but for its line feed. */
  readonly lineFeedAdded: boolean;
}

/**
 * Answers a store for the ledger in a file. A missing file is an empty ledger; it is made, with its folder, by the first append.
 * Nothing is opened before it is needed.
 */
export function createFileStore(path: string, options: FileStoreOptions = {}): FileStore {
  return new LockedFileStore(path, options);
}

class LockedFileStore implements FileStore {
  readonly name: string;
  readonly file: string;
  readonly appendsAtOnce = true;
  readonly #queue: TurnQueue;
  readonly #ledger: LedgerFile;
  readonly #lock: LedgerLock;
  #closed = false;

  constructor(path: string, options: FileStoreOptions) {
    const { lockTimeoutMs: timeoutMs = 30_000, maxLineBytes = DEFAULT_LIMITS.maxLineBytes } = options;
    const { onNotice = ignore, sync = createDiskSync() } = options;
    this.name = path;
    this.file = resolve(path);
    this.#queue = new TurnQueue(path, timeoutMs);
    this.#ledger = new LedgerFile(this.file, { maxLineBytes, sync, onNotice });
    this.#lock = new LedgerLock(this.file, { timeoutMs, onNotice, look: () => this.#ledger.look() });
  }

  async head(): Promise<Head> {
    return headOf(this.#ledger.end());
  }

  async sizeBytes(): Promise<number> {
    return this.#exists() ? createFileSource(this.file).sizeBytes() : 0;
  }

  read(range?: ByteRange): AsyncIterable<Uint8Array> {
    return this.#exists() ? createFileSource(this.file).read(range) : NO_BYTES;
  }

  /** Before the first append there may be no file: that is a ledger without lines. Any other obstacle is the reader's to tell. */
  #exists(): boolean {
    try {
      return statSync(this.file, { throwIfNoEntry: false }) !== undefined;
    } catch {
      return true;
    }
  }

  append(expectedHash: string | null, lines: Uint8Array, newHash: string): Promise<Head> {
    return this.#locked((look) => this.#append(expectedHash, lines, newHash, look));
  }

  exclusive<T>(work: (turn: LedgerTurn) => Promise<T>): Promise<T> {
    const turn: LedgerTurn = {
      head: async () => headOf(this.#mendedEnd()),
      append: (expectedHash, lines, newHash) => this.#append(expectedHash, lines, newHash),
    };
    return this.#locked(() => duringTurn(this.name, turn, work));
  }

  async #append(expectedHash: string | null, lines: Uint8Array, newHash: string, look?: Look): Promise<Head> {
    requireLines(this.name, lines, newHash);
    const end = this.#mendedEnd(look);
    requireHead(this.name, headOf(end), expectedHash);
    return headOf(await this.#ledger.append(end, lines, newHash));
  }

  #mendedEnd(look?: Look): LedgerEnd {
    const end = this.#ledger.end(look);
    if (end.tail !== 'torn') return end;
    this.#ledger.setAside(end);
    return this.#ledger.end();
  }

  async repair(): Promise<TailRepair> {
    sizeOfFile(this.file); // where nothing is, nothing is made
    return this.#locked(async () => {
      const found = this.#ledger.end();
      const moved = found.tail === 'torn' ? this.#ledger.setAside(found) : null;
      // Without lines, an append adds the line feed that is missing and syncs.
      const end = await this.#ledger.append(this.#ledger.end(), new Uint8Array(), found.hash);
      return { head: headOf(end), moved, lineFeedAdded: found.tail === 'open' };
    });
  }

  /** Runs `work` with the lock held: one caller of this store after the other, and one process after the other. */
  #locked<T>(work: (look: Look) => Promise<T>): Promise<T> {
    return this.#queue.run(async () => {
      if (this.#closed) throw closedStore(this.name);
      const { lock, look } = this.#lock.takeAgain() ?? (await this.#lock.take());
      try {
        return await work(look);
      } finally {
        lock.release();
      }
    });
  }

  close(): Promise<void> {
    return this.#queue.run(async () => {
      this.#closed = true;
      this.#ledger.close();
      await this.#lock.close();
    });
  }
}

const NO_BYTES: AsyncIterable<Uint8Array> = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ value: undefined, done: true }) }),
};

function headOf({ hash, endBytes }: LedgerEnd): Head {
  return { hash, sizeBytes: endBytes };
}

function ignore(): void {
  // nobody asked to hear of it
}
