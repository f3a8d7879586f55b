/** Reading ahead of threads that check lines: batches come in their order, as soon as they are checked, and not without end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAhead } from '../../src/ledger/line-batches.ts';
import type { LineBatch } from '../../src/ledger/line-batches.ts';
import type { CheckedLines } from '../../src/ledger/line-checks.ts';

const MIB = 1024 * 1024;
const NOTHING: CheckedLines = { facts: [], unverified: new Map() };
const never = new Promise<CheckedLines>(() => undefined);

/** Answers batches of 1 MiB of which this is found, and how many of them were read so far. */
function batchesOf(found: readonly Promise<CheckedLines>[]) {
  const read: number[] = [];
  async function* batches(): AsyncGenerator<LineBatch> {
    for (const [i, checked] of found.entries()) {
      read.push(i);
      const place = { firstLine: i + 1, offsets: [i * MIB], terminated: true, endOffset: (i + 1) * MIB };
      yield await Promise.resolve({ ...place, checked });
    }
  }
  return { read, batches: batches() };
}

test('a batch that is checked is answered before more are read', async () => {
  const { read, batches } = batchesOf(Array.from({ length: 9 }, () => Promise.resolve(NOTHING)));
  const { value } = (await readAhead(batches).next()) as { value: LineBatch };
  assert.equal(value.endOffset, MIB);
  assert.ok(read.length <= 2, 'what is found may come a turn later');
});

test('while the first is being checked, others are read, up to 4 MiB', async () => {
  const { read, batches } = batchesOf([never, ...Array.from({ length: 8 }, () => Promise.resolve(NOTHING))]);
  const ahead = readAhead(batches);
  const { value } = (await ahead.next()) as { value: LineBatch };
  assert.equal(value.endOffset, MIB);
  assert.equal(read.length, 6);
  const rest: number[] = [];
  for await (const { endOffset } of ahead) rest.push(endOffset / MIB);
  assert.deepEqual(rest, [2, 3, 4, 5, 6, 7, 8, 9]);
});

test('a batch that cannot be checked is answered like any other', async () => {
  const failed = Promise.reject<CheckedLines>(new Error('gone'));
  failed.catch(() => undefined);
  const { batches } = batchesOf([failed]);
  const all: LineBatch[] = [];
  for await (const batch of readAhead(batches)) all.push(batch);
  assert.equal(all.length, 1);
  await assert.rejects(all[0]!.checked, { message: 'gone' });
});
