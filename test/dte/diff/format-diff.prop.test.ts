import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDiff } from '../../../src/dte/diff/format-diff.ts';
import { Folder } from '../git-fixture.ts';
import { cases, filesOf } from '../random-plan.ts';
import { isLong } from '../../long.ts';

const runs = isLong ? 2000 : 60;

test('`git apply` of the patch gives the tree of the plan', async (t) => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ tree, plan }) => {
      const input = formatDiff(plan);
      assert.equal(input === '', plan.files.length === 0);
      const folder = new Folder(t, filesOf(tree));
      const wanted = new Folder(t, filesOf(plan.after));
      for (const [of, modes] of [
        [folder, tree.modes],
        [wanted, plan.after.modes],
      ] as const)
        for (const [path, mode] of modes) chmodSync(of.at(path), mode === '100755' ? 0o755 : 0o644);
      if (input !== '') {
        folder.gitWith({ input }, 'apply', '--check', '-');
        folder.gitWith({ input }, 'apply', '--whitespace=nowarn', '-');
      }
      assert.deepEqual(folder.rows(), wanted.rows(), input);
    }),
    { numRuns: runs },
  );
});
