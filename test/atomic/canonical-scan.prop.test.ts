import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CanonicalScan } from '../../src/atomic/canonical-scan.ts';
import { canonicalize } from '../../src/atomic/canonical.ts';
import { cutUnhashed, hashedText } from '../../src/atomic/hash.ts';
import { scanJson } from '../../src/atomic/json-scan.ts';
import { fromUtf8, toUtf8 } from '../../src/base/bytes.ts';
import { asciiObject, json, jsonObject, looseText } from './arbitraries.ts';
import { signed } from './samples.ts';
import { many } from '../long.ts';

const scan = new CanonicalScan(64);
const proves = (bytes: Uint8Array): boolean => scan.prove(bytes, 0, bytes.length);

/** What the scan has to prove, found out the slow way. */
function isCanonical(bytes: Uint8Array): boolean {
  if (scanJson(bytes).length > 0) return false;
  const text = fromUtf8(bytes)!;
  return text.startsWith('{') && canonicalize(JSON.parse(text)) === text;
}

test('every canonical object with ASCII keys is proven', () => {
  fc.assert(
    fc.property(asciiObject, (value) => {
      assert.equal(proves(toUtf8(canonicalize(value))), true);
    }),
    { numRuns: many(5000) },
  );
});

test('with other keys, what is proven is canonical', () => {
  fc.assert(
    fc.property(fc.oneof(jsonObject, json), (value) => {
      const bytes = toUtf8(JSON.stringify(value));
      if (proves(bytes)) assert.equal(isCanonical(bytes), true);
    }),
    { numRuns: many(5000) },
  );
});

test('of text in any form, what is proven is canonical', () => {
  fc.assert(
    fc.property(looseText, (text) => {
      const bytes = toUtf8(text);
      if (proves(bytes)) assert.equal(isCanonical(bytes), true);
    }),
    { numRuns: many(5000) },
  );
});

/** All texts that differ from `bytes` in one byte: another one, one more, one less. */
function* neighbours(bytes: Uint8Array, others: readonly number[]): Generator<Uint8Array> {
  for (let at = 0; at <= bytes.length; at++) {
    for (const byte of others) {
      yield Uint8Array.of(...bytes.subarray(0, at), byte, ...bytes.subarray(at));
      if (at < bytes.length && byte !== bytes[at]) yield bytes.with(at, byte);
    }
    if (at < bytes.length) yield Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + 1));
  }
}

/** Bytes that mean something in JSON or UTF-8, and one of each kind that does not. */
const TELLING = [
  ...toUtf8('\u0000\n\u001f !"+,-./019:AEZ[\\]aeftunr{}~\u007f'),
  0x80,
  0xbf,
  0xc3,
  0xe2,
  0xed,
  0xf0,
  0xff,
];

test('around canonical texts, exactly what is canonical is proven, keys beyond ASCII aside', () => {
  fc.assert(
    fc.property(asciiObject, (value) => {
      const text = canonicalize(value);
      fc.pre(text.length < 120);
      for (const bytes of neighbours(toUtf8(text), TELLING)) {
        if (proves(bytes)) assert.equal(isCanonical(bytes), true, fromUtf8(bytes));
        else if (isCanonical(bytes)) assert.match(fromUtf8(bytes)!, /"[^"]*([^\0-\x7f]|\\)[^"]*":/);
      }
    }),
    { numRuns: 60 },
  );
});

test('around a signed line, nothing is proven that is not canonical', () => {
  let proven = 0;
  for (const bytes of neighbours(toUtf8(signed.line), [...toUtf8('\u0000"\\,:[]{}01aA '), 0xff])) {
    if (!proves(bytes)) continue;
    proven++;
    assert.equal(isCanonical(bytes), true, fromUtf8(bytes));
  }
  assert.ok(proven > 1000, 'most other letters in strings leave the line canonical');
});

test('cutting members out of the bytes is leaving them out of the value', () => {
  fc.assert(
    fc.property(asciiObject, (value) => {
      const bytes = toUtf8(canonicalize(value));
      assert.equal(proves(bytes), true);
      assert.equal(fromUtf8(cutUnhashed(bytes, 0, bytes.length, scan.members)), hashedText(value));
    }),
    { numRuns: many(5000) },
  );
});
