import assert from 'node:assert/strict';
import { beforeEach, describe, it, test } from 'node:test';
import { batches, drain, Queue, sorted } from '../src/queue.ts';
import type { Parcel } from '../src/rates.ts';

const light: Parcel = { grams: 300, zone: 'inland' };
const heavy: Parcel = { grams: 12_000, zone: 'near' };

describe('queue', () => {
  let queue = new Queue();

  beforeEach(() => {
    queue = new Queue(2);
  });

  it('has an end', () => {
    assert.ok(queue.add(light));
    assert.ok(queue.add(heavy));
    assert.equal(queue.add(light), false);
    assert.equal(queue.describe(), '2 of 2, 0 taken');
  });

  it('drains', async () => {
    queue.add(light);
    queue.add(heavy);
    const sent: Parcel[] = [];
    assert.equal(await drain(queue, async (parcel) => void sent.push(parcel)), 2);
    assert.deepEqual(sent, [light, heavy]);
    assert.equal(queue.describe(), 'empty');
  });

  it('holds something', () => assert.throws(() => new Queue(0), RangeError));
});

test('order', async (t) => {
  await t.test('heavy first', () => assert.deepEqual(sorted([light, heavy]), [heavy, light]));
  await t.test('batches', () => assert.deepEqual([...batches([1, 2, 3], 2)], [[1, 2], [3]]));
});
