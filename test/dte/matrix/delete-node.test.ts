/** deleteNode: what goes with a node, what stays, and what is refused. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DELETIONS } from './delete-cases.ts';
import type { DeleteCase } from './delete-cases.ts';
import { REFUSED_DELETIONS } from './delete-refusal-cases.ts';
import { LIST_DELETIONS, REFUSED_LIST_DELETIONS } from './list-delete-cases.ts';
import { DELETE_HAZARDS } from './node-hazards.ts';
import { runCase, treeOfFiles } from './operation-case.ts';
import type { CaseResult } from './operation-case.ts';

function run({ before, selector, cascade = false, path = 'a.ts', others = {}, scope }: DeleteCase): CaseResult {
  const tree = treeOfFiles({ ...others, [path]: before });
  return runCase(tree, { path, astOp: 'deleteNode', selector, details: { cascade } }, scope);
}

describe('deletions', () => {
  for (const each of [...DELETIONS, ...LIST_DELETIONS]) {
    test(each.name, () => {
      const { findings, changed, after } = run(each);
      assert.deepEqual(findings, []);
      assert.deepEqual(changed, { [each.path ?? 'a.ts']: each.after, ...each.othersAfter });
      const patch = { path: each.path ?? 'a.ts', astOp: 'deleteNode', selector: each.selector } as const;
      const again = runCase(after, patch);
      assert.deepEqual([again.findings.map(({ code }) => code), again.changed], [['TARGET_MISSING'], {}]);
    });
  }
});

describe('deletions that are refused', () => {
  for (const each of [...REFUSED_DELETIONS, ...DELETE_HAZARDS, ...REFUSED_LIST_DELETIONS]) {
    test(each.name, () => {
      const { findings, changed } = run(each);
      assert.deepEqual([...new Set(findings.map(({ code }) => code))], each.after);
      assert.deepEqual(changed, {});
    });
  }
});

test('every use is listed with its place', () => {
  const others = {
    'b.ts': "import { a as c } from './a';\nc;\n",
    'c.ts': "export * from './a';\n",
    'e.ts': "import { a } from './a';\na;\n",
    'd.ts': "import * as n from './c';\n\n  n.a;\n",
  };
  const { findings } = run({
    name: '',
    before: 'export const a = 1;\na;\n',
    selector: 'ExportNamedDeclaration',
    after: [],
    others,
  });
  assert.deepEqual(
    findings.map(({ path, line, column }) => `${path!}:${line!}:${column!}`),
    ['a.ts:2:1', 'b.ts:1:10', 'b.ts:1:15', 'b.ts:2:1', 'd.ts:3:5', 'e.ts:1:10', 'e.ts:2:1'],
  );
});
