import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_LIMITS, resolveLimits } from '../../src/atomic/limits.ts';

test('the limits of the format are the defaults', () => {
  assert.deepEqual(DEFAULT_LIMITS, { maxLineBytes: 10_485_760, maxDepth: 64 });
  assert.deepEqual(resolveLimits(), DEFAULT_LIMITS);
  assert.deepEqual(resolveLimits({ maxDepth: 3 }), { ...DEFAULT_LIMITS, maxDepth: 3 });
  assert.deepEqual(resolveLimits({ maxLineBytes: 3 }), { ...DEFAULT_LIMITS, maxLineBytes: 3 });
});

test('no limit is deeper than the recursive readers can bear', () => {
  assert.equal(resolveLimits({ maxDepth: Infinity }).maxDepth, 1000);
});
