/**
 * What becomes of a ledger in PostgreSQL where something goes wrong: writers are killed, connections are cut in the middle of an append, the
 * server crashes under load. Every append that was acknowledged is there, in one unbroken chain, and nothing is there twice.
 *
 * For some seconds; with LOGLINE_LONG=1 for 30.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMemorySigner } from '../../src/atomic/index.ts';
import type { Atomic } from '../../src/atomic/index.ts';
import { keyringOf, openLedger, openLedgerState, tailLedger, verifyLedger } from '../../src/ledger/index.ts';
import type { Head, LedgerStore, LedgerTurn } from '../../src/ledger/index.ts';
import { createPostgresStore } from '../../src/ledger/store-postgres.ts';
import type { PostgresStoreOptions } from '../../src/ledger/store-postgres.ts';
import { draft, publicKey } from './fixtures.ts';
import { Proxy } from './postgres-proxy.ts';
import { startPostgres } from './postgres-server.ts';
import type { PostgresServer } from './postgres-server.ts';
import { failsWith } from './store-conformance.ts';
import { collect, hash, lines } from './store-support.ts';
import { Writer } from './writers.ts';
import { isLong } from '../long.ts';

const DURATION_MS = isLong ? 30_000 : 2_500;
const signer = createMemorySigner('1'.repeat(64));
let server: PostgresServer;
let database: string;

before(async () => {
  server = await startPostgres();
  database = await server.newDatabase();
});
after(() => server.remove());

function open(t: TestContext, ledger: string, options: PostgresStoreOptions = {}, address = database): LedgerStore {
  const store = createPostgresStore(address, { ledger, settleTimeoutMs: 3000, ...options });
  t.after(() => store.close());
  return store;
}

test('three processes, one of them killed again and again, while the server crashes', async (t) => {
  const address = `${database}?ledger=crash`;
  const writers = Array.from({ length: 3 }, (_, n) => new Writer(address, `w${n}`));
  t.after(() => {
    for (const writer of writers) writer.kill();
  });
  for (const writer of writers) await writer.moreAcks(1);
  const end = performance.now() + DURATION_MS;
  let crashes = 0;
  while (crashes < 2 || performance.now() < end) {
    const restarted = writers[0]!.restart();
    await sleep(100);
    await server.crash();
    crashes++;
    await sleep(200);
    await server.start();
    await restarted;
    for (const writer of writers) await writer.moreAcks(3); // all recover by themselves
  }
  await Promise.all(writers.map((writer) => writer.finish()));
  const stored = await prove(createPostgresStore(address), writers);
  const failures = writers.flatMap((writer) => writer.failures);
  assert.ok(failures.length > 0);
  assert.deepEqual(new Set(failures), new Set(['LEDGER_UNAVAILABLE true']));
  t.diagnostic(
    `${stored} atomics, ${crashes} crashes; ${failures.length} appends failed for the while, and were made again`,
  );
});

/** What has to be true afterwards; answers the number of atomics. */
async function prove(store: LedgerStore, writers: readonly Writer[]): Promise<number> {
  const keyring = keyringOf([publicKey(1)]);
  const report = await verifyLedger(store, { keyring, requireSignatures: true, strict: true });
  assert.deepEqual(report.findings, []);
  assert.equal(report.ok, true);
  const atomics = (await collect(store.read()))
    .trimEnd()
    .split('\n')
    .map((each) => JSON.parse(each) as Atomic);
  await store.close();
  const hashes = new Set(atomics.map((atomic) => atomic.hash));
  assert.equal(new Set(atomics.map((atomic) => atomic.this)).size, atomics.length, 'a fact is there twice');
  const acks = writers.flatMap((writer) => writer.acks);
  const lost = acks.filter((acked) => !hashes.has(acked));
  assert.deepEqual(lost, [], 'acknowledged, and not there');
  const kills = writers.reduce((sum, writer) => sum + writer.kills, 0);
  assert.ok(atomics.length - acks.length <= kills, 'only a kill leaves an atomic that was not acknowledged');
  return atomics.length;
}

test('where there is no server, that is said at once, and the next call finds it again', async (t) => {
  const store = open(t, 'away', { connectTimeoutMs: 1000 });
  const ledger = openLedger(store, { signer });
  await ledger.append(draft(1));
  await server.crash();
  for (const act of [() => store.head(), () => ledger.append(draft(2)), () => collect(store.read())]) {
    const error = await failsWith('LEDGER_UNAVAILABLE', act());
    assert.equal(error.details['retryable'], true);
    assert.match(error.message, /^postgres:\/\/postgres@127\.0\.0\.1.*ECONNREFUSED/);
  }
  await server.start();
  await ledger.append(draft(2));
  assert.equal((await ledger.verify()).counts.valid, 2);
});

/** Appends in a turn; an append by itself may be one (postgres-at-once.test.ts). */
const inTurn = (store: LedgerStore, ...input: Parameters<LedgerTurn['append']>): Promise<Head> =>
  store.exclusive((turn) => turn.append(...input));

test('an append whose answer was lost is found, and acknowledged once', async (t) => {
  const proxy = await Proxy.open(t, server.port);
  const store = open(t, 'answer-lost', {}, proxy.address(database));
  await store.append(null, lines(1, 1), hash(1));
  proxy.cutOn = 'answer';
  assert.equal((await inTurn(store, hash(1), lines(2, 3), hash(3))).hash, hash(3));
  assert.equal(proxy.cuts, 1);
  assert.equal(await collect(store.read()), lines(1, 3).toString());
});

test('an append that never reached the server is known not to be there', async (t) => {
  const proxy = await Proxy.open(t, server.port);
  const store = open(t, 'question-lost', {}, proxy.address(database));
  await store.append(null, lines(1, 1), hash(1));
  proxy.cutOn = 'question';
  const error = await failsWith('LEDGER_UNAVAILABLE', inTurn(store, hash(1), lines(2, 2), hash(2)));
  assert.deepEqual([error.details['retryable'], error.details['outcome']], [true, undefined]);
  assert.equal(await collect(store.read()), lines(1, 1).toString());
  await store.append(hash(1), lines(2, 2), hash(2));
});

test('where nobody can tell what became of an append, that is said', async (t) => {
  const proxy = await Proxy.open(t, server.port);
  const store = open(t, 'unknown', { settleTimeoutMs: 200, connectTimeoutMs: 100 }, proxy.address(database));
  await store.append(null, lines(1, 1), hash(1));
  proxy.cutOn = 'answer';
  proxy.refuses = true;
  const error = await failsWith('LEDGER_UNAVAILABLE', inTurn(store, hash(1), lines(2, 2), hash(2)));
  assert.equal(error.details['outcome'], 'unknown');
  assert.match(error.message, /Whether the append was done is not known: read the head/);
  assert.equal((await open(t, 'unknown').head()).hash, hash(2));
});

test('a turn whose connection was lost appends nothing that others did not leave room for', async (t) => {
  const proxy = await Proxy.open(t, server.port);
  const slow = open(t, 'lost-turn', {}, proxy.address(database));
  const other = open(t, 'lost-turn');
  await slow.append(null, lines(1, 1), hash(1));
  await slow.exclusive(async (turn) => {
    assert.equal((await turn.head()).hash, hash(1));
    proxy.cutAll();
    await other.append(hash(1), lines(2, 2), hash(2)); // the lock went with the connection
    await failsWith('LEDGER_UNAVAILABLE', turn.append(hash(1), lines(3, 3), hash(3)));
  });
  assert.equal(await collect(other.read()), lines(1, 2).toString());
  await slow.append(hash(2), lines(3, 3), hash(3));
});

test('a turn and a reading whose connection was lost in the middle', async (t) => {
  const proxy = await Proxy.open(t, server.port);
  const store = open(t, 'middle', { connectTimeoutMs: 500 }, proxy.address(database));
  const long = Buffer.from(`${'x'.repeat(999_999)}\n`.repeat(6));
  await store.append(null, long, hash(1));
  const head = await store.exclusive(async (turn) => {
    proxy.cutAll();
    return turn.head(); // and nothing is done that needed the lock
  });
  assert.deepEqual(head, await store.head());
  const reading = (async () => {
    for await (const chunk of store.read()) {
      assert.ok(chunk.length > 0);
      proxy.refuses = true;
      proxy.cutAll();
    }
  })();
  assert.equal((await failsWith('LEDGER_UNAVAILABLE', reading)).details['retryable'], true);
  proxy.refuses = false;
  assert.equal((await collect(store.read())).length, long.length);
  await store.close();
  await failsWith('LEDGER_UNAVAILABLE', store.head());
});

test('a turn that cannot begin is tried once more, and then given up', async (t) => {
  const proxy = await Proxy.open(t, server.port);
  const store = open(t, 'no-begin', {}, proxy.address(database));
  proxy.cutsAsking = { text: 'pg_advisory_lock', passes: 0, times: 1 };
  await store.append(null, lines(1, 1), hash(1));
  proxy.cutsAsking = { text: 'pg_advisory_lock', passes: 0, times: 2 };
  const error = await failsWith('LEDGER_UNAVAILABLE', inTurn(store, hash(1), lines(2, 2), hash(2)));
  assert.equal(error.details['retryable'], true);
  await store.append(hash(1), lines(2, 2), hash(2));
});

test('a server that is silent is taken for lost', async (t) => {
  const proxy = await Proxy.open(t, server.port);
  const store = open(t, 'silent', { answerTimeoutMs: 200, connectTimeoutMs: 200 }, proxy.address(database));
  await store.append(null, lines(1, 1), hash(1));
  proxy.isSilent = true;
  const error = await failsWith('LEDGER_UNAVAILABLE', store.head());
  assert.equal(error.details['retryable'], true);
  proxy.isSilent = false;
  assert.equal((await store.head()).hash, hash(1));
});

test('another process that holds the lock is waited for, and given up on in time', async (t) => {
  const holder = open(t, 'held');
  const waiting = open(t, 'held', { lockTimeoutMs: 100 });
  await holder.exclusive(async (turn) => {
    const error = await failsWith('LEDGER_LOCKED', waiting.append(null, lines(1, 1), hash(1)));
    assert.match(error.message, /another process is appending/);
    await turn.append(null, lines(1, 1), hash(1));
  });
  await waiting.append(hash(1), lines(2, 2), hash(2));
});

test('whoever writes past the lock is met with a conflict, and the chain stays whole', async (t) => {
  const store = open(t, 'past');
  await store.append(null, lines(1, 1), hash(1));
  await store.exclusive(async (turn) => {
    const moved = `UPDATE logline.ledger SET hash = '${hash(2)}', size_bytes = size_bytes + 1, lines = lines + 1 WHERE name = 'past'`;
    await server.sql(database, moved);
    const error = await failsWith('LEDGER_CONFLICT', turn.append(hash(1), lines(2, 2), hash(2)));
    assert.equal(error.details['head'], hash(2));
    await server.sql(database, moved);
    const same = await failsWith('LEDGER_CONFLICT', turn.append(hash(2), lines(3, 3), hash(3)));
    assert.match(same.message, /somebody wrote past its lock/);
  });
});

test('a failure of the server undoes the whole append, and says whether it may pass', async (t) => {
  const store = open(t, 'full');
  await server.sql(
    database,
    'ALTER TABLE logline.line ADD CONSTRAINT full_disk CHECK (octet_length(body) < 1000) NOT VALID',
  );
  const long = Buffer.concat([lines(1, 1), Buffer.from(`${'x'.repeat(2000)}\n`), lines(2, 2)]);
  const error = await failsWith('LEDGER_UNAVAILABLE', store.append(null, long, hash(2)));
  assert.deepEqual([error.details['state'], error.details['retryable']], ['23514', false]);
  assert.deepEqual(await store.head(), { hash: null, sizeBytes: 0 });
  await server.sql(database, 'ALTER TABLE logline.line DROP CONSTRAINT full_disk');
  await store.append(null, long, hash(2));
});

test('states and tails follow what other processes append, also over a lost connection', async (t) => {
  const proxy = await Proxy.open(t, server.port);
  const mine = open(t, 'followed', {}, proxy.address(database));
  const theirs = openLedger(open(t, 'followed'), { signer });
  const state = openLedgerState(mine, { begin: () => 0, step: (count: number) => count + 1 });
  assert.equal(await state.read(), 0);
  // At an interval that the test does not last: what it sees, it hears of.
  const { seen, end } = followed(t, mine);
  await theirs.append(draft(1));
  await until(() => seen.length === 1);
  assert.equal(await state.read(), 1);
  proxy.refuses = true;
  proxy.cutAll();
  await sleep(700); // one attempt to come back fails
  proxy.refuses = false;
  await theirs.append(draft(2));
  await until(() => seen.includes('/functions/f2'));
  assert.equal(await state.read(), 2);
  await sleep(200); // the connection stands again
  await openLedger(open(t, 'not-followed'), { signer }).append(draft(9));
  await theirs.append(draft(3));
  await until(() => seen.includes('/functions/f3'));
  await end();
  const atomics = seen.filter((each) => each.startsWith('/'));
  assert.deepEqual(atomics, ['/functions/f1', '/functions/f2', '/functions/f3']);
});

/** What a tail has seen, and what it has said about waiting. */
function followed(t: TestContext, store: LedgerStore): { readonly seen: string[]; readonly end: () => Promise<void> } {
  const stop = new AbortController();
  const seen: string[] = [];
  const tail = tailLedger(store, {
    follow: true,
    intervalMs: 60_000,
    signal: stop.signal,
    onWait: ({ code }) => void seen.push(code),
    onGoOn: () => void seen.push('on'),
  });
  const run = (async () => {
    for await (const { atomic } of tail) seen.push(atomic.this);
  })();
  run.catch(() => undefined);
  const end = (): Promise<void> => {
    stop.abort();
    return run;
  };
  t.after(() => stop.abort());
  return { seen, end };
}

test('a tail outlasts a cut in the very moment in which it asks, how far the ledger has come and what stands there', async (t) => {
  const proxy = await Proxy.open(t, server.port);
  const mine = open(t, 'asking', {}, proxy.address(database));
  const theirs = openLedger(open(t, 'asking'), { signer });
  const state = openLedgerState(mine, { begin: () => 0, step: (count: number) => count + 1 });
  await theirs.append(draft(1));
  const { seen, end } = followed(t, mine);
  await until(() => seen.length === 1);
  // What only reads is asked once more by itself, so that two cuts are a failure.
  proxy.cutsAsking = { text: 'logline_head', passes: 0, times: 2 };
  await theirs.append(draft(2));
  await until(() => seen.length === 4);
  const long = 'x'.repeat(700_000);
  // The first page is there, the second one is cut; and of what looks whether the ledger is the same, nothing.
  proxy.cutsAsking = { text: 'logline_page', passes: 2, times: 2 };
  await theirs.appendMany([3, 4, 5, 6].map((n) => ({ ...draft(n), payload: { long } })));
  await until(() => seen.length === 10);
  await end();
  assert.deepEqual(seen, [
    '/functions/f1',
    ...['LEDGER_UNAVAILABLE', 'on', '/functions/f2'],
    ...['/functions/f3', '/functions/f4', 'LEDGER_UNAVAILABLE', 'on', '/functions/f5', '/functions/f6'],
  ]);
  proxy.cutsAsking = { text: 'logline_page', passes: 1, times: 2 };
  await failsWith('LEDGER_UNAVAILABLE', state.read());
  assert.equal(await state.read(), 6);
});

async function until(isSo: () => boolean): Promise<void> {
  const end = performance.now() + 10_000;
  while (!isSo()) {
    assert.ok(performance.now() < end, 'too late');
    await sleep(10);
  }
}
