/** Ledgers in PostgreSQL: what every store does, and what only this one does. Against a real server. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import fc from 'fast-check';
import { createMemorySigner } from '../../src/atomic/index.ts';
import { createMemoryStore, openLedger, queryLedger } from '../../src/ledger/index.ts';
import type { LedgerSource, LedgerStore, QueryFilter } from '../../src/ledger/index.ts';
import { loadDriver } from '../../src/ledger/store-postgres-connection.ts';
import { createPostgresStore, migratePostgres, withoutPassword } from '../../src/ledger/store-postgres.ts';
import type { PostgresStoreOptions } from '../../src/ledger/store-postgres.ts';
import { databaseFailure, isLost } from '../../src/ledger/store-postgres-failure.ts';
import { draft, traceId } from './fixtures.ts';
import { sharedPostgres } from './postgres-shared.ts';
import type { SharedPostgres } from './postgres-shared.ts';
import { failsWith, testStore } from './store-conformance.ts';
import { collect, hash, line, lines, nodeArgv, runChild } from './store-support.ts';
import '../counted-programs.ts';

let server: SharedPostgres;
let database: string;
let ledgers = 0;

before(async () => {
  server = await sharedPostgres();
  database = await server.newDatabase();
});
after(() => server.remove());

/** A store with a ledger of its own. */
function open(t: TestContext, options: PostgresStoreOptions = {}, address = database): LedgerStore {
  const store = createPostgresStore(address, { ledger: `ledger-${String(++ledgers)}`, ...options });
  t.after(() => store.close());
  return store;
}

testStore('PostgreSQL', (t, options) => open(t, options));

const signer = createMemorySigner('1'.repeat(64));

describe('an address', () => {
  test('names the ledger, and shows no password', async (t) => {
    const address = `${database.replace('postgres@', 'postgres:secret@')}?ledger=tenant-a&application_name=x`;
    const store = createPostgresStore(address);
    t.after(() => store.close());
    assert.equal(store.name, `${database}?ledger=tenant-a`);
    assert.equal(createPostgresStore(database).name, `${database}?ledger=main`);
    assert.equal(createPostgresStore(address, { ledger: 'b' }).name, `${database}?ledger=b`);
    await store.append(null, lines(1, 1), hash(1));
    assert.equal((await createPostgresStore(database, { ledger: 'tenant-a' }).head()).hash, hash(1));
    assert.deepEqual(await createPostgresStore(database).head(), { hash: null, sizeBytes: 0 });
    assert.equal(withoutPassword('postgres://a:b@[half/db'), 'postgres://[half/db');
    assert.equal(withoutPassword('data/a:b@ledger.jsonl'), 'data/a:b@ledger.jsonl');
    assert.equal(withoutPassword('postgres:///db?password=b'), 'postgres:///db');
  });

  test('of another kind is refused, and so are names and settings that make no sense', () => {
    const usage = { code: 'USAGE' };
    for (const bad of ['ledger.jsonl', 'mysql://h/db', 'postgres://u:secret@[half/db']) {
      assert.throws(
        () => createPostgresStore(bad),
        (error: Error) => !error.message.includes('secret'),
      );
      assert.throws(() => createPostgresStore(bad), usage);
    }
    for (const ledger of ['', "a'b", '-a', 'x'.repeat(64)]) {
      assert.throws(() => createPostgresStore(database, { ledger }), usage);
    }
    assert.throws(() => createPostgresStore(database, { maxConnections: 1 }), usage);
  });
});

describe('the driver', () => {
  test('is optional: where it is missing, that is said when it is needed', async () => {
    const [program, ...args] = nodeArgv('without-driver-program.ts');
    const hidden = ['--import', new URL('without-driver-hook.mjs', import.meta.url).href];
    const { output } = await runChild([program, ...hidden, ...args]);
    assert.deepEqual(output, ['DRIVER_MISSING Run `npm install pg` in the project.']);
    await assert.rejects(
      loadDriver(() => Promise.reject(new Error('not installed'))),
      { code: 'DRIVER_MISSING' },
    );
  });

  test('has errors that are ours: which may pass, and which need somebody', () => {
    const shown = (error: Error): unknown[] => {
      const { code, details, message } = databaseFailure('db', error);
      return [code, details['retryable'], message];
    };
    const refused = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' });
    assert.deepEqual(shown(refused), ['LEDGER_UNAVAILABLE', true, 'db: the connection failed (ECONNREFUSED).']);
    assert.deepEqual(shown(new AggregateError([])), [
      'LEDGER_UNAVAILABLE',
      true,
      'db: the connection failed (no reason is known).',
    ]);
    const server = (code: string, severity = 'ERROR'): Error =>
      Object.assign(new RangeError('why.'), { code, severity });
    assert.deepEqual(shown(server('53100')), ['LEDGER_UNAVAILABLE', true, 'db: why.']);
    assert.deepEqual(shown(server('57P01', 'FATAL')), ['LEDGER_UNAVAILABLE', true, 'db: why.']);
    assert.deepEqual(shown(server('42501')), ['LEDGER_UNAVAILABLE', false, 'db: why.']);
    assert.deepEqual([isLost(server('08006')), isLost(server('23505'))], [true, false]);
  });
});

describe('the tables', () => {
  test('are made once, however often and by however many they are asked for', async () => {
    await server.sql(database, 'CREATE DATABASE fresh');
    const fresh = database.replace(/[^/]+$/, 'fresh');
    const done = await Promise.all([1, 2, 3].map(() => migratePostgres(fresh)));
    assert.deepEqual(done.map(({ applied }) => applied.length).sort(), [0, 0, 1]);
    assert.deepEqual(await migratePostgres(fresh), { version: 1, applied: [] });
    await server.sql(fresh, 'INSERT INTO logline.migration (version) VALUES (99)');
    const error = await failsWith('DATABASE_OUTDATED', migratePostgres(fresh));
    assert.match(error.message, /has version 99 of the tables; this release knows 1/);
  });

  test('are needed: without them it is said what to do', async (t) => {
    await server.sql(database, 'CREATE DATABASE empty');
    const store = open(t, {}, database.replace(/[^/]+$/, 'empty'));
    const error = await failsWith('DATABASE_OUTDATED', store.head());
    assert.match(error.fix, /logline-cli database migrate/);
    await failsWith('DATABASE_OUTDATED', store.append(null, lines(1, 1), hash(1)));
  });

  test('are not made where names cannot be written', async () => {
    await server.sql(database, "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");
    const error = await failsWith('LEDGER_UNAVAILABLE', migratePostgres(database.replace(/[^/]+$/, 'latin')));
    assert.match(error.message, /LATIN1/);
    assert.equal(error.details['retryable'], false);
  });

  test('let nobody change or remove a line, not even their owner', async (t) => {
    await open(t).append(null, lines(1, 3), hash(3));
    for (const statement of [
      "UPDATE logline.line SET body = ''",
      'DELETE FROM logline.line',
      'TRUNCATE logline.line',
      'DELETE FROM logline.ledger',
      'TRUNCATE logline.ledger',
      'UPDATE logline.ledger SET size_bytes = 1',
      "UPDATE logline.ledger SET name = name || 'x', size_bytes = size_bytes + 1, lines = lines + 1",
    ]) {
      await assert.rejects(server.sql(database, statement), /a ledger is only appended to/, statement);
    }
  });

  test('that were cut behind the back of a store end there', async (t) => {
    const store = open(t, { ledger: 'cut' });
    await store.append(null, lines(1, 3), hash(3));
    const cut = `DELETE FROM logline.line WHERE ledger = (SELECT id FROM logline.ledger WHERE name = 'cut') AND start > 0`;
    await server.sql(database, `SET session_replication_role = replica; ${cut}`);
    assert.equal(await collect(store.read({ end: lines(1, 3).length })), line(1));
    assert.equal(await collect(store.read({ start: lines(1, 2).length, end: lines(1, 3).length })), '');
    await server.sql(database, `SET session_replication_role = replica; ${cut.replace(' AND start > 0', '')}`);
    assert.equal(await collect(store.read({ end: lines(1, 3).length })), '');
  });

  test('can be appended to by a role that may do no more', async (t) => {
    await server.sql(
      database,
      `CREATE ROLE appender LOGIN; GRANT USAGE ON SCHEMA logline TO appender;
       GRANT SELECT, INSERT ON logline.line TO appender; GRANT SELECT, INSERT, UPDATE ON logline.ledger TO appender`,
    );
    const store = open(t, {}, database.replace('postgres@', 'appender@'));
    await store.append(null, lines(1, 1), hash(1));
    await store.append(hash(1), lines(2, 2), hash(2));
    assert.equal(await collect(store.read()), lines(1, 2).toString());
    await assert.rejects(
      server.sql(database.replace('postgres@', 'appender@'), 'DROP TRIGGER append_only ON logline.line'),
    );
  });
});

describe('bytes', () => {
  test('come back as they were, whatever they are', async (t) => {
    const store = open(t);
    const memory = createMemoryStore();
    const strange = [
      Buffer.from([0x00, 0xff, 0xfe, 0x0a]),
      Buffer.from('\n\n{"a":\u0000}\r\n'),
      Buffer.from(`${JSON.stringify(draft(3, { intent: '😀'.repeat(100) })).replace('😀', '\\ud83d')}\n`),
      Buffer.from(line(7)),
    ];
    const actors = ['a\0b', 'y'.repeat(100_000), `${'z'.repeat(199)}😀`, '\\"{},NULL', 'NULL'];
    let head: string | null = null;
    for (const [i, bytes] of strange.entries()) {
      for (const target of [store, memory]) await target.append(head, bytes, hash(i + 1));
      head = hash(i + 1);
    }
    for (const target of [store, memory]) {
      const ledger = openLedger(target, { signer });
      for (const actor of actors) await ledger.append(draft(1, { did: { actor, action: 'x' } }));
    }
    assert.deepEqual(await bytesOf(store), await bytesOf(memory));
    for (const actor of [...actors, 'y'.repeat(200), 'z'.repeat(199), 'a\uFFFDb']) {
      assert.deepEqual(await textsOf(store, { actor }), await textsOf(memory, { actor }), actor.slice(0, 9));
    }
  });

  test('are the same as in memory, whatever is appended, and so is what is found', async (t) => {
    const some = fc.record({
      actor: fc.constantFrom('a', 'b', 'é\u0000', 'x'.repeat(300), `${'x'.repeat(299)}y`),
      intent: fc.constantFrom('run_code', 'deploy', undefined),
      mission: fc.constantFrom('M-1', 'M-2', undefined),
      n: fc.integer({ min: 0, max: 40 }),
      old: fc.boolean(),
    });
    const groups = fc.array(fc.array(some, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 6 });
    const filters = fc.array(
      fc.record(
        {
          actor: fc.constantFrom('a', 'x'.repeat(300), 'none'),
          intent: fc.constantFrom('run_code', 'deploy'),
          mission: fc.constantFrom('M-1', 'M-9'),
          traceId: fc.integer({ min: 0, max: 40 }).map(traceId),
          since: fc.constantFrom('2026-01-01T00:00:10Z', '2026-01-01', '2027-01-01'),
          until: fc.constantFrom('2026-01-01T00:00:20.500Z', '2025-01-01'),
          reverse: fc.boolean(),
          limit: fc.integer({ min: 1, max: 5 }),
        },
        { requiredKeys: [] },
      ),
      { minLength: 4, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(groups, filters, async (appends, queries) => {
        const stores = [open(t), createMemoryStore()] as const;
        for (const store of stores) {
          const ledger = openLedger(store, { signer });
          for (const group of appends) {
            await ledger.appendMany(
              group.map(({ actor, intent, mission, n, old }) => {
                const { intent: _, metadata, ...rest } = draft(n, { did: { actor, action: 'create' } });
                const { trace_id, ...times } = metadata;
                return {
                  ...rest,
                  ...(intent !== undefined && { intent }),
                  ...(mission !== undefined && { payload: old ? { mission } : { scope: { mission } } }),
                  ...(old ? { metadata } : { metadata: times, ...(trace_id !== undefined && { trace_id }) }),
                };
              }),
            );
          }
        }
        assert.deepEqual(await bytesOf(stores[0]), await bytesOf(stores[1]));
        for (const query of queries)
          assert.deepEqual(await entriesOf(stores[0], query), await entriesOf(stores[1], query));
      }),
      { numRuns: 12 },
    );
  });

  test('are read in pages, from any place', async (t) => {
    const store = open(t);
    const memory = createMemoryStore();
    const long = [700_000, 10, 1_048_576, 1, 2_000_000, 300_000].map((size, i) =>
      line(i + 1, { content: 'x'.repeat(size) }),
    );
    const bytes = Buffer.from(long.join(''));
    for (const target of [store, memory]) await target.append(null, bytes, hash(6));
    for (const start of [0, 1, 699_999, 700_200, 1_748_800, 3_000_000, bytes.length - 1, bytes.length]) {
      for (const end of [start + 1, start + 1_500_000, bytes.length]) {
        const expected = bytes.subarray(start, end);
        assert.ok(Buffer.from(await collect(store.read({ start, end }))).equals(expected), `${start} to ${end}`);
      }
    }
  });
});

describe('queries', () => {
  test('read only what an index leads to, page by page', async (t) => {
    const store = open(t);
    const ledger = openLedger(store, { signer });
    const big = { content: 'x'.repeat(5000) };
    for (let n = 0; n < 1200; n += 300) {
      await ledger.appendMany(
        Array.from({ length: 300 }, (_, i) => draft(n + i, { intent: i % 2 === 0 ? 'even' : 'odd', input: big })),
      );
    }
    const silent: LedgerSource = { ...bound(store), read: () => assert.fail('the bytes were read') };
    const found = async (filter: QueryFilter): Promise<(number | undefined)[]> => {
      const entries = [];
      for await (const { line: number } of queryLedger(silent, filter)) entries.push(number);
      return entries;
    };
    const evens = Array.from({ length: 600 }, (_, i) => 2 * i + 1);
    assert.deepEqual(await found({ intent: 'even' }), evens);
    assert.deepEqual(await found({ traceId: traceId(700) }), [701]);
    assert.deepEqual(await found({ since: '2026-01-01T00:10:00Z', until: '2026-01-01T00:10:03Z' }), [601, 602, 603]);
    assert.equal((await found({ since: '2026-01-01' })).length, 1200);
    assert.equal((await found({ intent: 'even', reverse: true })).length, 600);
    assert.deepEqual(await found({ actor: 'nobody' }), []);
    assert.deepEqual(await found({ since: '2030-01-01' }), []);
    const { traceId: _, ...rest } = { traceId: 1, action: 'create', limit: 2 };
    assert.equal((await textsOf(store, rest)).length, 2, 'without an index, the bytes are read');
    const ended = AbortSignal.abort();
    await failsWith('CANCELLED', collectEntries(queryLedger(store, { intent: 'even' }, { signal: ended })));
  });
});

/** A store as a plain object, whose members can be replaced. */
function bound(store: LedgerStore): LedgerSource {
  return {
    name: store.name,
    sizeBytes: () => store.sizeBytes(),
    read: (range) => store.read(range),
    find: (filter, range) => store.find!(filter, range),
  };
}

async function bytesOf(source: LedgerSource): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of source.read()) parts.push(Uint8Array.from(chunk));
  return Buffer.concat(parts);
}

async function collectEntries<T>(entries: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const entry of entries) all.push(entry);
  return all;
}

const entriesOf = (source: LedgerSource, filter: QueryFilter) => collectEntries(queryLedger(source, filter));
const textsOf = async (source: LedgerSource, filter: QueryFilter): Promise<string[]> =>
  (await entriesOf(source, filter)).map(({ text }) => text);
