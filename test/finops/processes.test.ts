/**
 * Processes that spend from one budget at once, through one ledger, in a file and in PostgreSQL: what they got adds up, and is never more than
 * there was.
 *
 * About 130 decisions each; with LOGLINE_LONG=1 about 10 000.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createMemorySigner } from '../../src/atomic/index.ts';
import { FINANCE, balanceOf, decideBudget, formatMoney, parseMoney } from '../../src/finops/index.ts';
import { createFileStore, openLedgerState, verifyLedger } from '../../src/ledger/index.ts';
import type { LedgerStore } from '../../src/ledger/index.ts';
import { createPostgresStore } from '../../src/ledger/store-postgres.ts';
import { sharedPostgres } from '../ledger/postgres-shared.ts';
import { scratch } from '../ledger/store-support.ts';
import { isLong } from '../long.ts';
import { ON_SOURCE } from '../sources/arguments.ts';

const WRITER = fileURLToPath(new URL('reserve-writer.ts', import.meta.url));
const LIMIT = isLong ? '9000' : '120';
const NAMES = ['a', 'b', 'c'];

test('three processes never spend the same money of a file twice', { timeout: 600_000 }, async (t) => {
  const path = join(scratch(t), 'ledger.jsonl');
  await spendAll(t, path, createFileStore(path));
});

test('three processes never spend the same money of a database twice', { timeout: 600_000 }, async (t) => {
  const server = await sharedPostgres();
  t.after(() => server.remove());
  const address = await server.newDatabase();
  await spendAll(t, address, createPostgresStore(address));
});

async function spendAll(t: TestContext, path: string, store: LedgerStore): Promise<void> {
  const state = openLedgerState(store, FINANCE, { signer: createMemorySigner('1'.repeat(64)) });
  const context = { actor: 'admin', createdAt: '2026-01-15T11:00:00Z' };
  const terms = { budget: 'team', limit: LIMIT, currency: 'USD', period: 'total', scope: {}, hard: true } as const;
  await state.decide((money) => decideBudget(money, { ...terms, thresholds: [50, 100] }, context));

  const writers = NAMES.map((name) => {
    const options = [...ON_SOURCE, WRITER, path, name];
    return spawn(process.execPath, options, { stdio: ['pipe', 'pipe', 'inherit'] });
  });
  t.after(() => {
    for (const writer of writers) writer.kill('SIGKILL');
  });
  const said = writers.map(({ stdout }) => text(stdout));
  await Promise.all(writers.map(({ stdout }) => once(stdout, 'data')));
  for (const { stdin } of writers) stdin.end();
  const statuses = await Promise.all(writers.map(async (writer) => (await once(writer, 'close')) as [number]));
  assert.deepEqual(
    statuses.map(([status]) => status),
    [0, 0, 0],
  );

  const got = (await Promise.all(said)).map((lines) =>
    [...lines.matchAll(/^got (.*)$/gm)].reduce((sum, [, amount]) => sum + parseMoney(amount!), 0n),
  );
  const money = await state.read();
  const { spent, reserved } = balanceOf(money, money.budgets.get('team')!, new Date('2026-01-15T12:00:00Z'));
  assert.equal(formatMoney(spent), formatMoney(got.reduce((a, b) => a + b)));
  assert.ok(spent <= parseMoney(LIMIT) && spent > parseMoney(LIMIT) - parseMoney('4'), formatMoney(spent));
  assert.equal(reserved, 0n, 'nothing leaks');
  // Whoever comes last may find nothing left; that they met at all is what the test is about.
  assert.ok(got.filter((amount) => amount > 0n).length > 1, 'they spent at the same time');
  const report = await verifyLedger(store, { requireSignatures: true });
  assert.equal(report.ok, true, JSON.stringify(report.findings));
  await store.close();
}
