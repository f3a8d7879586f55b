import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ByteSearch } from '../../src/ledger/byte-search.ts';
import { many } from '../long.ts';

const seed = 20260102;

/** Few different bytes, so that patterns are found and nearly found. */
const bytes = (minLength: number, maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc.array(fc.constantFrom(0, 97, 98, 255), { minLength, maxLength }).map((list) => Uint8Array.from(list));

test('finds what Buffer.indexOf finds, from any place', () => {
  fc.assert(
    fc.property(bytes(2, 5), bytes(0, 60), fc.nat(70), (pattern, text, from) => {
      assert.equal(new ByteSearch(pattern).indexIn(text, from), Buffer.from(text).indexOf(pattern, from));
    }),
    { seed, numRuns: many(2000) },
  );
});

test('finds a pattern that is cut out of the text, however long it is', () => {
  fc.assert(
    fc.property(bytes(700, 900), fc.nat(100), fc.integer({ min: 2, max: 600 }), (text, start, length) => {
      const pattern = text.slice(start, start + length);
      assert.equal(new ByteSearch(pattern).indexIn(text, 0), Buffer.from(text).indexOf(pattern));
    }),
    { seed },
  );
});

test('passes over bytes that are nowhere in a long pattern', () => {
  const text = new Uint8Array(5000).fill(1);
  const pattern = new Uint8Array(1000).fill(2);
  assert.equal(new ByteSearch(pattern).indexIn(text, 0), -1);
  text.set(pattern, 3999);
  assert.equal(new ByteSearch(pattern).indexIn(text, 0), 3999);
});
