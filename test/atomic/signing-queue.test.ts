import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import {
  ROOM,
  createSigningQueue,
  giveMessage,
  nextOf,
  signNext,
  signatureOf,
  waitForSignature,
} from '../../src/atomic/signing-queue.ts';

const message = (byte: number): Uint8Array => new Uint8Array(64).fill(byte);
/** Stands for a signature: another byte for each message. */
const mark = (text: Uint8Array): Uint8Array => text.map((byte) => byte ^ 0xff);

describe('a queue of messages', () => {
  test('has them signed in their order, each once', () => {
    const queue = createSigningQueue();
    assert.equal(signNext(queue, mark), false);
    for (let n = 0; n < 3; n++) giveMessage(queue, message(n));
    for (let n = 0; n < 3; n++) {
      assert.equal(signatureOf(queue, n), undefined);
      assert.equal(signNext(queue, mark), true);
      assert.deepEqual(signatureOf(queue, n), mark(message(n)));
    }
    assert.equal(signNext(queue, mark), false);
  });

  test('goes on behind the largest number', () => {
    let number = 2 ** 31 - 2;
    const queue = createSigningQueue(number);
    for (let n = 0; n < 2 * ROOM; n++, number = nextOf(number)) {
      giveMessage(queue, message(n & 0xff));
      assert.equal(signatureOf(queue, number), undefined);
      assert.equal(waitForSignature(queue, number, 0), false);
      assert.equal(signNext(queue, mark), true);
      assert.equal(waitForSignature(queue, number, 0), true);
      assert.deepEqual(signatureOf(queue, number), mark(message(n & 0xff)));
    }
    assert.ok(number < 0);
  });

  test('takes no message that another thread has taken in the meantime', () => {
    const queue = createSigningQueue();
    giveMessage(queue, message(1));
    giveMessage(queue, message(2));
    const { counts } = queue;
    // Between the look at the number and its change comes another thread.
    let looks = 0;
    const load = Atomics.load;
    try {
      Atomics.load = ((array: Int32Array, index: number): number => {
        const value = load(array, index);
        if (array === counts && index === 0 && ++looks === 1) Atomics.add(counts, 1, 1);
        return value;
      }) as typeof Atomics.load;
      assert.equal(signNext(queue, mark), true);
    } finally {
      Atomics.load = load;
    }
    assert.equal(signatureOf(queue, 0), undefined);
    assert.deepEqual(signatureOf(queue, 1), mark(message(2)));
  });

  test('wakes who waits for a signature', async (t) => {
    const queue = createSigningQueue();
    const program = `
      const { queue } = require('node:worker_threads').workerData;
      const signNext = ${signNext.toString()};
      Atomics.wait(queue.counts, 0, 0);
      setTimeout(() => signNext(queue, (text) => text.map((byte) => byte ^ 0xff)), 20);`;
    const worker = new Worker(program, { eval: true, workerData: { queue }, execArgv: [] });
    t.after(() => worker.terminate());
    giveMessage(queue, message(7));
    assert.equal(waitForSignature(queue, 0, 30_000), true);
    assert.deepEqual(signatureOf(queue, 0), mark(message(7)));
  });
});
