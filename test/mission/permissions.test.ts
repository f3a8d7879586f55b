/** Permissions of files that batches make, and of those that become programs. */
import assert from 'node:assert/strict';
import { chmodSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { rollbackBatch } from '../../src/mission/rollback.ts';
import { runMission } from '../../src/mission/run.ts';
import { Scene, patchOf, workTree } from './scene.ts';

test('programs that are made, and files that become programs, keep what permissions they have', async (t) => {
  const folder = workTree(t);
  const patch = patchOf(folder, 'run.patch', () => {
    folder.write({ 'bin/run': { run: '#!/bin/sh\n' } });
    chmodSync(folder.at('doc.txt'), 0o755);
  });
  const before = folder.rows();
  const scene = await new Scene(folder).begin([[patch]]);
  folder.git('config', '--unset', 'user.email');
  assert.equal((await runMission(folder.path, scene.record(), 'M-1')).ok, true);
  assert.equal(statSync(folder.at('bin/run')).mode & 0o777, 0o755);
  assert.equal(statSync(folder.at('doc.txt')).mode & 0o777, 0o750);
  await rollbackBatch(folder.path, scene.record(), { mission: 'M-1', batch: 'batch-1' });
  assert.deepEqual(folder.rows(), before);
});
