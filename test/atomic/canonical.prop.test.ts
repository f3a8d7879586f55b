import assert from 'node:assert/strict';
import { test } from 'node:test';
import reference from 'canonicalize';
import fc from 'fast-check';
import { canonicalize } from '../../src/atomic/canonical.ts';
import { json } from './arbitraries.ts';
import { many } from '../long.ts';

test('the text is the one of the reference, and parses to the same value', () => {
  fc.assert(
    fc.property(json, (value) => {
      const text = canonicalize(value);
      assert.equal(text, reference(value));
      assert.deepEqual(JSON.parse(text), normal(value));
    }),
    { numRuns: many(5000) },
  );
});

test('writing what was read changes nothing', () => {
  fc.assert(
    fc.property(json, (value) => {
      const text = canonicalize(value);
      assert.equal(canonicalize(JSON.parse(text)), text);
    }),
    { numRuns: many(2000) },
  );
});

test('whatever JavaScript has, the answer is canonical text or a refusal', () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSparseArray: true,
    withNullPrototype: true,
    withTypedArray: true,
    stringUnit: 'binary',
  });
  fc.assert(
    fc.property(anything, (value) => {
      let text: string;
      try {
        text = canonicalize(value);
      } catch (error) {
        assert.match((error as { code: string }).code, /^(CANONICAL_UNSUPPORTED|TOO_DEEP)$/);
        return;
      }
      assert.equal(canonicalize(JSON.parse(text)), text);
    }),
    { numRuns: many(5000) },
  );
});

/** JSON has no negative zero. */
function normal(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
