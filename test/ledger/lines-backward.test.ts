import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readLinesBackward } from '../../src/ledger/lines-backward.ts';
import type { ReadBackwardOptions } from '../../src/ledger/lines-backward.ts';
import { readLines } from '../../src/ledger/lines.ts';
import type { LedgerSource } from '../../src/ledger/store.ts';
import { sourceOf } from './fixtures.ts';

interface SeenLine {
  readonly offset: number;
  readonly text: string;
}

/** The lines in the order of the source. */
async function backward(source: LedgerSource, options: Partial<ReadBackwardOptions> = {}): Promise<SeenLine[]> {
  const seen: SeenLine[] = [];
  const end = await source.sizeBytes();
  for await (const { bytes, starts, ends, byteOffset } of readLinesBackward(source, {
    end,
    maxLineBytes: 1000,
    ...options,
  })) {
    const lines = starts.map((start, i) => ({
      offset: byteOffset + start,
      text: new TextDecoder().decode(bytes.subarray(start, ends[i])),
    }));
    seen.unshift(...lines);
  }
  return seen;
}

async function forward(source: LedgerSource): Promise<SeenLine[]> {
  const seen: SeenLine[] = [];
  for await (const { bytes, starts, ends, byteOffset } of readLines(source, { maxLineBytes: 1000 })) {
    starts.forEach((start, i) => {
      seen.push({ offset: byteOffset + start, text: new TextDecoder().decode(bytes.subarray(start, ends[i])) });
    });
  }
  return seen;
}

test('gives the lines that reading forward gives, for blocks and chunks of any size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: fc.constantFrom('a', 'é'), maxLength: 30 })),
      fc.constantFrom('', 'end'),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 20 }),
      async (texts, rest, blockBytes, chunkBytes) => {
        const source = sourceOf(texts.map((text) => `${text}\n`).join('') + rest, chunkBytes);
        assert.deepEqual(await backward(source, { blockBytes }), await forward(source));
      },
    ),
    { seed: 20260103, numRuns: 500 },
  );
});

test('says whether the last line ends with a line feed', async () => {
  for (const [text, expected] of [
    ['a\nb', [false, true]],
    ['a\nb\n', [true]],
  ] as const) {
    const seen: boolean[] = [];
    const options = { end: text.length, maxLineBytes: 10, blockBytes: 2 };
    for await (const { terminated } of readLinesBackward(sourceOf(text), options)) seen.push(terminated);
    assert.deepEqual(seen, expected);
  }
});

test('of a line that is too long keeps no more than shows it, and its neighbours are in their places', async () => {
  const text = `a\n${'x'.repeat(500)}\nb\n`;
  for (const blockBytes of [1, 3, 7, 100]) {
    const seen = await backward(sourceOf(text), { blockBytes, maxLineBytes: 20 });
    assert.deepEqual(
      seen.map((line) => [line.offset, line.text.slice(0, 21)]),
      [
        [0, 'a'],
        [2, 'x'.repeat(21)],
        [503, 'b'],
      ],
    );
    assert.ok(blockBytes === 100 || seen[1]!.text.length < 200, `${String(seen[1]!.text.length)} bytes were kept`);
  }
});

test('ends where the range starts', async () => {
  const seen = await backward(sourceOf('aa\nbb\ncc\ndd\n'), { start: 3, end: 9, blockBytes: 2 });
  assert.deepEqual(
    seen.map(({ text }) => text),
    ['bb', 'cc'],
  );
});

test('a source that was cut while it was read is a conflict', async () => {
  const source = sourceOf('aa\nbb\n');
  await assert.rejects(backward(source, { end: 7 }), { code: 'LEDGER_CONFLICT' });
});
