/** Requests that are sent again with their Idempotency-Key: done once, answered as before, by whichever process. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { SPEC } from '../mission/scene.ts';
import { assertError, startServices } from './running.ts';
import type { Reply, Running } from './running.ts';

const NAMES = ['ledger', 'gateway', 'orchestrator', 'finops', 'evidence'];
const folder = mkdtempSync(join(tmpdir(), 'logline-once-'));
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const KEYS = ['operator', 'approver'].map((role) => `${role}, ${digest(role)}, ${role}, ${role}-1\n`).join('');
writeFileSync(join(folder, 'keys'), KEYS);
const env = {
  API_KEYS_FILE: join(folder, 'keys'),
  LEDGER_PATH: join(folder, 'ledger.jsonl'),
  DTE_ROOT: folder,
  EVIDENCE_PATH: join(folder, 'evidence'),
};

let services: Running;
before(async () => {
  writeFileSync(join(folder, 'a.ts'), 'export type UserId = string;\n');
  services = await startServices(NAMES, env);
});
after(async () => {
  await services.close();
  rmSync(folder, { recursive: true });
});

/** Nobody approves their own work. */
const ask = (request: string, key?: string, body?: unknown): Promise<Reply> => {
  const [service, ...rest] = request.split(' ');
  const headers = {
    'x-api-key': /approve|finalize/.test(request) ? 'approver' : 'operator',
    ...(key !== undefined && { 'idempotency-key': key }),
  };
  return services.ask(service!, rest.join(' '), { ...(body !== undefined && { body }), headers });
};
const lines = async (): Promise<number> => (await ask('ledger GET /stats')).json().lines as number;

const NARROW = { ...SPEC, scope: ['a.ts'] };
const draft = (path: string): object => ({
  entity_type: 'file',
  this: path,
  did: { action: 'create' },
  metadata: { created_at: '2026-01-31T12:00:00Z' },
});

/** In this order: later ones stand on what earlier ones did. A request, and another one of its kind. */
const WRITES: readonly (readonly [request: string, body: object | undefined, other: object])[] = [
  ['ledger POST /append', draft('/once'), draft('/twice')],
  ['gateway POST /gateway/preflight', { content: 'mail me at kim@example.com' }, { content: 'mail kim@example.org' }],
  ['orchestrator POST /missions', { title: 'Once' }, { title: 'Twice' }],
  ['orchestrator POST /missions/M-1/plan', { summary: 'One step' }, { summary: 'Two' }],
  ['orchestrator POST /missions/M-1/batches', { contents: [{ spec: SPEC }] }, {}],
  ['orchestrator POST /missions/M-1/checkpoints/plan/approve', undefined, { reason: 'seen' }],
  ['orchestrator POST /missions/M-1/rollback/batch-1', {}, { cascade: true }],
  ['finops POST /finops/budget', { consumed: 2.5 }, { consumed: 2.6 }],
  ['finops PUT /finops/budget', { total: 50 }, { total: 51 }],
  ['finops PUT /policies/models', { task: 'review', model: 'gpt-4.1' }, { task: 'test', model: 'gpt-4.1' }],
  ['finops POST /finops/forecast', { changeSpec: NARROW, record: true }, { changeSpec: NARROW }],
  [
    'evidence POST /evidence/events',
    { type: 'Done', missionId: 'M-1', data: { files: 3 } },
    { type: 'Done', missionId: 'M-1' },
  ],
];

describe('a request with a key', () => {
  for (const [request, body, other] of WRITES) {
    test(`${request}: is done once, answered as before, and no other one`, async () => {
      const key = `key of ${request}`.replaceAll(' ', '-');
      const reply = await ask(request, key, body);
      assert.ok(reply.status < 300, reply.text);
      assert.equal(reply.headers.get('idempotency-replayed'), null);
      const count = await lines();
      const again = await ask(request, key, body);
      assert.deepEqual([again.status, again.headers.get('idempotency-replayed')], [reply.status, 'true'], again.text);
      // What was taken back is taken back already.
      if (!request.includes('rollback')) assert.deepEqual(again.json(), reply.json());
      assertError(await ask(request, key, other), 422, 'IDEMPOTENCY_KEY_REUSED');
      assert.equal(await lines(), count);
    });
  }

  test('is answered as before whatever has come since', async () => {
    const key = 'key-of-orchestrator-POST-/missions';
    const { status, checkpoints } = (await ask('orchestrator POST /missions', key, { title: 'Once' })).json();
    assert.deepEqual([status, checkpoints[0].status, checkpoints[1].batches], ['active', 'pending', []]);
    assert.equal((await ask('orchestrator GET /missions')).json().length, 1);
  });

  test('is done once by many at the same time', async () => {
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => ask('finops POST /finops/budget', 'at-once', { consumed: 1 })),
    );
    assert.deepEqual(new Set(replies.map(({ status }) => status)), new Set([200]));
    assert.equal(new Set(replies.map(({ text }) => text)).size, 1);
    const appends = await Promise.all(
      Array.from({ length: 8 }, () => ask('ledger POST /append', 'many', draft('/many'))),
    );
    assert.equal(new Set(appends.map((reply) => reply.json().hash as string)).size, 1);
  });

  test('does not keep others from their groups', async () => {
    const mixed = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        n % 3 === 0
          ? ask('ledger POST /append', `mixed-${String(n % 6)}`, draft(`/mixed/${String(n % 6)}`))
          : ask('ledger POST /append', undefined, draft(`/mixed/by-itself-${String(n)}`)),
      ),
    );
    assert.deepEqual(new Set(mixed.map(({ status }) => status)), new Set([201]));
    assert.equal(new Set(mixed.map((reply) => reply.json().hash as string)).size, 2 + 8);
  });

  test('that was refused is no request that was done', async () => {
    const at = 'orchestrator POST /missions/M-1/finalize';
    assertError(await ask(at, 'refused', undefined), 409, 'TRANSITION_REFUSED');
    assertError(await ask(at, 'refused', undefined), 409, 'TRANSITION_REFUSED');
    assert.equal((await ask('ledger POST /append', 'refused', draft('/refused'))).status, 201);
  });

  test('is known after a new start', async () => {
    const before = await ask('ledger POST /append', 'start', draft('/start'));
    await services.close();
    services = await startServices(NAMES, env);
    const count = await lines();
    const again = await ask('ledger POST /append', 'start', draft('/start'));
    assert.deepEqual([again.headers.get('idempotency-replayed'), again.text], ['true', before.text]);
    assert.equal(await lines(), count);
  });
});

describe('a key', () => {
  test('is a short word', async () => {
    for (const key of ['', 'a b', 'x'.repeat(256), 'é'])
      assertError(await ask('ledger POST /append', key, draft('/a')), 400, 'REQUEST_INVALID');
  });

  test('is told by the header alone', async () => {
    const body = { ...draft('/a'), metadata: { created_at: '2026-01-31T12:00:00Z', idempotency_key: 'x' } };
    assertError(await ask('ledger POST /append', undefined, body), 400, 'REQUEST_INVALID');
  });

  test('stands in the ledger as a digest', async () => {
    const { atomic } = (await ask('ledger POST /append', 'secret-key', draft('/digest'))).json();
    assert.match(atomic.metadata.idempotency_key, /^[0-9a-f]{64}$/);
    assert.doesNotMatch(JSON.stringify(atomic), /secret-key/);
  });

  test('changes nothing of what only reads', async () => {
    assert.equal((await ask('ledger POST /verify', 'reading', {})).status, 200);
    assert.equal((await ask('ledger GET /stats', 'a b')).status, 200);
  });
});
