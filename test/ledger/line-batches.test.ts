/** Reading ahead of threads that check signatures: batches come in their order, as soon as they are judged, and not without end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAhead } from '../../src/ledger/line-batches.ts';
import type { LineBatch } from '../../src/ledger/line-batches.ts';

const MIB = 1024 * 1024;
const never = new Promise<readonly boolean[]>(() => undefined);

/** Answers batches of 1 MiB with these verdicts, and how many of them were read so far. */
function batchesOf(verdicts: readonly Promise<readonly boolean[]>[]) {
  const read: number[] = [];
  async function* batches(): AsyncGenerator<LineBatch> {
    for (const [i, verdict] of verdicts.entries()) {
      read.push(i);
      yield await Promise.resolve({ items: [], firstVerdict: [], verdicts: verdict, endOffset: (i + 1) * MIB });
    }
  }
  return { read, batches: batches() };
}

test('a batch that is judged is answered before more are read', async () => {
  const { read, batches } = batchesOf(Array.from({ length: 9 }, () => Promise.resolve([])));
  const { value } = (await readAhead(batches).next()) as { value: LineBatch };
  assert.equal(value.endOffset, MIB);
  assert.ok(read.length <= 2, 'its verdicts may come a turn later');
});

test('while the first is being judged, others are read, up to 4 MiB', async () => {
  const { read, batches } = batchesOf([never, ...Array.from({ length: 8 }, () => Promise.resolve([]))]);
  const ahead = readAhead(batches);
  const { value } = (await ahead.next()) as { value: LineBatch };
  assert.equal(value.endOffset, MIB);
  assert.equal(read.length, 6);
  const rest: number[] = [];
  for await (const { endOffset } of ahead) rest.push(endOffset / MIB);
  assert.deepEqual(rest, [2, 3, 4, 5, 6, 7, 8, 9]);
});

test('a batch that cannot be judged is answered like any other', async () => {
  const failed = Promise.reject<readonly boolean[]>(new Error('gone'));
  failed.catch(() => undefined);
  const { batches } = batchesOf([failed]);
  const all: LineBatch[] = [];
  for await (const batch of readAhead(batches)) all.push(batch);
  assert.equal(all.length, 1);
  await assert.rejects(all[0]!.verdicts, { message: 'gone' });
});
