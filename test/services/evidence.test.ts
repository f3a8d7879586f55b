/** Evidence over HTTP: recorded, exported, verified offline, and restored elsewhere. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { verifyPack } from '../../src/evidence/index.ts';
import { missionReader } from '../../src/mission/index.ts';
import { SPEC } from '../mission/scene.ts';
import { assertError, startServices } from './running.ts';
import type { Running } from './running.ts';
import '../uncounted.ts';

let services: Running;
let mission = '';
before(async () => {
  services = await startServices(['evidence', 'orchestrator', 'ledger']);
  const began = await services.ask('orchestrator', 'POST /missions', { body: { title: 'Account ids' } });
  mission = began.json().missionId as string;
});
after(() => services.close());

describe('evidence', () => {
  test('is recorded, and once for what is said twice', async () => {
    const body = { type: 'BatchExecuted', missionId: mission, data: { files: 3 } };
    const first = await services.ask('evidence', 'POST /evidence/events', { body });
    assert.equal(first.status, 201, first.text);
    const { id, type, missionId, data } = first.json();
    assert.deepEqual([type, missionId, data], ['BatchExecuted', mission, { files: 3 }]);
    const second = await services.ask('evidence', 'POST /evidence/events', { body });
    assert.equal(second.json().id, id);
    const { atomics } = (await services.ask('ledger', 'GET /query?intent=evidence_recorded')).json();
    assert.equal(atomics.length, 1);
    const unknown = { ...body, missionId: 'M-99' };
    assertError(await services.ask('evidence', 'POST /evidence/events', { body: unknown }), 404, 'MISSION_UNKNOWN');
    assertError(
      await services.ask('evidence', 'POST /evidence/events', { body: { type: 'x' } }),
      400,
      'REQUEST_INVALID',
    );
  });

  test('is exported as a pack that verifies', async () => {
    const { port } = { port: services.ports['evidence']! };
    const export_ = async (body: object) => {
      const reply = await fetch(`http://127.0.0.1:${String(port)}/evidence/export`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      assert.equal(reply.headers.get('content-type'), 'application/zip');
      return new Uint8Array(await reply.arrayBuffer());
    };
    const pack = await export_({ missionId: mission });
    const { findings, summary } = await verifyPack(pack, { reader: missionReader });
    assert.deepEqual(findings, []);
    assert.equal(summary?.mission.missionId, mission);
    assert.deepEqual(
      summary.evidence.map(({ content }) => content),
      ['included'],
    );
    assert.deepEqual(await export_({ missionId: mission }), pack);
    const { summary: more } = await verifyPack(await export_({ missionId: mission, changeSpec: SPEC }), {
      reader: missionReader,
    });
    assert.equal(more?.evidence.length, 2);
    assertError(
      await services.ask('evidence', 'POST /evidence/export', { body: { missionId: 'M-99' } }),
      404,
      'MISSION_UNKNOWN',
    );
  });

  test('what was read of a mission restores it in another ledger, and twice is as good as once', async () => {
    const backup = (await services.ask('evidence', `GET /evidence/mission/${mission}`)).json();
    assert.ok(backup.nodes.length > 0 && backup.edges.length > 0);
    const other = await startServices(['evidence', 'orchestrator']);
    try {
      const restored = await other.ask('evidence', 'POST /evidence/events', { body: backup });
      assert.equal(restored.status, 201, restored.text);
      const again = (await other.ask('evidence', 'POST /evidence/events', { body: backup })).json();
      assert.equal(again.known, backup.events.length);
      const events = (await other.ask('evidence', `GET /evidence/mission/${mission}`)).json().events as {
        id: string;
      }[];
      assert.deepEqual(
        events.map(({ id }) => id),
        backup.events.map(({ id }: { id: string }) => id),
      );
    } finally {
      await other.close();
    }
    const forged = {
      ...backup,
      events: backup.events.map((event: { text: string }) => ({ text: event.text.replace('Account', 'Forged') })),
    };
    assertError(await services.ask('evidence', 'POST /evidence/events', { body: forged }), 422, 'HASH_MISMATCH');
  });

  test('that comes at the same time is recorded in few pieces, each of it once', async () => {
    const evidence = async (): Promise<number> =>
      (await services.ask('ledger', 'GET /query?intent=evidence_recorded&limit=1000')).json().atomics.length as number;
    const appends = async (): Promise<number> => {
      const { text } = await services.ask('ledger', 'GET /metrics');
      return Number(/^ledger_append_duration_seconds_count (\d+)$/m.exec(text)?.[1]);
    };
    const began = await services.ask('orchestrator', 'POST /missions', { body: { title: 'Many steps' } });
    const missionId = began.json().missionId as string;
    const known = await evidence();
    const before = await appends();
    const bodies = Array.from({ length: 30 }, (_, n) => ({ type: 'Step', missionId, data: { n: n % 25 } }));
    const replies = await Promise.all(
      bodies.map((body) => services.ask('evidence', 'POST /evidence/events', { body })),
    );
    assert.deepEqual(new Set(replies.map(({ status }) => status)), new Set([201]));
    assert.equal(new Set(replies.map((reply) => reply.json().id as string)).size, 25);
    assert.equal((await evidence()) - known, 25);
    assert.ok((await appends()) - before < 25, 'each of them was a piece of its own');
  });
});
