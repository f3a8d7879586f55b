/**
 * Door `logline-core/ledger/postgres`: ledgers in PostgreSQL, for several processes and machines at once.
 *
 * The bytes are those of a file. Any number of ledgers, told apart by their names, live in the tables of one database.
 */
import { LoglineError } from '../base/errors.ts';
import type { Append } from './store-postgres-append.ts';
import { parsePostgresAddress } from './store-postgres-address.ts';
import { Database } from './store-postgres-connection.ts';
import { appendAtOnce } from './store-postgres-at-once.ts';
import { findLines } from './store-postgres-find.ts';
import { readRange } from './store-postgres-read.ts';
import { PostgresTurn, headOfRow, headStatement } from './store-postgres-turn.ts';
import type { TurnPlace } from './store-postgres-turn.ts';
import { Watchers } from './store-postgres-watch.ts';
import { closedStore, duringTurn } from './store-rules.ts';
import type { ByteRange, FindRange, FoundLine, Head, LedgerStore, LedgerTurn, LineFilter } from './store.ts';
import { TurnQueue } from './turn-queue.ts';

export { isPostgresAddress, withoutPassword } from './store-postgres-address.ts';
export { migratePostgres } from './store-postgres-migrations.ts';
export type { PostgresMigration } from './store-postgres-migrations.ts';

/** Settings of a store in PostgreSQL. */
export interface PostgresStoreOptions {
  /** Which of the database's ledgers. @default `?ledger=` of the address, else `main` */
  readonly ledger?: string;
  /** Longest wait for a turn, in milliseconds. @default 30_000 */
  readonly lockTimeoutMs?: number;
  /** Longest wait for a connection, in milliseconds. @default 5000 */
  readonly connectTimeoutMs?: number;
  /** Longest wait for an answer, in milliseconds: a server that is silent for longer is taken for lost. @default 30_000 */
  readonly answerTimeoutMs?: number;
  /** How long an append whose connection was lost is looked for, in milliseconds. @default 10_000 */
  readonly settleTimeoutMs?: number;
  /** Most connections at a time; one more while somebody follows. At least 2. @default 5 */
  readonly maxConnections?: number;
}

/**
 * Answers a store for a ledger in PostgreSQL. Nothing is connected to before it is needed; the tables have to be there
 * ({@link migratePostgres}). A ledger that was never appended to is empty. Where the server cannot be reached, LEDGER_UNAVAILABLE is
 * thrown, with `details.retryable`; later calls connect again.
 *
 * @param address - `postgres://user@host:5432/database?ledger=name`; password and TLS as the driver `pg` takes them, also from PGPASSWORD.
 * @throws {LoglineError} USAGE - no address, no name of a ledger, or too few connections.
 * @see docs/postgres.md
 */
export function createPostgresStore(address: string, options: PostgresStoreOptions = {}): LedgerStore {
  return new PostgresStore(address, options);
}

class PostgresStore implements LedgerStore {
  readonly name: string;
  readonly appendsAtOnce = true;
  readonly #place: TurnPlace;
  readonly #queue: TurnQueue;
  readonly #database: Database;
  readonly #watchers: Watchers;
  /** A size that the ledger has reached: it never becomes smaller. */
  #reachedBytes = 0;
  /** The head as this store left it; others may have moved it since. */
  #left: Head | undefined;
  /** The end of the last turn: nobody waits for it but the next one. */
  #ending: Promise<void> = Promise.resolve();
  /** Looks at the size that readings began with. */
  #looks: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(address: string, options: PostgresStoreOptions) {
    const { connection, ledger, name } = parsePostgresAddress(address, options.ledger);
    const { lockTimeoutMs = 30_000, connectTimeoutMs = 5000, answerTimeoutMs = 30_000 } = options;
    const { settleTimeoutMs = 10_000, maxConnections = 5 } = options;
    if (!(maxConnections >= 2))
      throw new LoglineError(
        'USAGE',
        `maxConnections is ${maxConnections}; a turn reads beside the lock, so 2 at least.`,
      );
    this.name = name;
    this.#place = { name, ledger, lockTimeoutMs, answerTimeoutMs, settleTimeoutMs };
    this.#queue = new TurnQueue(name, lockTimeoutMs);
    const limits = { maxConnections, connectTimeoutMs, answerTimeoutMs, lockTimeoutMs };
    this.#database = new Database({ connection, name, ...limits });
    this.#watchers = new Watchers(this.#database, ledger);
  }

  async head(): Promise<Head> {
    const head = headOfRow((await this.#database.query(headStatement(this.#place.ledger)))[0]);
    this.#reachedBytes = Math.max(this.#reachedBytes, head.sizeBytes);
    return head;
  }

  async sizeBytes(): Promise<number> {
    return (await this.head()).sizeBytes;
  }

  read({ start = 0, end = Infinity }: ByteRange = {}): AsyncIterable<Uint8Array> {
    return readRange(this.#database, this.#place.ledger, start, this.#endOf(end));
  }

  find(filter: LineFilter, range: FindRange): AsyncIterable<FoundLine> {
    return findLines(this.#database, this.#place.ledger, filter, range);
  }

  watch(onChange: () => void): () => void {
    return this.#watchers.add(onChange);
  }

  /** What was reached before needs no look; else the end is that of this moment, and later appends wait until it is known. */
  #endOf(end: number): number | Promise<number> {
    if (end <= this.#reachedBytes) return end;
    const look = this.sizeBytes().then((sizeBytes) => Math.min(end, sizeBytes));
    const before = this.#looks;
    this.#looks = look.then(
      () => before,
      () => before,
    );
    return look;
  }

  append(expectedHash: string | null, lines: Uint8Array, newHash: string): Promise<Head> {
    return this.#queue.run(
      async () =>
        (await this.#appendAtOnce(expectedHash, { lines, newHash })) ??
        this.#turn((turn) => turn.append(expectedHash, lines, newHash)),
    );
  }

  exclusive<T>(work: (turn: LedgerTurn) => Promise<T>): Promise<T> {
    return this.#queue.run(() => this.#turn(work));
  }

  /** Answers nothing where it takes a turn. */
  async #appendAtOnce(expectedHash: string | null, append: Append): Promise<Head | undefined> {
    const before = this.#left;
    if (this.#closed || before?.hash !== expectedHash) return undefined;
    this.#left = undefined;
    await this.#looks;
    await this.#ending;
    if (!(await appendAtOnce(this.#database, this.#place, before, append))) return undefined;
    return this.#leave({ hash: append.newHash, sizeBytes: before.sizeBytes + append.lines.length });
  }

  async #turn<T>(work: (turn: LedgerTurn) => Promise<T>): Promise<T> {
    if (this.#closed) throw closedStore(this.name);
    await this.#ending;
    this.#left = undefined;
    const turn = await PostgresTurn.begin(this.#database, this.#place);
    this.#reachedBytes = Math.max(this.#reachedBytes, (await turn.head()).sizeBytes);
    const append = async (...input: Parameters<LedgerTurn['append']>): Promise<Head> => {
      await this.#looks;
      return this.#leave(await turn.append(...input));
    };
    try {
      return await duringTurn(this.name, { head: () => turn.head(), append }, work);
    } finally {
      this.#ending = turn.end();
    }
  }

  #leave(head: Head): Head {
    this.#left = head;
    this.#reachedBytes = head.sizeBytes;
    return head;
  }

  close(): Promise<void> {
    return this.#queue.run(async () => {
      this.#closed = true;
      await this.#ending;
      await this.#watchers.close();
      await this.#database.close();
    });
  }
}
