/** Room for bodies, over all callers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BodyBudget } from '../../services/src/http/body-budget.ts';

const MIB = 1024 * 1024;
const LARGE = { 'transfer-encoding': 'chunked' };
const SMALL = { 'content-length': '500' };
const FULL = { code: 'OVERLOADED' };

test('one caller holds half of the room at most, and what it lets go of is there again', () => {
  const budget = new BodyBudget(20 * MIB);
  const held = Array.from({ length: 16 }, () => budget.take('slow', LARGE));
  assert.throws(() => budget.take('slow', SMALL), FULL);
  budget.take('other', SMALL)();
  held[0]!();
  budget.take('slow', LARGE);
});

test('all callers together hold what there is', () => {
  const budget = new BodyBudget(20 * MIB);
  for (const key of ['a', 'b']) for (let i = 0; i < 16; i++) budget.take(key, LARGE);
  assert.throws(() => budget.take('c', SMALL), FULL);
  budget.take('c', {})();
});

test('where bodies may not be large, there is room for 64 MiB of them', () => {
  const budget = new BodyBudget(MIB);
  for (const key of ['a', 'b']) for (let i = 0; i < 32; i++) budget.take(key, { 'content-length': String(2 * MIB) });
  assert.throws(() => budget.take('c', SMALL), FULL);
});
