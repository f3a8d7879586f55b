import assert from 'node:assert/strict';
import { test } from 'node:test';
import { interleave, median, ratioOf } from './rounds.ts';
import type { Side } from './rounds.ts';

test('sides take turns, after a round that does not count, and each gets the number of the round', async () => {
  const calls: string[] = [];
  const side = (name: string): Side => ({ name, run: (round) => calls.push(`${name}${String(round)}`) });
  const { wall, cpu } = await interleave([side('a'), side('b')], 2);
  assert.deepEqual(calls.slice(0, 4), ['a0', 'b0', 'a0', 'b0']);
  for (const times of [wall, cpu]) {
    assert.deepEqual(Object.keys(times), ['a', 'b']);
    for (const figures of Object.values(times)) assert.equal(figures.length, 2);
  }
});

test('ratios are made within a round', () => {
  const times = { a: [2, 30, 8], b: [1, 10, 2] };
  assert.deepEqual(ratioOf(times, 'a', 'b'), { median: 3, least: 2, most: 4 });
});

test('the median is in the middle', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
});
