import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlaceFinder } from '../../src/atomic/text-place.ts';
import { toUtf8 } from '../../src/base/bytes.ts';

test('lines and columns count from 1, columns in bytes', () => {
  const places = new PlaceFinder(toUtf8('ab\nüc\n\nd'));
  const expected = ['1:1', '1:2', '1:3', '2:1', '2:2', '2:3', '2:4', '3:1', '4:1', '4:2'];
  const found = expected
    .map((_, offset) => places.placeOf(offset))
    .map(({ line, column }) => `${String(line)}:${String(column)}`);
  assert.deepEqual(found, expected);
});

test('the same place can be asked for twice', () => {
  const places = new PlaceFinder(toUtf8('a\nb'));
  assert.deepEqual(places.placeOf(2), { line: 2, column: 1 });
  assert.deepEqual(places.placeOf(2), { line: 2, column: 1 });
});
