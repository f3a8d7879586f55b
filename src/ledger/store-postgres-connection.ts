/** Connections to PostgreSQL. The driver is loaded when the first one is needed, and used in this file alone. */
import type pg from 'pg';
import { LoglineError } from '../base/errors.ts';
import { databaseFailure, isLost } from './store-postgres-failure.ts';
import { closedStore } from './store-rules.ts';

/** How connections are made. */
export interface ConnectionOptions {
  /** Address for the driver. */
  readonly connection: string;
  /** For messages. */
  readonly name: string;
  readonly maxConnections: number;
  readonly connectTimeoutMs: number;
  /** Longest wait for an answer; a server that is silent for longer is taken for lost. */
  readonly answerTimeoutMs: number;
  /** Longest wait for a lock, within the server. */
  readonly lockTimeoutMs: number;
}

/** A statement. */
export interface Statement {
  readonly text: string;
  readonly values?: readonly unknown[];
  /** Prepared once for each connection under this name. */
  readonly name?: string;
  /** @default the connection's own */
  readonly answerTimeoutMs?: number;
}

/** A row of a result, by columns. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * A client that vanished without a word is noticed after 11 seconds, so that its locks do not outlive it. What a statement sees was committed when it
 * began, whatever the database has as its default: after a wait for a lock, a head from before the wait would be an old one.
 */
const SERVER_SETTINGS = [
  'tcp_keepalives_idle=5',
  'tcp_keepalives_interval=2',
  'tcp_keepalives_count=3',
  String.raw`default_transaction_isolation=read\ committed`,
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

/** A database that is connected to as need be. Lost connections are made anew. */
export class Database {
  readonly #options: ConnectionOptions;
  #pool: Promise<pg.Pool> | undefined;
  #closed = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** Answers the rows of a statement that only reads: where the connection is lost, it is asked once more. */
  async query(statement: Statement): Promise<readonly Row[]> {
    for (let attempt = 1; ; attempt++) {
      const session = await this.session();
      try {
        return await session.query(statement);
      } catch (error) {
        if (!session.isLost || attempt === 2) throw error;
      } finally {
        session.release();
      }
    }
  }

  /** Answers a connection for the caller alone. Release it when done. */
  async session(): Promise<Session> {
    if (this.#closed) throw closedStore(this.#options.name);
    try {
      this.#pool ??= this.#open();
      return new Session(await (await this.#pool).connect(), this.#options.name);
    } catch (error) {
      throw databaseFailure(this.#options.name, error);
    }
  }

  /** Answers a connection beside the others, which hears of notifications. */
  async listen(channel: string, hear: (payload: string) => void, lost: () => void): Promise<() => Promise<void>> {
    const { Client } = await loadDriver();
    const client = new Client(this.#settings());
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ payload }) => hear(String(payload)));
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
    } catch (error) {
      await client.end();
      throw databaseFailure(this.#options.name, error);
    }
    return () => client.end();
  }

  /** Lets go of all connections, once they are free. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await (await this.#pool?.catch(() => undefined))?.end();
  }

  async #open(): Promise<pg.Pool> {
    const { Pool } = await loadDriver();
    const pool = new Pool({ ...this.#settings(), max: this.#options.maxConnections, allowExitOnIdle: true });
    // Who uses the connection hears of it by the statement; of an idle one nobody needs to.
    pool.on('error', ignore);
    pool.on('connect', (client) => client.on('error', ignore));
    return pool;
  }

  #settings(): pg.ClientConfig {
    const { connection, connectTimeoutMs, answerTimeoutMs, lockTimeoutMs } = this.#options;
    return {
      connectionString: connection,
      application_name: 'logline-core',
      connectionTimeoutMillis: connectTimeoutMs,
      query_timeout: answerTimeoutMs,
      lock_timeout: lockTimeoutMs,
      keepAlive: true,
      options: SERVER_SETTINGS,
    };
  }
}

/** By connection, what {@link Session.mark} was told. */
const marks = new WeakMap<object, number>();

/** One connection, held by one user. */
export class Session {
  readonly #client: pg.PoolClient;
  readonly #name: string;
  #isLost = false;
  #isSpoilt = false;

  constructor(client: pg.PoolClient, name: string) {
    this.#client = client;
    this.#name = name;
  }

  /** Whether the connection is gone. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** The server's number of the connection, once it was told; it is known to whoever uses the connection later. */
  get backend(): number | undefined {
    return marks.get(this.#client);
  }

  /** Tells the server's number of the connection. */
  mark(backend: number): void {
    marks.set(this.#client, backend);
  }

  /** Answers the rows; of several statements in one text, those of the last. */
  async query({ answerTimeoutMs, values, ...statement }: Statement): Promise<readonly Row[]> {
    try {
      const config = {
        ...statement,
        ...(values && { values: [...values] }),
        ...(answerTimeoutMs !== undefined && { query_timeout: answerTimeoutMs }),
      };
      const result = (await this.#client.query<Row>(config)) as pg.QueryResult<Row> | pg.QueryResult<Row>[];
      return (Array.isArray(result) ? result.at(-1)! : result).rows;
    } catch (error) {
      this.#isLost = isLost(error);
      throw databaseFailure(this.#name, error);
    }
  }

  /** Makes this connection one that is not used again: what it holds, the server lets go of. */
  spoil(): void {
    this.#isSpoilt = true;
  }

  /** Gives the connection back. */
  release(): void {
    this.#client.release(this.#isLost || this.#isSpoilt);
  }
}

/** Answers the driver. @throws {LoglineError} DRIVER_MISSING */
export async function loadDriver(
  load: () => Promise<{ readonly default: typeof pg }> = () => import('pg'),
): Promise<typeof pg> {
  try {
    return (await load()).default;
  } catch (cause) {
    throw new LoglineError('DRIVER_MISSING', 'The package pg, which PostgreSQL is reached by, cannot be loaded.', {
      cause,
    });
  }
}

function ignore(): void {
  // the next statement tells
}
