/** insertNode: where new nodes go, how they are written, and what is refused. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { INSERTIONS } from './insert-cases.ts';
import { REFUSED_INSERTIONS } from './insert-refusal-cases.ts';
import { LIST_INSERTIONS, REFUSED_LIST_INSERTIONS } from './list-insert-cases.ts';
import { INSERT_HAZARDS, INSERTED_STILL } from './node-hazards.ts';
import { runCase, treeOfFiles } from './operation-case.ts';

describe('insertions', () => {
  for (const each of [...INSERTIONS, ...INSERTED_STILL, ...LIST_INSERTIONS]) {
    test(each.name, () => {
      const { before, selector, position, text, path = 'a.ts', others = {} } = each;
      const patch = { path, astOp: 'insertNode', selector, details: { position, text } } as const;
      const { findings, changed, after } = runCase(treeOfFiles({ ...others, [path]: before }), patch);
      assert.deepEqual(findings, []);
      assert.deepEqual(changed, each.after === before ? {} : { [path]: each.after });
      const again = runCase(after, patch);
      assert.deepEqual([again.findings, again.changed], [[], {}], 'the second time');
    });
  }
});

describe('insertions that are refused', () => {
  for (const each of [...REFUSED_INSERTIONS, ...INSERT_HAZARDS, ...REFUSED_LIST_INSERTIONS]) {
    test(each.name, () => {
      const { before, selector, position, text, path = 'a.ts', others = {}, scope } = each;
      const patch = { path, astOp: 'insertNode', selector, details: { position, text } } as const;
      const { findings, changed } = runCase(treeOfFiles({ ...others, [path]: before }), patch, scope);
      assert.deepEqual([...new Set(findings.map(({ code }) => code))], each.after);
      assert.deepEqual(changed, {});
    });
  }
});

test('as many nodes as the patch says', () => {
  const tree = treeOfFiles({ 'a.ts': 'Math.max();\nMath.max();\n' });
  const plan = (expectCount: number) =>
    runCase(tree, {
      path: 'a.ts',
      astOp: 'insertNode',
      selector: 'CallExpression',
      details: { position: 'last', text: '1', expectCount },
    });
  assert.deepEqual(plan(1).findings[0]?.details, { places: ['a.ts:1:1', 'a.ts:2:1'] });
  assert.deepEqual(plan(2).changed, { 'a.ts': 'Math.max(1);\nMath.max(1);\n' });
});
