import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readLines } from '../../src/ledger/lines.ts';
import type { ReadLinesOptions } from '../../src/ledger/lines.ts';
import { sourceOf } from './fixtures.ts';

interface SeenLine {
  readonly line: number;
  readonly offset: number;
  readonly text: string;
}

async function lines(
  text: string,
  chunkBytes: number,
  options: Partial<ReadLinesOptions> = {},
): Promise<{ seen: SeenLine[]; terminated: boolean }> {
  const seen: SeenLine[] = [];
  let terminated = true;
  for await (const block of readLines(sourceOf(text, chunkBytes), { maxLineBytes: 1000, ...options })) {
    terminated = block.terminated;
    block.starts.forEach((start, i) => {
      const piece = block.bytes.subarray(start, block.ends[i]);
      seen.push({ line: block.firstLine + i, offset: block.byteOffset + start, text: new TextDecoder().decode(piece) });
    });
  }
  return { seen, terminated };
}

test('lines are the same for chunks of any size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'é'), maxLength: 12 })),
      fc.integer({ min: 1, max: 20 }),
      fc.boolean(),
      async (texts, size, open) => {
        const whole = texts.map((text) => `${text}\n`).join('') + (open ? 'end' : '');
        const expected: SeenLine[] = [];
        let offset = 0;
        for (const [i, text] of [...texts, ...(open ? ['end'] : [])].entries()) {
          expected.push({ line: i + 1, offset, text });
          offset += new TextEncoder().encode(text).length + 1;
        }
        assert.deepEqual(await lines(whole, size), { seen: expected, terminated: !open });
      },
    ),
    { seed: 20260101 },
  );
});

test('a line that is too long is cut, and the next is in its place', async () => {
  const long = 'x'.repeat(57);
  for (const size of [1, 3, 10, 100]) {
    for (const [text, more] of [
      [`a\n${long}\nb\n`, ['b']],
      [`a\n${long}\n`, []],
    ] as const) {
      const { seen } = await lines(text, size, { maxLineBytes: 20 });
      const cut = seen.map(({ text: each }) => each.slice(0, 21));
      assert.deepEqual(cut, ['a', 'x'.repeat(21), ...more]);
      assert.deepEqual(
        seen.map(({ line, offset }) => [line, offset]),
        [[1, 0], [2, 2], ...more.map(() => [3, 60])],
      );
    }
    assert.equal((await lines(`a\n${long}`, size, { maxLineBytes: 20 })).terminated, false);
  }
});

test('a range begins at its line', async () => {
  const { seen } = await lines('aa\nbb\ncc\ndd\n', 4, { start: 3, end: 9, firstLine: 2 });
  assert.deepEqual(seen, [
    { line: 2, offset: 3, text: 'bb' },
    { line: 3, offset: 6, text: 'cc' },
  ]);
});
