import '../../uncounted.ts';
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyPlan } from '../../../src/dte/apply/apply.ts';
import { revertSpec } from '../../../src/dte/apply/revert.ts';
import type { SourceTree } from '../../../src/dte/source-tree.ts';
import { openWorkTree } from '../../../src/dte/tree/work-tree.ts';
import { Folder } from '../git-fixture.ts';
import { specOf } from '../plans.ts';
import { cases, filesOf } from '../random-plan.ts';
import { isLong } from '../../long.ts';

const runs = isLong ? 2000 : 60;

function rowsOf(tree: SourceTree): string[] {
  return [...tree.modes].map(([path, mode]) => `${mode} ${path} ${Buffer.from(tree.read(path)).toString('hex')}`);
}

test('apply gives the tree of the plan, and revert the one before it, to the byte', async (t) => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ tree, plan }) => {
      const folder = new Folder(t, filesOf(tree));
      for (const [path, mode] of tree.modes) if (mode === '100755') chmodSync(folder.at(path), 0o755);
      const before = folder.digest();
      const { state } = await applyPlan(folder.path, plan, { spec: specOf(1), engine: '0.0.0' });
      assert.equal(state, plan.files.length === 0 ? 'unchanged' : 'applied');
      const now = await openWorkTree(folder.path);
      assert.deepEqual(
        rowsOf(now).filter((row) => !row.includes(' .jsonatomic/')),
        rowsOf(plan.after),
      );
      if (state === 'applied') await revertSpec(folder.path, specOf(1));
      assert.equal(folder.digest(), before);
    }),
    { numRuns: runs },
  );
});
