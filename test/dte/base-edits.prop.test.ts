/** The edits of several patches in places of the base give what the patches give one after the other, or a conflict. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LoglineError } from '../../src/base/errors.ts';
import { BaseEdits } from '../../src/dte/base-edits.ts';
import { applyEdits, sortEdits } from '../../src/dte/edit.ts';
import type { TextEdit } from '../../src/dte/edit.ts';

const cut = fc.record({ at: fc.nat(60), size: fc.nat(5), text: fc.string({ maxLength: 4 }) });
const patches = fc.array(fc.array(cut, { maxLength: 5 }), { minLength: 1, maxLength: 4 });

type Cut = typeof cut extends fc.Arbitrary<infer T> ? T : never;

test('composed edits give the same text as one patch after the other', () => {
  let composed = 0;
  fc.assert(
    fc.property(fc.string({ minLength: 10, maxLength: 60 }), patches, (base, rounds) => {
      const edits = new BaseEdits('a');
      let text = base;
      for (const [index, round] of rounds.entries()) {
        const own = editsFrom(round, text);
        try {
          edits.add(index, own);
        } catch (error) {
          assert.ok(error instanceof LoglineError && error.code === 'EDIT_CONFLICT');
          return;
        }
        text = applyEdits(text, own);
        composed++;
        assert.equal(applyEdits(base, edits.edits), text);
        assert.deepEqual(sortEdits(edits.edits), edits.edits);
      }
    }),
    { numRuns: 2000 },
  );
  assert.ok(composed > 1000, `only ${composed} rounds were composed`);
});

/** Edits apart from each other, in a text as it is. */
function editsFrom(round: readonly Cut[], text: string): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const { at, size, text: replacement } of [...round].sort((a, b) => a.at - b.at)) {
    const start = Math.min(at, text.length);
    const end = Math.min(start + size, text.length);
    if (start >= (edits.at(-1)?.end ?? -1) + 1) edits.push({ path: 'a', start, end, text: replacement });
  }
  return edits;
}

test('what an earlier patch wrote is nobody else’s to change', () => {
  const edits = new BaseEdits('a');
  edits.add(0, [{ path: 'a', start: 2, end: 4, text: 'XYZ' }]);
  const conflict = { code: 'EDIT_CONFLICT', message: 'a: patches[1] touches what patches[0] wrote.' };
  assert.throws(() => edits.add(1, [{ path: 'a', start: 3, end: 3, text: '!' }]), conflict);
  assert.throws(() => edits.add(1, [{ path: 'a', start: 0, end: 3, text: '' }]), conflict);
  edits.add(2, [{ path: 'a', start: 7, end: 9, text: '' }]);
  const deleted = { code: 'EDIT_CONFLICT', message: 'a: patches[3] touches what patches[2] deleted.' };
  assert.throws(() => edits.add(3, [{ path: 'a', start: 6, end: 8, text: '' }]), deleted);
});
