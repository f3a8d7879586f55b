import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8, toUtf8 } from '../../../src/base/bytes.ts';
import { changedLines } from '../../../src/dte/mutation/changed-lines.ts';
import type { ByteEdit, FileChange } from '../../../src/dte/plan.ts';

/** A change of one file. */
function changeOf(before: string, edits: readonly ByteEdit[], newPath = 'a.ts'): FileChange {
  let after = '';
  let at = 0;
  const bytes = toUtf8(before);
  for (const edit of edits) {
    after += fromUtf8(bytes.subarray(at, edit.start))! + edit.new;
    at = edit.end;
  }
  after += fromUtf8(bytes.subarray(at))!;
  return { path: 'a.ts', newPath, mode: '100644', edits, before: bytes, after: toUtf8(after) };
}

test('lines are those of the resulting file, whatever edits before them added and took away', () => {
  const before = 'one\nzwölf\nthree\nfour\n';
  const change = changeOf(before, [
    { start: 0, end: 0, old: '', new: 'a\nb\n' },
    { start: 4, end: 10, old: 'zwölf', new: 'x' },
    { start: 11, end: 17, old: 'three\n', new: '' },
    { start: 17, end: 21, old: 'four', new: 'f\r\ng' },
  ]);
  assert.deepEqual(
    [...changedLines([change])],
    [
      [
        'a.ts',
        [
          { first: 1, last: 3 },
          { first: 4, last: 4 },
          { first: 5, last: 5 },
          { first: 5, last: 6 },
        ],
      ],
    ],
  );
});

test('a file that only moved has no changed lines; an edited one is known by its new path', () => {
  const moved = changeOf('a', [], 'b.ts');
  const both = changeOf('a', [{ start: 0, end: 1, old: 'a', new: 'b' }], 'c.ts');
  assert.deepEqual([...changedLines([moved, both])], [['c.ts', [{ first: 1, last: 1 }]]]);
});
