/** Appending to PostgreSQL: one at a time and by many callers, against what the database inserts by itself, and against a file. */
import { join } from 'node:path';
import pg from 'pg';
import { createMemorySigner } from '../../src/atomic/index.ts';
import { createFileStore, openLedger } from '../../src/ledger/index.ts';
import type { Ledger, LedgerStore } from '../../src/ledger/index.ts';
import { createPostgresStore } from '../../src/ledger/store-postgres.ts';
import { startPostgres } from '../ledger/postgres-server.ts';
import { inTurn, lineOf } from './appenders.ts';
import { demandAll } from './parts.ts';
import { digits, perSecond, times } from './result.ts';
import type { Bench, BenchPlace, BenchResult } from './result.ts';
import { interleave, median, ratioOf } from './rounds.ts';
import { sampleDraft } from './sample.ts';

export const postgresBench: Bench = { name: 'postgres', run };

const SIZES = { full: { one: 300, many: 6400, rounds: 12 }, short: { one: 2, many: 64, rounds: 1 } };
const CALLERS = 64;

const INSERT_ONE = 'insert of a line, one at a time';
const INSERT_MANY = `insert of ${String(CALLERS)} lines in one statement`;
const ONE = 'PostgreSQL, one at a time';
const MANY = `PostgreSQL, ${String(CALLERS)} callers`;
const FILE_ONE = 'file, one at a time';
const FILE_MANY = `file, ${String(CALLERS)} callers`;

async function run({ folder, isShort }: BenchPlace): Promise<BenchResult> {
  const { one, many, rounds } = SIZES[isShort ? 'short' : 'full'];
  const server = await startPostgres({ syncs: true });
  try {
    const address = await server.newDatabase();
    const bare = await BareInserts.open(address);
    const database = new Appends(createPostgresStore(address));
    const file = new Appends(createFileStore(join(folder, 'postgres-beside.jsonl')));
    const { wall, foreignLoad, discarded } = await interleave(
      [
        { name: INSERT_ONE, run: () => bare.insert(1, one) },
        { name: INSERT_MANY, run: () => bare.insert(CALLERS, many) },
        { name: ONE, run: () => database.byCallers(1, one) },
        { name: MANY, run: () => database.byCallers(CALLERS, many) },
        { name: FILE_ONE, run: () => file.byCallers(1, one) },
        { name: FILE_MANY, run: () => file.byCallers(CALLERS, many) },
      ],
      rounds,
    );
    await Promise.all([bare.close(), database.close(), file.close()]);
    return {
      title: 'Append to PostgreSQL',
      how: [
        `Lines as in \`verify\`, appended by one process to a server on the same machine, which syncs each commit. The inserts are those of the driver by itself: lines that were made before, into a table with a key and nothing else, not signed and not chained. ${String(CALLERS)} callers each wait for their own append before the next.`,
      ],
      targets: [
        {
          what: 'one at a time, against one insert',
          bound: { atMost: 4 },
          figure: ratioOf(wall, ONE, INSERT_ONE).median,
          unit: 'x',
        },
        {
          what: `${String(CALLERS)} callers, against one insert at a time`,
          bound: { atLeast: 2 },
          figure: ratioOf(wall, INSERT_ONE, MANY).median,
          unit: 'x',
        },
      ],
      tables: [
        {
          columns: ['', 'µs a line', 'lines a second', 'against one insert', 'against the file, same callers'],
          rows: Object.entries(wall).map(([name, figures]) => [
            name,
            digits(median(figures)),
            perSecond(median(figures)),
            name === INSERT_ONE ? '' : `${times(ratioOf(wall, name, INSERT_ONE))} the time`,
            name === ONE || name === MANY
              ? `${times(ratioOf(wall, name, name === ONE ? FILE_ONE : FILE_MANY))} the time`
              : '',
          ]),
        },
      ],
      bounds: [
        'One at a time: one message and its answer, in which are lock, head, line, five indexes and the notification; and the signature before it. Many callers: the server, which keeps the indexes, and the signatures, on the same cores.',
      ],
      foreignLoad,
      discarded,
    };
  } finally {
    await server.remove();
  }
}

/** Our ledger, by one caller or by many. */
class Appends {
  readonly #ledger: Ledger;
  #appended = 0;

  constructor(store: LedgerStore) {
    this.#ledger = openLedger(store, { signer: createMemorySigner('1'.repeat(64)) });
  }

  async byCallers(callers: number, calls: number): Promise<number> {
    const next = inTurn(calls);
    const append = async (): Promise<void> => {
      for (let n; (n = next()) !== undefined;) await this.#ledger.append(sampleDraft(n));
    };
    await Promise.all(Array.from({ length: callers }, append));
    this.#appended += calls;
    return calls;
  }

  /** Fails unless every append is there and verifies. */
  async close(): Promise<void> {
    const { ok, counts } = await this.#ledger.verify();
    demandAll(ok ? counts.valid : -1, this.#appended);
    await this.#ledger.close();
  }
}

/** What the database does by itself. */
class BareInserts {
  readonly #client: pg.Client;
  readonly #line = Buffer.from(lineOf(sampleDraft(0)));

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  static async open(address: string): Promise<BareInserts> {
    const client = new pg.Client({ connectionString: address });
    await client.connect();
    await client.query('CREATE TABLE bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body bytea NOT NULL)');
    return new BareInserts(client);
  }

  async insert(rows: number, lines: number): Promise<number> {
    const values = Array.from({ length: rows }, (_, i) => `($${String(i + 1)})`).join(', ');
    const text = `INSERT INTO bare (body) VALUES ${values}`;
    for (let n = 0; n < lines; n += rows) {
      await this.#client.query({ name: `bare_${String(rows)}`, text, values: Array<Buffer>(rows).fill(this.#line) });
    }
    return lines;
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}
