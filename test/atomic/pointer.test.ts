import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pointerTo } from '../../src/atomic/pointer.ts';

test('pointers escape as RFC 6901 wants it', () => {
  assert.equal(pointerTo([]), '');
  assert.equal(pointerTo(['']), '/');
  assert.equal(pointerTo(['a', 0, 'b/c', '~1', 'm~n/']), '/a/0/b~1c/~01/m~0n~1');
});
