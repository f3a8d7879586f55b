/** Appends to PostgreSQL that are a turn of their own: one message, and no less is promised than by a turn. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { TestContext } from 'node:test';
import { createMemorySigner } from '../../src/atomic/index.ts';
import { openLedger, openLedgerState } from '../../src/ledger/index.ts';
import type { Ledger, LedgerStore } from '../../src/ledger/index.ts';
import { createPostgresStore } from '../../src/ledger/store-postgres.ts';
import type { PostgresStoreOptions } from '../../src/ledger/store-postgres.ts';
import { draft } from './fixtures.ts';
import { Proxy } from './postgres-proxy.ts';
import { sharedPostgres } from './postgres-shared.ts';
import type { SharedPostgres } from './postgres-shared.ts';
import { failsWith } from './store-conformance.ts';
import { collect, hash, lines } from './store-support.ts';

const signer = createMemorySigner('1'.repeat(64));
let server: SharedPostgres;
let database: string;
before(async () => {
  server = await sharedPostgres();
  database = await server.newDatabase();
});
after(() => server.remove());

function open(t: TestContext, ledger: string, options: PostgresStoreOptions = {}, address = database): LedgerStore {
  const store = createPostgresStore(address, { ledger, settleTimeoutMs: 3000, ...options });
  t.after(() => store.close());
  return store;
}

/** A ledger with a line, whose next append is one at once. */
async function begun(store: LedgerStore): Promise<Ledger> {
  const ledger = openLedger(store, { signer });
  await ledger.append(draft(1));
  return ledger;
}

test('behind the head that this process left, an append is one message', async (t) => {
  const proxy = await Proxy.open(t, server.port);
  const ledger = await begun(open(t, 'one-message', {}, proxy.address(database)));
  for (let n = 2; n <= 5; n++) {
    const before = proxy.messages;
    await ledger.append(draft(n));
    // The end of the first turn is not waited for: it may be counted here.
    if (n > 2) assert.equal(proxy.messages - before, 1);
  }
  const { ok, counts } = await ledger.verify({ requireSignatures: true });
  assert.deepEqual([ok, counts.valid], [true, 5]);
  const { ok: isWhole } = await openLedger(open(t, 'one-message')).verify();
  assert.equal(isWhole, true);
});

test('what the server itself refuses is told, and nothing was appended', async (t) => {
  const ledger = await begun(open(t, 'outdated'));
  await ledger.append(draft(2));
  await server.sql(database, 'ALTER TABLE logline.line RENAME TO elsewhere');
  try {
    await failsWith('DATABASE_OUTDATED', ledger.append(draft(3)));
  } finally {
    await server.sql(database, 'ALTER TABLE logline.elsewhere RENAME TO line');
  }
  await ledger.append(draft(4));
  const { ok, counts } = await ledger.verify();
  assert.deepEqual([ok, counts.valid], [true, 3]);
});

test('where another process has appended, it is signed again behind that, and a bare append is a conflict', async (t) => {
  const [mine, theirs] = [open(t, 'overtaken'), open(t, 'overtaken')];
  const ledger = await begun(mine);
  const other = openLedger(theirs, { signer });
  const second = await other.append(draft(2));
  const third = await ledger.append(draft(3));
  assert.equal(third.atomic.prev, second.atomic.hash);
  await other.append(draft(4));
  await failsWith('LEDGER_CONFLICT', mine.append(third.atomic.hash!, lines(5, 5), hash(5)));
  await failsWith('LEDGER_CONFLICT', ledger.append({ ...draft(6), prev: third.atomic.hash! }));
  const head = (await other.append(draft(7))).atomic.hash!;
  assert.equal((await ledger.append({ ...draft(8), prev: head })).atomic.prev, head);
  assert.equal((await ledger.verify()).counts.valid, 6);
});

test('many appends of two processes at once are one chain, with each of them in it once', async (t) => {
  const ledgers = [open(t, 'two'), open(t, 'two')].map((store) => openLedger(store, { signer }));
  const appends = Array.from({ length: 60 }, async (_, n) => {
    await new Promise((resolve) => setTimeout(resolve, 7 * (n % 20)));
    return ledgers[n % 2]!.append(draft(n));
  });
  await Promise.all(appends);
  const report = await ledgers[0]!.verify();
  assert.deepEqual([report.ok, report.counts.valid], [true, 60]);
  const text = await collect(open(t, 'two').read());
  const names = text.trimEnd().split('\n');
  assert.equal(new Set(names.map((each) => (JSON.parse(each) as { this: string }).this)).size, 60);
});

test('the turn of another process is waited for: what it decides stands on what it saw', async (t) => {
  const ledger = await begun(open(t, 'turn'));
  const other = open(t, 'turn');
  const state = openLedgerState(other, { begin: () => 0, step: (count: number) => count + 1 }, { signer });
  let append: Promise<unknown> | undefined;
  await other.exclusive(async (turn) => {
    const { hash: head } = await turn.head();
    append = ledger.append(draft(2));
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal((await other.head()).hash, head, 'somebody appended in the middle of a turn');
    await turn.append(head, lines(3, 3), hash(3));
  });
  await append;
  assert.equal(await state.read(), 2, 'the line in the middle is no atomic');
  await state.decide((count) => ({ drafts: count === 2 ? [draft(4)] : [] }));
  assert.equal(await state.read(), 3);
});

test('an answer that is lost is found out, and an append that never came is made by a turn', async (t) => {
  const proxy = await Proxy.open(t, server.port);
  const store = open(t, 'lost', {}, proxy.address(database));
  const ledger = await begun(store);
  for (const cutOn of ['answer', 'question', 'late'] as const) {
    await ledger.append(draft(2)); // the next one is at once
    proxy.cutOn = cutOn;
    await ledger.append(draft(3));
    assert.equal(proxy.cutOn, undefined, `it was not ${cutOn}`);
  }
  assert.equal(proxy.cuts, 3);
  const { ok, counts } = await ledger.verify();
  assert.deepEqual([ok, counts.valid], [true, 7], 'something is there twice, or not at all');
});

test('what the server gets when its connection was lost already is not taken for undone', async (t) => {
  const proxy = await Proxy.open(t, server.port);
  proxy.lateMs = 1000;
  const store = open(t, 'late', { settleTimeoutMs: 200 }, proxy.address(database));
  const ledger = await begun(store);
  await ledger.append(draft(2));
  proxy.cutOn = 'late';
  // Nobody knows yet: the server still has the connection, and may get something from it.
  const error = await failsWith('LEDGER_UNAVAILABLE', ledger.append(draft(3)));
  assert.equal(error.details['outcome'], 'unknown');
  while ((await ledger.verify()).counts.valid < 3) await new Promise((resolve) => setTimeout(resolve, 50));
  await ledger.append(draft(4));
  assert.equal((await ledger.verify()).counts.valid, 4);
});

test('a database whose transactions see one moment by default changes nothing', async (t) => {
  const address = await server.newDatabase();
  const [name] = address.split('/').slice(-1);
  await server.sql(address, `ALTER DATABASE ${name!} SET default_transaction_isolation = 'serializable'`);
  const ledgers = [1, 2, 3].map(() => openLedger(open(t, 'main', {}, address), { signer }));
  for (let n = 0; n < 5; n++) await Promise.all(ledgers.map((ledger, i) => ledger.append(draft(3 * n + i))));
  assert.equal((await ledgers[0]!.verify()).counts.valid, 15);
});

test('a store that was closed, and lines that are none, are refused as ever', async (t) => {
  const store = open(t, 'refused');
  await store.append(null, lines(1, 1), hash(1));
  await failsWith('USAGE', store.append(hash(1), Buffer.from('no line'), hash(2)));
  await store.append(hash(1), lines(2, 2), hash(2));
  await store.close();
  await failsWith('LEDGER_UNAVAILABLE', store.append(hash(2), lines(3, 3), hash(3)));
});
