/** Two processes' worth of services over one database behave as one. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startPostgres } from '../ledger/postgres-server.ts';
import type { PostgresServer } from '../ledger/postgres-server.ts';
import { assertError, startServices } from './running.ts';
import type { Running } from './running.ts';

let server: PostgresServer;
let replicas: readonly Running[] = [];
before(async () => {
  server = await startPostgres();
  const DATABASE_URL = await server.newDatabase();
  const names = ['ledger', 'orchestrator', 'finops'];
  replicas = [await startServices(names, { DATABASE_URL }), await startServices(names, { DATABASE_URL })];
});
after(async () => {
  for (const replica of replicas) await replica.close();
  await server.remove();
});

const on = (n: number): Running => replicas[n % 2]!;

describe('two replicas over PostgreSQL', () => {
  test('are one: same missions, each decided once', async () => {
    const body = { title: 'One of many' };
    const began = await Promise.all(
      Array.from({ length: 10 }, (_, n) => on(n).ask('orchestrator', 'POST /missions', { body })),
    );
    assert.deepEqual(
      began.map(({ status }) => status),
      Array.from({ length: 10 }, () => 201),
    );
    assert.equal(new Set(began.map((reply) => reply.json().missionId as string)).size, 10);
    const approve = 'POST /missions/M-1/checkpoints/plan/approve';
    assert.equal((await on(0).ask('orchestrator', approve)).status, 200);
    assert.equal((await on(1).ask('orchestrator', 'GET /missions/M-1')).json().checkpoints[0].status, 'approved');
  });

  test('are one: every consumption counts, on one chain', async () => {
    const spend = (n: number) => on(n).ask('finops', 'POST /finops/budget', { body: { consumed: 0.1 } });
    await Promise.all(Array.from({ length: 20 }, (_, n) => spend(n)));
    for (const n of [0, 1]) assert.equal((await on(n).ask('finops', 'GET /finops/budget')).json().consumed, 2);
    const { ok, counts } = (await on(1).ask('ledger', 'GET /verify')).json();
    assert.deepEqual([ok, counts.invalid], [true, 0]);
    const { budgets } = { budgets: (await on(0).ask('ledger', 'GET /query?intent=budget_set')).json().atomics };
    assert.equal(budgets.length, 1);
  });

  test('answer 503 while the database is away, and go on when it is back', async () => {
    const before = (await on(0).ask('ledger', 'GET /stats')).json().lines as number;
    await server.crash();
    const refused = await on(0).ask('finops', 'POST /finops/budget', { body: { consumed: 1 } });
    assertError(refused, 503, 'LEDGER_UNAVAILABLE');
    assert.ok(refused.headers.get('retry-after'));
    assert.equal((await on(1).ask('ledger', 'GET /health')).status, 503);
    assert.doesNotMatch(refused.text, /postgres:\/\//);
    await server.start();
    for (let i = 0; (await on(0).ask('ledger', 'GET /health')).status !== 200 && i < 100; i++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal((await on(0).ask('finops', 'POST /finops/budget', { body: { consumed: 1 } })).status, 200);
    assert.equal((await on(1).ask('ledger', 'GET /stats')).json().lines, before + 1);
  });

  test('need a key that is told to all of them', async () => {
    const settings = { DATABASE_URL: 'postgres://localhost/none', SIGNING_KEY_HEX: '' };
    await assert.rejects(startServices(['ledger'], settings), { code: 'CONFIG_INVALID' });
  });
});
