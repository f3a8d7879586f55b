import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatHunks, linesOf } from '../../../src/dte/diff/hunks.ts';
import { diffLines } from '../../../src/dte/diff/line-diff.ts';
import { Folder } from '../git-fixture.ts';

const text = fc
  .array(fc.constantFrom('a\n', 'b\n', 'c\n', 'd\n', '\n'), { maxLength: 25 })
  .chain((lines) => fc.constantFrom('', 'last').map((last) => lines.join('') + last));

/** Length of the longest common subsequence, by the plain table. */
function commonLines(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const line of a) {
    const next = [0];
    for (const [j, other] of b.entries()) next.push(line === other ? row[j]! + 1 : Math.max(row[j + 1]!, next[j]!));
    row = next;
  }
  return row.at(-1)!;
}

test('ranges lead from one text to the other, by the fewest lines', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = { old: linesOf(before), new: linesOf(after) };
      assert.equal(lines.old.join(''), before);
      const ranges = diffLines(lines);
      let at = 0;
      const rebuilt: string[] = [];
      for (const { oldStart, oldEnd, newStart, newEnd } of ranges) {
        rebuilt.push(...lines.old.slice(at, oldStart), ...lines.new.slice(newStart, newEnd));
        at = oldEnd;
      }
      assert.deepEqual([...rebuilt, ...lines.old.slice(at)], lines.new);
      const size = ranges.reduce(
        (sum, range) => sum + range.oldEnd - range.oldStart + range.newEnd - range.newStart,
        0,
      );
      assert.equal(size, lines.old.length + lines.new.length - 2 * commonLines(lines.old, lines.new));
    }),
    { numRuns: 2000 },
  );
});

test('git applies the hunks', (t) => {
  const folder = new Folder(t);
  fc.assert(
    fc.property(text, text, (before, after) => {
      fc.pre(before !== after && before !== '' && after !== '');
      folder.write({ a: before });
      const lines = { old: linesOf(before), new: linesOf(after) };
      const input = `--- a/a\n+++ b/a\n${formatHunks(lines, diffLines(lines))}`;
      folder.gitWith({ input }, 'apply', '--whitespace=nowarn', '-');
      assert.equal(folder.read('a'), after);
    }),
    { numRuns: 40 },
  );
});

test('texts that have nothing in common cost little, and are one range', () => {
  const side = (name: string): string[] => Array.from({ length: 20_000 }, (_, i) => `${name} ${i}\n`);
  const lines = { old: ['same\n', ...side('a'), 'end\n'], new: ['same\n', ...side('b'), 'end\n'] };
  assert.deepEqual(diffLines(lines), [{ oldStart: 1, oldEnd: 20_001, newStart: 1, newEnd: 20_001 }]);
});
