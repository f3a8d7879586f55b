/** High risk: two humans, and mutants that the tests of the spec have to notice, on a project whose tests are really run. */
import assert from 'node:assert/strict';
import { chmodSync, statSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { testChange } from '../../src/dte/index.ts';
import { checkpointOf } from '../../src/mission/checkpoints.ts';
import { rollbackBatch } from '../../src/mission/rollback.ts';
import { runMission } from '../../src/mission/run.ts';
import type { RunMissionOptions } from '../../src/mission/run.ts';
import { Folder, failsWith } from '../dte/git-fixture.ts';
import { Scene, patchOf, spec, workTree } from './scene.ts';

const SOURCE = 'export const isOver = (calls, limit) => calls > limit;\n';
const testOf = (checks: string): string =>
  `import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { isOver } from '../src/limit.js';\ntest('limit', () => {\n  ${checks}\n});\n`;
const RENAME = {
  scope: ['src', 'test'],
  language: 'javascript',
  patches: [
    {
      path: 'src/limit.js',
      astOp: 'renameSymbol',
      selector: "Identifier[name='isOver']",
      details: { newName: 'exceeds' },
    },
  ],
  invariants: [{ name: 'New', type: 'symbolExists', spec: 'exceeds' }],
  tests: { strategy: 'augment', targets: ['test'], mutationThreshold: 0.9 },
};

async function highRisk(t: Pick<TestContext, 'after'>, checks: string): Promise<Scene> {
  const folder = new Folder(t, {
    'package.json': '{"type":"module"}\n',
    'src/limit.js': SOURCE,
    'test/limit.test.js': testOf(checks),
  }).init();
  folder.commit('base');
  const scene = await new Scene(folder).begin([[spec(RENAME)]], 'high');
  await scene.approve('kim', 'plan');
  await failsWith('TRANSITION_REFUSED', runMission(folder.path, scene.record(), 'M-1'));
  await scene.approve('lee', 'plan');
  return scene;
}

const optionsOf = ({ folder }: Scene): RunMissionOptions => ({
  runTests: (change, plan) => testChange(change, plan, { runner: 'node:test', packagesFrom: folder.path, workers: 1 }),
});

describe('with high risk', () => {
  test('tests that notice the mutants let a mission go on', async (t) => {
    const scene = await highRisk(t, 'assert.ok(isOver(2, 1)); assert.ok(!isOver(1, 1)); assert.ok(!isOver(0, 1));');
    const run = await runMission(scene.folder.path, scene.record(), 'M-1', optionsOf(scene));
    assert.equal(run.ok, true, JSON.stringify(run.stopped));
    const [check] = (await scene.mission()).batches[0]!.report!.checks;
    assert.deepEqual([check!.mutation_score, check!.mutation_threshold], [1, 0.9]);
    await scene.approve('kim', 'finalize');
    assert.equal(checkpointOf(await scene.mission(), 'finalize').status, 'pending');
    await scene.approve('lee', 'finalize');
    assert.equal(checkpointOf(await scene.mission(), 'finalize').status, 'approved');
  });

  test('tests that notice too few stop it', async (t) => {
    const scene = await highRisk(t, 'assert.ok(isOver(2, 1));');
    const { ok, stopped } = await runMission(scene.folder.path, scene.record(), 'M-1', optionsOf(scene));
    assert.equal(ok, false);
    assert.ok(stopped!.checks[0]!.findings.some(({ code }) => code === 'MUTATION_SCORE_LOW'));
  });
});

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
