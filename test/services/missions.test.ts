/** Missions over HTTP: the same rules as everywhere, in the shapes of the guides. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createMemorySigner, publicKeyOf } from '../../src/atomic/index.ts';
import { toHex, toUtf8 } from '../../src/base/bytes.ts';
import { decisionDigest } from '../../src/mission/index.ts';
import { KEYS } from '../cli/cli-runner.ts';
import { SPEC } from '../mission/scene.ts';
import { assertError, startServices } from './running.ts';
import type { Running } from './running.ts';

const folder = mkdtempSync(join(tmpdir(), 'logline-keys-'));
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
writeFileSync(
  join(folder, 'keys'),
  ['viewer', 'agent', 'approver', 'operator'].map((role) => `${role}, ${digest(role)}, ${role}, ${role}-1\n`).join(''),
);
const as = (key: string): Record<string, string> => ({ 'x-api-key': key });

let services: Running;
before(async () => {
  services = await startServices(['orchestrator', 'ledger'], { API_KEYS_FILE: join(folder, 'keys') });
});
after(async () => {
  await services.close();
  rmSync(folder, { recursive: true });
});

const send = (key: string, request: string, body?: object) =>
  services.ask('orchestrator', request, { headers: as(key), ...(body && { body }) });

describe('a mission', () => {
  let id = '';

  test('begins', async () => {
    const reply = await send('agent', 'POST /missions', { title: 'API Migration', risk: 'medium' });
    assert.equal(reply.status, 201, reply.text);
    const { missionId, title, risk, checkpoints, createdAt, updatedAt, createdBy } = reply.json();
    assert.deepEqual([missionId, title, risk, createdBy], ['M-1', 'API Migration', 'medium', 'agent-1']);
    assert.deepEqual(
      checkpoints.map(({ name }: { name: string }) => name),
      ['plan', 'execute', 'verify', 'finalize'],
    );
    assert.equal(createdAt, updatedAt);
    id = missionId as string;
    for (const wrong of [{}, { title: '' }, { title: 'x', risk: 'huge' }, { title: 'x', missionId: 'M-9' }])
      assertError(await send('agent', 'POST /missions', wrong), 400, 'REQUEST_INVALID');
  });

  test('that there is not is told to be none, whatever is asked of it', async () => {
    for (const [key, path, body] of [
      ['approver', 'checkpoints/plan/approve', undefined],
      ['approver', 'checkpoints/verify/approve', { override: true, reason: 'seen', subject: 'a'.repeat(64) }],
      ['approver', 'checkpoints/plan/reject', { reason: 'too early' }],
      ['operator', 'finalize', undefined],
      ['agent', 'plan', { summary: 'One step' }],
      ['agent', 'batches', {}],
      ['agent', 'run', {}],
      ['operator', 'rollback/batch-1', {}],
    ] as const)
      assertError(await send(key, `POST /missions/M-99/${path}`, body), 404, 'MISSION_UNKNOWN');
  });

  test('is approved by whom the key names, without a body', async () => {
    assertError(await send('agent', `POST /missions/${id}/checkpoints/plan/approve`), 403, 'FORBIDDEN');
    assertError(await send('viewer', `POST /missions/${id}/checkpoints/plan/approve`), 403, 'FORBIDDEN');
    assertError(await send('approver', `POST /missions/${id}/checkpoints/finalize/approve`), 409, 'TRANSITION_REFUSED');
    const { checkpoints } = (await send('approver', `POST /missions/${id}/checkpoints/plan/approve`)).json();
    assert.equal(checkpoints[0].status, 'approved');
    const [approval] = checkpoints[0].approvals;
    assert.deepEqual([approval.by.actor, approval.method], ['approver-1', 'witnessed']);
    const { atomics } = (
      await services.ask('ledger', 'GET /query?intent=checkpoint_decided', { headers: as('viewer') })
    ).json();
    assert.equal(atomics[0].payload.method, 'witnessed');
    assert.equal(atomics[0].did.actor, 'approver-1');
  });

  test('gets batches, which can be taken back', async () => {
    const empty = await send('agent', `POST /missions/${id}/batches`, {});
    assert.equal(empty.status, 201, empty.text);
    assert.deepEqual([empty.json().id, empty.json().reversible, empty.json().prs], ['batch-1', true, []]);
    const full = (
      await send('agent', `POST /missions/${id}/batches`, {
        contents: [{ spec: SPEC }],
        prs: ['https://example.com/1'],
      })
    ).json();
    assert.deepEqual([full.id, full.contents[0].name, full.prs], ['batch-2', 'CS-1', ['https://example.com/1']]);
    const execute = (await send('viewer', `GET /missions/${id}`)).json().checkpoints[1];
    assert.deepEqual(
      execute.batches.map((one: { id: string }) => one.id),
      ['batch-1', 'batch-2'],
    );
    assertError(await send('agent', `POST /missions/${id}/rollback/batch-1`), 403, 'FORBIDDEN');
    assert.equal((await send('operator', `POST /missions/${id}/rollback/batch-1`)).json().success, true);
    assert.equal((await send('operator', `POST /missions/${id}/rollback/batch-1`)).json().success, true);
    assertError(await send('operator', `POST /missions/${id}/rollback/batch-9`), 404, 'MISSION_UNKNOWN');
    assert.equal((await send('viewer', `GET /missions/${id}`)).json().checkpoints[1].batches[0].state, 'rolled-back');
  });

  test('is listed by where it stands, and a rejected one is not active', async () => {
    const other = (await send('agent', 'POST /missions', { title: 'Another' })).json().missionId as string;
    assertError(await send('approver', `POST /missions/${other}/checkpoints/plan/reject`), 400, 'REQUEST_INVALID');
    const rejected = await send('approver', `POST /missions/${other}/checkpoints/plan/reject`, {
      reason: 'too much at once',
    });
    assert.equal(rejected.json().status, 'rejected');
    const ids = async (query: string) =>
      ((await send('viewer', `GET /missions${query}`)).json() as { missionId: string }[]).map(
        ({ missionId }) => missionId,
      );
    assert.deepEqual(await ids('?status=active'), [id]);
    assert.deepEqual(await ids('?status=rejected'), [other]);
    assert.deepEqual(await ids(''), [id, other]);
    assertError(await send('viewer', 'GET /missions?status=open'), 400, 'REQUEST_INVALID');
    assertError(await send('viewer', 'GET /missions/M-99'), 404, 'MISSION_UNKNOWN');
    assertError(await send('viewer', 'GET /missions/x'), 400, 'REQUEST_INVALID');
  });

  test('that asks for signatures takes only those', async () => {
    const body = { title: 'Signed', approvals: 'signed' };
    const { missionId, checkpoints } = (await send('agent', 'POST /missions', body)).json();
    const path = `POST /missions/${String(missionId)}/checkpoints/plan/approve`;
    assertError(await send('approver', path), 403, 'APPROVAL_REFUSED');
    const { subject } = checkpoints[0] as { subject: string };
    const approver = { actor: 'alice' };
    const message = decisionDigest({
      mission: missionId as string,
      checkpoint: 'plan',
      decision: 'approved',
      subject,
      approver,
    });
    const signer = createMemorySigner(KEYS.alice.privateKey);
    const sig = toHex(await signer.sign(toUtf8(message)));
    const own = { actor: 'alice', public_key: publicKeyOf(KEYS.alice.privateKey), subject };
    assertError(await send('approver', path, { ...own, sig: 'a'.repeat(128) }), 403, 'APPROVAL_REFUSED');
    assertError(await send('approver', path, { sig }), 400, 'REQUEST_INVALID');
    const signed = await send('approver', path, { ...own, sig });
    assert.equal(signed.status, 200, signed.text);
    assert.deepEqual(signed.json().checkpoints[0].approvals[0].by.actor, 'alice');
  });

  test('two that begin at the same time are two', async () => {
    const began = await Promise.all(
      Array.from({ length: 8 }, () => send('agent', 'POST /missions', { title: 'One of many' })),
    );
    assert.equal(new Set(began.map((reply) => reply.json().missionId as string)).size, 8);
  });

  test('figures count what is active', async () => {
    const { text } = await services.ask('orchestrator', 'GET /metrics');
    assert.match(text, /^orchestrator_active_missions 10$/m);
    assert.match(text, /^orchestrator_rollbacks_total 1$/m);
    assert.match(text, /^orchestrator_checkpoint_approval_seconds_count\{checkpoint="plan"\} [1-9]/m);
  });
});

describe('maintenance', () => {
  test('begins no new missions, and lets others go on', async () => {
    const first = await startServices(['orchestrator'], { LEDGER_PATH: join(folder, 'ledger.jsonl') });
    const { missionId } = (await first.ask('orchestrator', 'POST /missions', { body: { title: 'Under way' } })).json();
    await first.close();
    const again = await startServices(['orchestrator'], {
      LEDGER_PATH: join(folder, 'ledger.jsonl'),
      MAINTENANCE: '1',
    });
    try {
      const refused = await again.ask('orchestrator', 'POST /missions', { body: { title: 'New' } });
      assertError(refused, 503, 'MAINTENANCE');
      assert.ok(refused.headers.get('retry-after'));
      const path = `POST /missions/${String(missionId)}/checkpoints/plan/approve`;
      assert.equal((await again.ask('orchestrator', path)).status, 200);
    } finally {
      await again.close();
    }
  });
});
