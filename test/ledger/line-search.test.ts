import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LineSearch } from '../../src/ledger/line-search.ts';
import { readLines } from '../../src/ledger/lines.ts';
import { sourceOf } from './fixtures.ts';
import { many } from '../long.ts';

async function found(text: string, lines: readonly string[]): Promise<number[]> {
  const search = new LineSearch(text);
  const indexes: number[] = [];
  for await (const block of readLines(sourceOf(lines), { maxLineBytes: 1000 })) {
    indexes.push(...search.linesIn(block).map((index) => block.firstLine + index - 1));
  }
  return indexes;
}

test('finds the lines with the text as a whole string, each once', async () => {
  const lines = ['["b"]', '["abc"]', '["xabc","abcx"]', '["abc","abc"]', '"abc"'];
  assert.deepEqual(await found('abc', lines), [1, 3, 4]);
});

test('finds lines that may spell the text by escapes', async () => {
  assert.deepEqual(await found('abc', ['"\\u0061bc"', '"x\\n"', '"\\u0078"']), [0, 2]);
  assert.deepEqual(await found('a/b', ['"a\\/b"', '"a/b"', '"\\\\"']), [0, 1]);
  assert.deepEqual(await found('ab', ['"a\\/b"']), []);
});

test('passes over escapes of control characters, unless the text has one', async () => {
  const lines = [
    '"\\u0000\\u001b"',
    '"\\u001B"',
    '"\\u001b\\u0041"',
    '"\\u0041"',
    '"\\u0020"',
    '"\\u0100"',
    '"\\u1000"',
  ];
  assert.deepEqual(await found('A', lines), [2, 3, 4, 5, 6]);
  assert.deepEqual(await found('\x1b', lines), [0, 1, 2, 3, 4, 5, 6]);
});

test('never misses a line that holds the text, however it is spelt', async () => {
  const unit = fc.constantFrom('a', 'b', '"', '\\', '/', '\n', '\x01', 'é', '😀', ' ');
  const spell = (text: string, ways: readonly number[]): string => {
    const characters = text.split('').map((unitOf, i) => {
      const escape = `\\u${unitOf.charCodeAt(0).toString(16).padStart(4, '0')}`;
      const plain = JSON.stringify(unitOf).slice(1, -1);
      // Half of a pair has no plain form of its own.
      const half = /[\ud800-\udfff]/.test(unitOf);
      return [half ? unitOf : plain, escape, escape.toUpperCase().replace('U', 'u'), unitOf === '/' ? '\\/' : plain][
        half ? 0 : ways[i % ways.length]!
      ]!;
    });
    return `"${characters.join('')}"`;
  };
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit, maxLength: 6 }),
      fc.array(fc.tuple(fc.string({ unit, maxLength: 6 }), fc.array(fc.nat(3), { minLength: 1, maxLength: 4 })), {
        minLength: 1,
      }),
      fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }),
      fc.nat(),
      async (text, others, ways, at) => {
        const lines = others.map(([other, otherWays]) => spell(other, otherWays));
        lines.splice(at % lines.length, 0, spell(text, ways));
        const holding = lines.flatMap((line, i) => (JSON.parse(line) === text ? [i] : []));
        const seen = new Set(await found(text, lines));
        assert.deepEqual(
          holding.filter((i) => !seen.has(i)),
          [],
        );
      },
    ),
    { seed: 20260104, numRuns: many(1000) },
  );
});
