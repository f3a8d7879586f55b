import '../../uncounted.ts';
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { expectedOf, idOfExpected } from '../../../src/dte/proof/expected.ts';
import { revisionSide, treeSide } from '../../../src/dte/proof/side.ts';
import type { SourceTree, TreeFile } from '../../../src/dte/source-tree.ts';
import { Folder } from '../git-fixture.ts';
import { cases, filesOf } from '../random-plan.ts';
import { isLong } from '../../long.ts';

const runs = isLong ? 500 : 15;

test('the id of the expected tree is the one that git writes, edits and moves and deep folders included', async (t) => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ tree, plan }) => {
      const folder = new Folder(t).init();
      commitTree(folder, tree);
      const base = await revisionSide(folder.path, 'HEAD');
      assert.equal(treeSide('before', tree).tree, base.tree);
      const changes = new Map<string, TreeFile | undefined>(plan.files.map(({ path }) => [path, undefined]));
      for (const { newPath, mode, after } of plan.files) changes.set(newPath, { mode, bytes: after });
      const { entries, made } = expectedOf(base, { specs: [], changes, specsOf: new Map() });
      folder.git('rm', '-rqf', '.');
      commitTree(folder, plan.after);
      assert.equal(idOfExpected(base, entries, [...made.keys()]), folder.git('rev-parse', 'HEAD^{tree}'));
    }),
    { numRuns: runs },
  );
});

function commitTree(folder: Folder, tree: SourceTree): void {
  folder.write(filesOf(tree));
  for (const [path, mode] of tree.modes) if (mode === '100755') chmodSync(folder.at(path), 0o755);
  folder.commit();
}
