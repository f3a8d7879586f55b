/** Who writes to missions at once, what is not believed, and whose lease is taken over. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { signDraft } from '../../src/atomic/index.ts';
import { describeProcess, formatOwner } from '../../src/base/lock-owner.ts';
import { createMemoryStore } from '../../src/ledger/index.ts';
import { missionDraft } from '../../src/mission/drafts.ts';
import { nextMissionId } from '../../src/mission/ids.ts';
import { MissionRecord } from '../../src/mission/record.ts';
import { rollbackBatch } from '../../src/mission/rollback.ts';
import { runMission } from '../../src/mission/run.ts';
import { toUtf8 } from '../../src/base/bytes.ts';
import { at } from '../ledger/fixtures.ts';
import { failsWith } from '../dte/git-fixture.ts';
import { Scene, docPatch, widePatch, workTree } from './scene.ts';
import { signerOf } from './story.ts';

const create = (scene: Scene): Promise<unknown> =>
  scene.record().append((missions) => ({
    intent: 'mission_created',
    payload: { mission: nextMissionId(missions), title: 't', risk: 'low' },
    traceId: '00000000-0000-4000-8000-000000000001',
  }));

test('many writers at once: each mission has an id of its own, and every line is allowed', async (t) => {
  const scene = new Scene(workTree(t));
  await Promise.all(Array.from({ length: 12 }, () => create(scene)));
  const { missions, refused } = await scene.record().read();
  assert.deepEqual(
    [...missions.keys()],
    Array.from({ length: 12 }, (_, i) => `M-${String(i + 1)}`),
  );
  assert.deepEqual(refused, []);
  assert.equal(missions.get('M-3')?.traceId, '00000000-0000-4000-8000-000000000001');
});

test('what is forbidden is not appended', async (t) => {
  const scene = await new Scene(workTree(t)).begin([]);
  const lines = (await scene.story()).length;
  await failsWith(
    'TRANSITION_REFUSED',
    scene.record().append(() => ({ intent: 'mission_created', payload: { mission: 'M-1', title: 't', risk: 'low' } })),
  );
  assert.equal(await scene.record().append(() => undefined), undefined);
  assert.equal((await scene.story()).length, lines);
  const reader = new MissionRecord(scene.store, { actor: '', clock: () => new Date(0) });
  await failsWith(
    'KEY_MISSING',
    reader.append(() => undefined),
  );
});

test('a ledger that does not verify is not read', async (t) => {
  const scene = await new Scene(workTree(t)).begin([]);
  const forged = await signDraft(
    missionDraft('mission_created', { mission: 'M-2', title: 't', risk: 'low' }, { actor: 'bot', createdAt: at(1) }),
    signerOf('bot'),
    { prev: (await scene.store.head()).hash },
  );
  const record = scene.record();
  assert.equal((await record.read()).missions.size, 1);
  const line = forged.line.replace('"low"', '"high"');
  await scene.store.append((await scene.store.head()).hash, toUtf8(`${line}\n`), forged.atomic.hash!);
  await failsWith('HASH_MISMATCH', record.read());
  await failsWith('HASH_MISMATCH', scene.record().read());
});

test('a ledger that became another one is read anew', async (t) => {
  const scene = await new Scene(workTree(t)).begin([[]]);
  const record = scene.record();
  await record.read();
  const other = await new Scene(scene.folder, createMemoryStore()).begin([]);
  Object.assign(scene.store, {
    read: other.store.read.bind(other.store),
    head: other.store.head.bind(other.store),
    sizeBytes: other.store.sizeBytes.bind(other.store),
  });
  assert.equal((await record.read()).missions.get('M-1')?.batches.length, 0);
});

describe('leases', () => {
  const lease = async (scene: Scene, executor: string, ms = 60_000): Promise<unknown> =>
    scene.record('bee').append(() => ({
      intent: 'mission_leased',
      payload: { mission: 'M-1', lease: 'lease-x', executor, expires_at: new Date(scene.now + ms).toISOString() },
    }));

  test('of an executor that lives keeps others away', async (t) => {
    const scene = await new Scene(workTree(t)).begin([[]]);
    await lease(scene, formatOwner(await describeProcess()));
    await failsWith('MISSION_LEASED', runMission(scene.folder.path, scene.record(), 'M-1'));
    assert.equal((await scene.mission()).lease?.id, 'lease-x');
  });

  test('of an executor that lives is none of a rollback that was done before', async (t) => {
    const folder = workTree(t);
    const scene = await new Scene(folder).begin([[widePatch(folder)]]);
    await runMission(folder.path, scene.record(), 'M-1');
    const batch = { mission: 'M-1', batch: 'batch-1' };
    await rollbackBatch(folder.path, scene.record(), batch);
    await lease(scene, formatOwner(await describeProcess()));
    assert.deepEqual((await rollbackBatch(folder.path, scene.record(), batch)).batches, []);
    assert.equal((await scene.mission()).lease?.id, 'lease-x');
  });

  test('of one on another machine holds until its time is over', async (t) => {
    const scene = await new Scene(workTree(t)).begin([[]]);
    await lease(scene, '1.a.b.c.d@elsewhere');
    await failsWith('MISSION_LEASED', runMission(scene.folder.path, scene.record(), 'M-1'));
    scene.now += 120_000;
    assert.equal((await runMission(scene.folder.path, scene.record(), 'M-1')).ok, true);
  });

  test('of a process that has ended is taken over', async (t) => {
    const scene = await new Scene(workTree(t)).begin([[]]);
    const { pid } = spawnSync('true');
    await lease(scene, formatOwner({ ...(await describeProcess()), pid }), 9_000_000);
    assert.equal((await runMission(scene.folder.path, scene.record(), 'M-1')).ok, true);
    assert.equal((await scene.mission()).lease, undefined);
  });

  test('two runs at once: one works, the other is told or finds it done', async (t) => {
    const folder = workTree(t);
    const scene = await new Scene(folder).begin([[docPatch(folder)]]);
    const runs = await Promise.allSettled([1, 2].map(() => runMission(folder.path, scene.record(), 'M-1')));
    assert.ok(runs.some(({ status }) => status === 'fulfilled'));
    assert.deepEqual(scene.log(), ['A mission: batch-1', 'base']);
    const story = await scene.story();
    assert.equal(story.filter((intent) => intent === 'batch_applied').length, 1);
  });
});
