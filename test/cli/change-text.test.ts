/** Plans as people read them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedFiles, fileLines } from '../../src/cli/change-text.ts';
import type { Plan } from '../../src/dte/index.ts';

test('a file that moves is shown with both names, and one without edits with no count', () => {
  const edit = { start: 0, end: 0, text: 'x' };
  const files = [
    { path: 'a.ts', newPath: 'b.ts', edits: [] },
    { path: 'c.ts', newPath: 'c.ts', edits: [edit, edit] },
  ] as unknown as Plan['files'];
  assert.deepEqual(fileLines(changedFiles({ files })), ['  a.ts → b.ts', '  c.ts  2 edits']);
});
