/**
 * A writer's turn at a ledger in PostgreSQL. A lock of the connection keeps other writers out, and each append is one statement that only
 * takes effect where the head still is the expected one: should the lock be lost with its connection, the append that comes too late fails.
 */
import { createPlainHash } from '../atomic/index.ts';
import { toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { appendStatement } from './store-postgres-append.ts';
import type { Database, Row, Session, Statement } from './store-postgres-connection.ts';
import { CONNECTION_LOCKS, settle } from './store-postgres-settle.ts';
import { requireHead, requireLines } from './store-rules.ts';
import type { Head, LedgerTurn } from './store.ts';

/** Which ledger, and how long its writers wait. */
export interface TurnPlace {
  /** The store's name, for messages. */
  readonly name: string;
  readonly ledger: string;
  readonly lockTimeoutMs: number;
  readonly answerTimeoutMs: number;
  readonly settleTimeoutMs: number;
}

/** Answers the head of a row of `logline.ledger`, or of none. Pure. */
export function headOfRow(row: Row | undefined): Head {
  return row === undefined
    ? { hash: null, sizeBytes: 0 }
    : { hash: row['hash'] as string, sizeBytes: Number(row['size_bytes']) };
}

/** A turn that has begun: the lock is held. */
export class PostgresTurn implements LedgerTurn {
  readonly #database: Database;
  readonly #place: TurnPlace;
  readonly #held: Held;
  #head: Head;

  private constructor(database: Database, place: TurnPlace, held: Held) {
    this.#database = database;
    this.#place = place;
    this.#held = held;
    this.#head = held.head;
  }

  /**
   * Waits for the lock. A connection that was lost while it was idle is replaced.
   *
   * @throws {LoglineError} LEDGER_LOCKED, LEDGER_UNAVAILABLE, DATABASE_OUTDATED, DRIVER_MISSING
   */
  static async begin(database: Database, place: TurnPlace): Promise<PostgresTurn> {
    for (let attempt = 1; ; attempt++) {
      const session = await database.session();
      try {
        return new PostgresTurn(database, place, await lock(session, place));
      } catch (error) {
        const isLost = session.isLost;
        session.spoil(); // the lock may be held already
        session.release();
        if (!isLost || attempt === 2) throw error;
      }
    }
  }

  head(): Promise<Head> {
    return Promise.resolve(this.#head);
  }

  async append(expectedHash: string | null, lines: Uint8Array, newHash: string): Promise<Head> {
    const { name, ledger } = this.#place;
    requireLines(name, lines, newHash);
    requireHead(name, this.#head, expectedHash);
    const { session } = this.#held;
    const before = this.#head;
    const after = { hash: newHash, sizeBytes: before.sizeBytes + lines.length };
    try {
      const rows = await session.query(appendStatement(ledger, before, { lines, newHash }));
      if (rows.length === 0) throw await this.#overtaken(expectedHash);
    } catch (error) {
      if (!session.isLost) throw error;
      const { backend } = this.#held;
      const lost = { ...this.#place, lines, newHash, before, backend, cause: error as LoglineError };
      if (!(await settle(this.#database, lost))) throw error;
    }
    this.#head = after;
    return after;
  }

  /** Somebody writes past the lock. */
  async #overtaken(expectedHash: string | null): Promise<LoglineError> {
    const { name, ledger } = this.#place;
    this.#head = headOfRow((await this.#held.session.query(headStatement(ledger)))[0]);
    try {
      requireHead(name, this.#head, expectedHash);
    } catch (error) {
      return error as LoglineError;
    }
    const message = `${name}: its size is another than before: somebody wrote past its lock.`;
    return new LoglineError('LEDGER_CONFLICT', message, { details: { name, ...this.#head } });
  }

  /** Ends the turn: others may begin theirs. Never fails: a lock that cannot be let go ends with its connection. */
  async end(): Promise<void> {
    const { session } = this.#held;
    try {
      if (!session.isLost)
        await session.query({ text: 'SELECT pg_advisory_unlock($1)', values: [lockKey(this.#place.ledger)] });
    } catch {
      session.spoil();
    } finally {
      session.release();
    }
  }
}

/** A held lock, and what is true while it is held. */
interface Held {
  readonly session: Session;
  readonly head: Head;
  /** The server's number of the connection. */
  readonly backend: number;
}

/** Answers how the head of a ledger is asked for. Pure. */
export const headStatement = (ledger: string): Statement => ({
  name: 'logline_head',
  text: 'SELECT hash, size_bytes FROM logline.ledger WHERE name = $1',
  values: [ledger],
});

/**
 * All statements go in one message. The last one sees what was committed while the first one waited. The lock of the connection itself is taken once, and kept
 * as long as it lives.
 */
async function lock(session: Session, { ledger, lockTimeoutMs, answerTimeoutMs }: TurnPlace): Promise<Held> {
  const own = session.backend === undefined ? `SELECT pg_advisory_lock(${CONNECTION_LOCKS}, pg_backend_pid());` : '';
  const text = `SELECT pg_advisory_lock(${lockKey(ledger)}); ${own} SELECT pg_backend_pid() AS backend, hash, size_bytes
    FROM (VALUES (1)) AS one LEFT JOIN logline.ledger ON name = '${ledger}'`;
  const [row] = await session.query({ text, answerTimeoutMs: lockTimeoutMs + answerTimeoutMs });
  const backend = row!['backend'] as number;
  session.mark(backend);
  return { session, head: headOfRow(row!['hash'] === null ? undefined : row), backend };
}

/** Answers the lock of a ledger: a number of 64 bits that comes from its name. Pure. */
export function lockKey(ledger: string): string {
  const { buffer, byteOffset } = createPlainHash()
    .update(toUtf8(`logline-core ledger ${ledger}`))
    .digest();
  return String(new DataView(buffer, byteOffset).getBigInt64(0));
}
