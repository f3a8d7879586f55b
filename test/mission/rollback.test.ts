/** Rollback is exact, or nothing is touched. */
import assert from 'node:assert/strict';
import { chmodSync, statSync } from 'node:fs';
import { describe, test } from 'node:test';
import { rollbackBatch } from '../../src/mission/rollback.ts';
import { runMission } from '../../src/mission/run.ts';
import { Folder, failsWith } from '../dte/git-fixture.ts';
import { Scene, docPatch, spec, widePatch, workTree } from './scene.ts';
import type { BatchContent } from '../../src/mission/generated/types.ts';

const BATCH = { mission: 'M-1', batch: 'batch-1' };

async function ran(folder: Folder, ...batches: BatchContent[][]): Promise<Scene> {
  const scene = await new Scene(folder).begin(batches);
  assert.equal((await runMission(folder.path, scene.record(), 'M-1')).ok, true);
  return scene;
}

test('every file is as it was: bytes, permissions, folders', async (t) => {
  const folder = workTree(t);
  const before = folder.rows();
  const tree = folder.git('rev-parse', 'HEAD^{tree}');
  const scene = await ran(folder, [widePatch(folder), spec()]);
  assert.notDeepEqual(folder.rows(), before);
  const done = await rollbackBatch(folder.path, scene.record(), BATCH);
  assert.deepEqual(done.batches, ['batch-1']);
  assert.deepEqual(done.paths, [
    'data.bin',
    'doc.txt',
    'new/deep/file.txt',
    'only/here.txt',
    'src/auth.ts',
    'src/page.ts',
    'tool.sh',
  ]);
  assert.deepEqual(folder.rows(), before);
  assert.equal(statSync(folder.at('only')).mode & 0o777, 0o750);
  assert.equal(folder.git('rev-parse', 'HEAD^{tree}'), tree);
  assert.equal(folder.git('status', '--porcelain'), '');
  const { change } = (await scene.mission()).batches[0]!;
  assert.match(
    folder.git('log', '-1', '--format=%B'),
    new RegExp(
      `^Roll back batch-1 of M-1\\n\\nMission: M-1\\nBatch: batch-1\\nLedger-Head: [0-9a-f]{64}\\nRolls-Back: ${change!.commit}$`,
      'm',
    ),
  );
  assert.deepEqual((await scene.story()).slice(-2), ['rollback_started', 'batch_rolled_back']);
  const lines = (await scene.story()).length;
  assert.deepEqual(await rollbackBatch(folder.path, scene.record(), BATCH), { batches: [], paths: [], merged: [] });
  assert.equal((await scene.story()).length, lines, 'a second time is nothing');
});

describe('where a file changed since', () => {
  const changes: [string, (folder: Folder) => void][] = [
    ['in the work tree', (folder) => folder.write({ 'doc.txt': 'mine\n' })],
    ['in a commit', (folder) => folder.write({ 'doc.txt': 'mine\n' }).commit()],
    ['by its mode', (folder) => chmodSync(folder.at('tool.sh'), 0o755)],
    ['by being there again', (folder) => folder.write({ 'only/here.txt': 'again\n' })],
    ['by being gone', (folder) => folder.git('rm', '--quiet', 'new/deep/file.txt')],
  ];
  for (const [name, change] of changes) {
    test(`${name}, nothing is touched and it is named`, async (t) => {
      const folder = workTree(t);
      const scene = await ran(folder, [widePatch(folder)]);
      change(folder);
      const before = [folder.digest(), folder.git('rev-parse', 'HEAD')];
      const error = await failsWith('MODIFIED_SINCE', rollbackBatch(folder.path, scene.record(), BATCH));
      assert.equal((error.details['paths'] as string[]).length, 1);
      assert.deepEqual([folder.digest(), folder.git('rev-parse', 'HEAD')], before);
      assert.deepEqual(await scene.states(), ['applied']);
      assert.equal((await scene.mission()).lease, undefined);
    });
  }

  test('changes of other lines are kept by a merge', async (t) => {
    const folder = workTree(t);
    const scene = await ran(folder, [widePatch(folder)]);
    folder.write({ 'doc.txt': 'one\n2\nthree\nfour\nfive\nsix\n7\n' });
    folder.git('rm', '--quiet', 'new/deep/file.txt');
    folder.commit('since');
    const { merged } = await rollbackBatch(folder.path, scene.record(), BATCH, { merge: true });
    assert.deepEqual(merged, ['doc.txt', 'new/deep/file.txt']);
    assert.equal(folder.read('doc.txt'), 'one\ntwo\nthree\nfour\nfive\nsix\n7\n');
    assert.equal(folder.read('only/here.txt'), 'alone\n');
    assert.deepEqual((await scene.mission()).batches[0]!.undo!.merged, merged);
  });

  test('changes of the same lines, or a deletion, cannot be merged', async (t) => {
    for (const change of [
      (folder: Folder) => folder.write({ 'doc.txt': 'one\nzwei\nthree\n' }),
      (folder: Folder) => folder.git('rm', '--quiet', 'data.bin'),
      (folder: Folder) => folder.write({ 'only/here.txt': 'again\n' }),
    ]) {
      const folder = workTree(t);
      const scene = await ran(folder, [widePatch(folder)]);
      change(folder);
      folder.commit('since');
      const before = folder.digest();
      await failsWith('MODIFIED_SINCE', rollbackBatch(folder.path, scene.record(), BATCH, { merge: true }));
      assert.equal(folder.digest(), before);
    }
  });
});

describe('a batch that later ones build on', () => {
  test('is rolled back after them, or along with them', async (t) => {
    const folder = workTree(t);
    const before = folder.rows();
    const scene = await ran(folder, [widePatch(folder)]);
    await scene.record().append(() => ({
      intent: 'batch_added',
      payload: {
        mission: 'M-1',
        batch: 'batch-2',
        contents: [docPatch(folder, 'one\n2\nthree\nfour\nfive\nsix\n7\n')],
      },
    }));
    await runMission(folder.path, scene.record(), 'M-1');
    const error = await failsWith('TRANSITION_REFUSED', rollbackBatch(folder.path, scene.record(), BATCH));
    assert.deepEqual([error.details['rule'], error.details['later']], ['later-batches', ['batch-2']]);
    const { batches } = await rollbackBatch(folder.path, scene.record(), BATCH, { cascade: true });
    assert.deepEqual(batches, ['batch-2', 'batch-1']);
    assert.deepEqual(folder.rows(), before);
  });

  test('on other files may stay', async (t) => {
    const folder = workTree(t);
    const scene = await ran(folder, [spec()], [docPatch(folder)]);
    await rollbackBatch(folder.path, scene.record(), BATCH);
    assert.deepEqual(await scene.states(), ['rolled-back', 'applied']);
    assert.match(folder.read('doc.txt'), /7/);
    assert.match(folder.read('src/auth.ts'), /UserId/);
  });
});

test('a batch that was not run is withdrawn, without a work tree', async (t) => {
  const folder = workTree(t);
  const scene = await new Scene(folder).begin([[docPatch(folder)]]);
  const elsewhere = new Folder(t);
  assert.deepEqual(await rollbackBatch(elsewhere.path, scene.record(), BATCH), {
    batches: ['batch-1'],
    paths: [],
    merged: [],
  });
  assert.deepEqual(await scene.states(), ['rolled-back']);
  await failsWith('MISSION_UNKNOWN', rollbackBatch(folder.path, scene.record(), { ...BATCH, batch: 'batch-9' }));
});
