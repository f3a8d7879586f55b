/** Random symbols of real projects, renamed: what is not refused changes no error of types, and reverting it all gives the bytes of before. */
import '../uncounted.ts';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../bench/root.ts';
import { REAL_PROJECTS, realTree, sourceTree } from './real-projects.ts';
import { renameSymbols } from './real-renames.ts';

import { isLong } from '../long.ts';

/** Symbols of a fetched project in the short form, which compares the types of the files that change. */
const SAMPLE = 2;

/** Why a rename may be refused. Anything else is a fault of the engine. */
const REFUSALS = [
  'NEEDS_PERSON',
  'NAME_COLLISION',
  'TARGET_AMBIGUOUS',
  'TARGET_EXTERNAL',
  'BINDING_CHANGED',
  'TYPE_ERROR',
  'FILE_UNSUPPORTED', // a file that a tool made
  'TARGET_MISSING', // the label of an element of a tuple is no symbol
];

test('symbols of @noble/hashes', async (context) => {
  const tree = sourceTree(join(root, 'node_modules/@noble/hashes/src'));
  const { wrong, renamed, refused, ...more } = await renameSymbols(tree, { count: isLong ? 100 : 5, isWhole: true });
  context.diagnostic(JSON.stringify({ renamed, refused, ...more }));
  assert.deepEqual(wrong, []);
  assert.ok(renamed >= (isLong ? 50 : 2), JSON.stringify(refused));
});

for (const project of REAL_PROJECTS) {
  const skip = !isLong && project.isLarge && 'a large project: npm run test:long renames in it';
  test(`symbols of ${project.name} ${project.version}`, { skip }, async (context) => {
    const tree = realTree(project);
    if (typeof tree === 'string') {
      assert.ok(!isLong, tree);
      context.skip(`npm did not fetch it: ${tree}`);
      return;
    }
    const result = await renameSymbols(tree, { count: isLong ? 100 : SAMPLE, isWhole: isLong });
    context.diagnostic(JSON.stringify(result));
    assert.deepEqual(result.wrong, []);
    assert.ok(result.renamed >= (isLong ? 50 : 1), JSON.stringify(result.refused));
    assert.deepEqual(
      Object.keys(result.refused).filter((code) => !REFUSALS.includes(code)),
      [],
    );
  });
}
