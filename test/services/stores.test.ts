/** Missions, money and evidence are the same over a ledger in a file and over one in PostgreSQL: one story, told to both. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { verifyPack } from '../../src/evidence/index.ts';
import { missionReader } from '../../src/mission/index.ts';
import { sharedPostgres } from '../ledger/postgres-shared.ts';
import type { SharedPostgres } from '../ledger/postgres-shared.ts';
import { assertError, startServices } from './running.ts';
import type { Running } from './running.ts';
import '../uncounted.ts';

let server: SharedPostgres;
before(async () => {
  server = await sharedPostgres();
});
after(() => server.remove());

for (const [name, settings] of [
  ['a file', async () => ({})],
  ['PostgreSQL', async () => ({ DATABASE_URL: await server.newDatabase() })],
] as const) {
  describe(`over ${name}`, () => {
    let services: Running;
    before(async () => {
      services = await startServices(['ledger', 'orchestrator', 'finops', 'evidence'], await settings());
    });
    after(() => services.close());
    const missions = (request: string, body?: object) => services.ask('orchestrator', request, body && { body });
    const money = (request: string, body?: object) => services.ask('finops', request, body && { body });
    const evidence = (request: string, body?: object) => services.ask('evidence', request, body && { body });

    test('missions go their way, and no further than their rules let them', async () => {
      const began = await missions('POST /missions', { title: 'Account ids', risk: 'medium' });
      assert.deepEqual([began.status, began.json().missionId], [201, 'M-1']);
      assertError(await missions('POST /missions/M-1/finalize'), 409, 'TRANSITION_REFUSED');
      const approved = await missions('POST /missions/M-1/checkpoints/plan/approve');
      assert.equal(approved.json().checkpoints[0].status, 'approved');
      assert.equal((await missions('POST /missions/M-1/batches', {})).json().id, 'batch-1');
      assert.equal((await missions('POST /missions', { title: 'Other' })).json().missionId, 'M-2');
      const reason = { reason: 'too early' };
      assert.equal((await missions('POST /missions/M-2/checkpoints/plan/reject', reason)).status, 200);
      const active = (await missions('GET /missions?status=active')).json() as { missionId: string }[];
      assert.deepEqual(
        active.map(({ missionId }) => missionId),
        ['M-1'],
      );
      assertError(await missions('GET /missions/M-9'), 404, 'MISSION_UNKNOWN');
    });

    test('money is spent once, and never beyond a hard limit', async () => {
      assert.equal((await money('PUT /finops/budget', { total: 10, hard: true })).status, 200);
      const spend = (consumed: number) =>
        money('POST /finops/budget', { consumed, mission: 'M-1', withinBudget: true });
      const spent = await Promise.all(Array.from({ length: 12 }, () => spend(1)));
      const refused = spent.filter(({ status }) => status !== 200);
      assert.equal(refused.length, 2);
      for (const reply of refused) assertError(reply, 402, 'BUDGET_EXCEEDED');
      const named = { consumed: 0.5, usage: 'U-1' };
      assert.equal((await money('POST /finops/budget', named)).json().recorded, true);
      assert.equal((await money('POST /finops/budget', named)).json().recorded, false);
      const { consumed, remaining, breached } = (await money('GET /finops/budget')).json();
      assert.deepEqual([consumed, remaining, breached], [10.5, -0.5, true]);
    });

    test('evidence is recorded once, told, and packed so that it verifies', async () => {
      const event = { type: 'Looked', missionId: 'M-1', data: { at: 'it' } };
      const first = await evidence('POST /evidence/events', event);
      assert.equal(first.status, 201, first.text);
      assert.equal((await evidence('POST /evidence/events', event)).json().id, first.json().id);
      const { nodes, edges, events } = (await evidence('GET /evidence/mission/M-1')).json();
      assert.ok(nodes.length > 2 && edges.length > 2);
      const again = await evidence('POST /evidence/events', { missionId: 'M-1', events });
      assert.deepEqual([again.json().asTheyAre, again.json().inside], [0, 0], again.text);
      const reply = await fetch(`http://127.0.0.1:${String(services.ports['evidence'])}/evidence/export`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ missionId: 'M-1' }),
      });
      const pack = new Uint8Array(await reply.arrayBuffer());
      assert.deepEqual((await verifyPack(pack, { reader: missionReader })).findings, []);
      const report = (await services.ask('ledger', 'GET /verify')).json();
      assert.deepEqual([report.ok, report.findings], [true, []]);
    });
  });
}
