/** Hearing of appends as they happen, by LISTEN and NOTIFY. */
import { CHANNEL } from './store-postgres-append.ts';
import type { Database } from './store-postgres-connection.ts';

/** How long to wait before a lost connection is made again. */
const RETRY_MS = 500;

/** Those who want to hear of appends to one ledger, and the connection that hears of them. There is one only while somebody listens. */
export class Watchers {
  readonly #database: Database;
  readonly #ledger: string;
  readonly #watchers = new Set<() => void>();
  #stop: (() => Promise<void>) | undefined;

  constructor(database: Database, ledger: string) {
    this.#database = database;
    this.#ledger = ledger;
  }

  /** Calls back at each append, and where some may have been missed; answers how to end that. */
  add(onChange: () => void): () => void {
    const watcher = (): void => onChange(); // the same function may be handed in twice
    this.#watchers.add(watcher);
    if (this.#watchers.size === 1) this.#listen();
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size === 0) void this.close();
    };
  }

  /** Ends the connection. */
  async close(): Promise<void> {
    this.#watchers.clear();
    const stop = this.#stop;
    this.#stop = undefined;
    await stop?.();
  }

  #listen(): void {
    const listening = new Listening(this.#database, this.#ledger, () => {
      for (const watcher of this.#watchers) watcher();
    });
    this.#stop = () => listening.stop();
  }
}

/** One connection after the other, until it is stopped. */
class Listening {
  readonly #database: Database;
  readonly #ledger: string;
  readonly #tell: () => void;
  #isOver = false;
  #connected: Promise<(() => Promise<void>) | undefined>;
  #timer: NodeJS.Timeout | undefined;

  constructor(database: Database, ledger: string, tell: () => void) {
    this.#database = database;
    this.#ledger = ledger;
    this.#tell = tell;
    this.#connected = this.#connect();
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    clearTimeout(this.#timer);
    await (
      await this.#connected
    )?.();
  }

  async #connect(): Promise<(() => Promise<void>) | undefined> {
    try {
      const hear = (ledger: string): void => {
        if (ledger === this.#ledger) this.#tell();
      };
      const end = await this.#database.listen(CHANNEL, hear, () => this.#again());
      this.#tell(); // what was appended before the connection stood
      return end;
    } catch {
      this.#again();
      return undefined;
    }
  }

  /** Whoever watches looks by himself from time to time, so nobody has to be told that a connection is missing. */
  #again(): void {
    if (this.#isOver || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#connected = this.#connect();
    }, RETRY_MS);
    this.#timer.unref();
  }
}
