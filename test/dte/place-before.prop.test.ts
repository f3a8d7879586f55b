/** The way back through edits, held against a text whose characters tell where they were. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyEdits, sortEdits } from '../../src/dte/edit.ts';
import { placesBefore } from '../../src/dte/place-before.ts';

const piece = fc.record({ gap: fc.nat(4), cut: fc.nat(3), text: fc.stringMatching(/^x{0,4}$/) });

test('what was not edited comes from where it was, and what is new from where it was put', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const source = Array.from({ length: 300 }, (_, i) => String.fromCharCode(0x1000 + i)).join('');
      let at = 0;
      const edits = sortEdits(
        pieces.map(({ gap, cut, text }) => {
          const start = (at += gap);
          return { path: 'a', start, end: (at += cut), text };
        }),
      );
      const back = placesBefore(edits);
      applyEdits(source, edits)
        .split('')
        .forEach((char, offset) => {
          const place = back('a', offset);
          if (char !== 'x') assert.equal(place, char.charCodeAt(0) - 0x1000);
          else assert.ok(edits.some(({ start, text }) => start === place && text !== ''));
          assert.equal(back('b', offset), offset);
        });
    }),
  );
});
