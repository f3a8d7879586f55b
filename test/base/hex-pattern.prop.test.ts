import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hexPattern } from '../../src/base/hex-pattern.ts';
import { many } from '../long.ts';

const seed = 20_260_131;

test(`gives the verdict of the regular expression it stands for (seed ${String(seed)})`, () => {
  const pattern = hexPattern(8);
  const hex = fc.stringMatching(/^[0-9a-f]{7,9}$/);
  const spoilt = fc
    .tuple(fc.stringMatching(/^[0-9a-f]{8}$/), fc.nat(7), fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }))
    .map(([text, at, unit]) => text.slice(0, at) + unit + text.slice(at + 1));
  fc.assert(
    fc.property(fc.oneof(hex, spoilt, fc.string()), (text) => pattern.test(text) === /^[0-9a-f]{8}$/.test(text)),
    { seed, numRuns: many(5000) },
  );
});

test('each of the first 65 536 characters, in each of two places', () => {
  const pattern = hexPattern(2);
  for (let unit = 0; unit < 0x10000; unit++) {
    const char = String.fromCharCode(unit);
    const isDigit = '0123456789abcdef'.includes(char);
    assert.equal(pattern.test(`${char}0`), isDigit, `0x${unit.toString(16)}`);
    assert.equal(pattern.test(`0${char}`), isDigit, `0x${unit.toString(16)}`);
  }
});

test('no line feed is forgiven at the end', () => {
  assert.equal(hexPattern(2).test('00\n'), false);
  assert.equal(hexPattern(0).test(''), true);
});
