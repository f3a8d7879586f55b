/** The files that the patches of a spec are about. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkChangeSpec, memoryTree, patchFiles } from '../../src/dte/index.ts';
import type { TreeFile } from '../../src/dte/index.ts';

const file = (text: string | Uint8Array, mode: TreeFile['mode'] = '100644'): TreeFile => ({
  mode,
  bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text,
});
const tree = memoryTree(
  new Map([
    ['src/b.ts', file('b')],
    ['src/a.ts', file('a', '100755')],
    ['src/deep/c.ts', file('ć')],
    ['src/logo.ts', file(Uint8Array.of(0xff))],
    ['src/link.ts', file('a.ts', '120000')],
    ['test/a.ts', file('t')],
  ]),
);
const filesOf = (scope: string[], ...paths: string[]) => {
  const patches = paths.map((path) => ({ path, astOp: 'deleteNode', selector: 'Identifier' }));
  const spec = { id: 'CS-1', intent: 'x', scope, language: 'typescript', patches, invariants: [] };
  return patchFiles(checkChangeSpec({ ...spec, tests: { strategy: 'augment' } }), tree);
};

test('are those in scope that its path means, text alone, in the order of their paths', () => {
  assert.deepEqual(filesOf(['src/**', '!src/b.ts'], 'src/**', 'src/a.ts', 'test/a.ts'), [
    [
      { path: 'src/a.ts', text: 'a' },
      { path: 'src/deep/c.ts', text: 'ć' },
    ],
    [{ path: 'src/a.ts', text: 'a' }],
    [],
  ]);
  assert.deepEqual(filesOf(['**/*']), []);
});
