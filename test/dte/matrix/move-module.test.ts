/** moveModule: what each way of naming a file becomes when the file moves. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toUtf8 } from '../../../src/base/bytes.ts';
import { memoryTree } from '../../../src/dte/source-tree.ts';
import type { SourceTree, TreeFile } from '../../../src/dte/source-tree.ts';
import { runCase, treeOfFiles } from './operation-case.ts';
import { MOVES } from './move-cases.ts';
import { LEFT_BEHIND, MENTIONED, TAKEN_ALONG } from './move-hazards.ts';
import { A, NAMING } from './move-naming-cases.ts';
import { REFUSED_MOVES } from './move-refusal-cases.ts';

describe('a source that names the file', () => {
  for (const [name, before, after, path = 'src/b.ts', others = {}] of NAMING) {
    test(name, () => {
      const files = { 'src/a.ts': A, [path]: before, ...others };
      const patch = { path: 'src/a.ts', astOp: 'moveModule', details: { to: 'src/lib/a2.ts' } } as const;
      const { findings, changed } = runCase(treeOfFiles(files), patch);
      assert.deepEqual(findings, []);
      assert.deepEqual(changed, { 'src/a.ts': undefined, 'src/lib/a2.ts': A, [path]: after });
    });
  }
});

describe('moves', () => {
  for (const [name, files, from, to, expected, scope] of [
    ...MOVES,
    ...TAKEN_ALONG,
    ...MENTIONED,
    ...REFUSED_MOVES,
    ...LEFT_BEHIND,
  ]) {
    test(name, () => {
      const tree = treeOfFiles(files);
      const { findings, changed, after } = runCase(tree, { path: from, astOp: 'moveModule', details: { to } }, scope);
      if (!Array.isArray(expected)) {
        assert.deepEqual(findings, []);
        assert.deepEqual(changed, expected);
        assertDone(after, from, to);
        return;
      }
      assert.deepEqual([...new Set(findings.map(({ code }) => code))], expected);
      assert.deepEqual(changed, {});
    });
  }
});

/** The second time there is nothing to do: the file is not there, and nothing is edited. */
function assertDone(after: SourceTree, from: string, to: string): void {
  const { findings, changed } = runCase(after, { path: from, astOp: 'moveModule', details: { to } });
  if (to.startsWith(`${from}/`)) return;
  assert.deepEqual([findings.map(({ code }) => code), changed], [['TARGET_MISSING'], {}]);
}

test('a missing file is no fault where it is optional', () => {
  const details = { to: 'b.ts', optional: true };
  const { findings, changed } = runCase(treeOfFiles({ 'c.ts': '' }), { path: 'a.ts', astOp: 'moveModule', details });
  assert.deepEqual([findings, changed], [[], {}]);
});

test('links and submodules stay', () => {
  const link = { mode: '120000', bytes: toUtf8('../src/a.ts') } as const;
  const file = { mode: '100644', bytes: toUtf8(A) } as const;
  const tree = memoryTree(
    new Map<string, TreeFile>([
      ['src/a.ts', file],
      ['x/link.ts', link],
      ['x/sub', { mode: '160000', bytes: toUtf8('') }],
    ]),
  );
  const codes = (from: string, to: string): string[] =>
    runCase(tree, { path: from, astOp: 'moveModule', details: { to } }).findings.map(({ code }) => code);
  assert.deepEqual(codes('src/a.ts', 'src/b.ts'), ['NEEDS_PERSON']);
  assert.deepEqual(codes('x', 'y'), ['FILE_UNSUPPORTED', 'FILE_UNSUPPORTED']);
  assert.deepEqual(codes('src/a.ts', 'x/link.ts/a.ts'), ['PATH_UNSAFE']);
});

test('a finding shows the place', () => {
  const tree = treeOfFiles({ 'a.ts': A, 'b.ts': "\n  import('./a');\n" });
  const { findings } = runCase(tree, { path: 'a.ts', astOp: 'moveModule', details: { to: 'a.txt' } });
  assert.deepEqual(findings, [
    {
      code: 'BINDING_CHANGED',
      message: '"./a" leads to a.ts; after the move a.txt would be read otherwise.',
      path: 'b.ts',
      line: 2,
      column: 11,
      details: { wanted: 'a.txt', found: 'a.txt', frame: "1 |\n2 |   import('./a');\n  |           ^^^\n3 |" },
    },
  ]);
});
