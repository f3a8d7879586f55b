import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../src/base/clock.ts';

test('the clock of the system lies between two looks at it', () => {
  const before = Date.now();
  const time = systemClock().getTime();
  assert.ok(before <= time && time <= Date.now());
});
