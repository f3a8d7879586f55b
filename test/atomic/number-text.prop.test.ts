import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { survivesDouble } from '../../src/atomic/number-text.ts';
import './arbitraries.ts';
import { many } from '../long.ts';

/** The exact value of a finite double, times 2^1074. */
function exactly(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & ((1n << 52n) - 1n);
  const size = exponent === 0 ? fraction : ((1n << 52n) | fraction) << BigInt(exponent - 1);
  return bits >> 63n === 0n ? size : -size;
}

/** A decimal as a fraction. */
function decimal(token: string): { over: bigint; under: bigint } {
  const [, sign = '', whole = '', decimals = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(
    token,
  )!;
  const scale = Number(exponent) - decimals.length;
  const digits = BigInt(sign + whole + decimals);
  return scale >= 0
    ? { over: digits * 10n ** BigInt(scale), under: 1n }
    : { over: digits, under: 10n ** BigInt(-scale) };
}

const digits = (most: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.integer({ min: 0, max: 9 }).map(String), minLength: 1, maxLength: most });
const token = fc
  .tuple(
    fc.constantFrom('', '-'),
    digits(25).map((text) => text.replace(/^0+(?=\d)/, '')),
    fc.option(digits(25)),
    fc.option(fc.tuple(fc.constantFrom('e', 'E', 'e+', 'e-'), fc.oneof(fc.nat(30), fc.nat(400)))),
  )
  .map(
    ([sign, whole, decimals, power]) =>
      sign + whole + (decimals === null ? '' : `.${decimals}`) + (power === null ? '' : power.join('')),
  );
const ofDouble = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .chain((value) =>
    fc.constantFrom(
      String(value),
      value.toExponential(),
      value.toPrecision(17),
      value.toFixed(Math.abs(value) < 1e21 ? 20 : 0),
    ),
  );
const ofInteger = fc
  .tuple(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), fc.constantFrom('', '.0', 'e0', '.5'))
  .map(([value, tail]) => String(value) + tail);
const number = fc.oneof(token, ofDouble, ofInteger);

test('what survives is the same decimal after the trip', () => {
  fc.assert(
    fc.property(number, (text) => {
      const value = Number(text);
      if (!survivesDouble(text)) return;
      assert.ok(Number.isFinite(value));
      const [before, after] = [decimal(text), decimal(String(value))];
      assert.equal(before.over * after.under, after.over * before.under);
    }),
    { numRuns: many(20_000) },
  );
});

test('what is lost is another decimal, or an integer beyond 2^53 that big integers take', () => {
  fc.assert(
    fc.property(number, (text) => {
      const value = Number(text);
      if (survivesDouble(text) || !Number.isFinite(value)) return;
      const [before, after] = [decimal(text), decimal(String(value))];
      const isSame = before.over * after.under === after.over * before.under;
      const isBigInteger = Math.abs(value) > 2 ** 53 && (/^-?\d+$/.test(text) || /^-?\d+$/.test(String(value)));
      assert.ok(!isSame || isBigInteger, text);
    }),
    { numRuns: many(20_000) },
  );
});

test('an integer in plain digits that survives is exactly its double', () => {
  fc.assert(
    fc.property(fc.oneof(digits(25), ofInteger), (text) => {
      if (!/^-?\d+$/.test(text) || !survivesDouble(text)) return;
      assert.equal(exactly(Number(text)), BigInt(text) << 1074n);
    }),
    { numRuns: many(20_000) },
  );
});

test('of two spellings of one double that both survive, readers with doubles, decimals and big integers make the same', () => {
  const spellings = fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => [
      String(value),
      value.toExponential(),
      value.toPrecision(17),
      ...(Math.abs(value) < 1e21 ? [value.toFixed(20)] : []),
      ...(Number.isInteger(value) ? [String(BigInt(value)), `${String(BigInt(value))}.0`] : []),
    ]);
  fc.assert(
    fc.property(spellings, (texts) => {
      const surviving = texts.filter((text) => Number(text) === Number(texts[0]) && survivesDouble(text));
      const asDecimals = new Set(
        surviving.map((text) => String((decimal(text).over * 10n ** 400n) / decimal(text).under)),
      );
      const asMixed = new Set(
        surviving.map((text) => (/^-?\d+$/.test(text) ? BigInt(text) << 1074n : exactly(Number(text)))),
      );
      assert.ok(asDecimals.size <= 1 && asMixed.size <= 1, surviving.join(' '));
    }),
    { numRuns: many(20_000) },
  );
});
