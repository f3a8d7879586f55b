/** Money is exact: text and amount say the same, and sums are those of whole numbers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  decimalText,
  formatMoney,
  moneyOf,
  parseMoney,
  percentOf,
  roundMoney,
  timesFactor,
  toNumber,
} from '../../src/finops/money.ts';

const amounts = fc.bigInt({ min: -(10n ** 33n) + 1n, max: 10n ** 33n - 1n });

test('an amount and its text are the same', () => {
  fc.assert(fc.property(amounts, (amount) => assert.equal(parseMoney(formatMoney(amount)), amount)));
});

test('a million prices of one token add up to the price of a million', () => {
  assert.equal(formatMoney(parseMoney('0.000000000000001') * 1_000_000n), '0.000000001');
  assert.equal(formatMoney(parseMoney('0.1') + parseMoney('0.2')), '0.3');
});

test('what is no plain decimal number is refused', () => {
  for (const text of [
    '',
    '1e3',
    '+1',
    '01',
    '1.',
    '.5',
    '1,5',
    '0x1',
    'NaN',
    ' 1',
    '1'.repeat(19),
    `0.${'1'.repeat(16)}`,
  ])
    assert.throws(() => parseMoney(text), { code: 'MONEY_INVALID' }, text);
});

test('rounding is half up, away from zero, and never says minus nothing', () => {
  const rounded = (text: string, decimals: number): string => roundMoney(parseMoney(text), decimals);
  assert.deepEqual(
    [rounded('0.005', 2), rounded('0.0049', 2), rounded('-0.005', 2), rounded('-0.001', 2), rounded('12.5', 0)],
    ['0.01', '0.00', '-0.01', '0.00', '13'],
  );
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 32n), 10n ** 32n), fc.integer({ min: 0, max: 6 }), (amount, decimals) => {
      const off = parseMoney(roundMoney(amount, decimals)) - amount;
      const half = 10n ** BigInt(15 - decimals) / 2n;
      assert.ok(off <= half && off >= -half);
    }),
  );
});

test('percents are rounded down', () => {
  assert.equal(percentOf(parseMoney('99.99'), parseMoney('100')), 99);
  assert.equal(percentOf(parseMoney('100'), parseMoney('100')), 100);
  assert.equal(percentOf(0n, 0n), 0);
  assert.equal(percentOf(1n, 0n), Infinity);
});

test('a JSON number is the decimal that was typed', () => {
  assert.deepEqual(
    [0.1, 5, 100, 1e-7, 2.5e-6, 1.25e17, 0].map((value) => formatMoney(moneyOf(value))),
    ['0.1', '5', '100', '0.0000001', '0.0000025', '125000000000000000', '0'],
  );
  for (const value of [-1, Number.NaN, Infinity, 1e300, 1e-300])
    assert.throws(() => moneyOf(value), { code: 'MONEY_INVALID' });
  fc.assert(
    fc.property(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), (value) => {
      assert.equal(Number(decimalText(value)), value);
      assert.match(decimalText(value), /^(0|[1-9]\d*)(\.\d*[1-9])?$/);
    }),
  );
});

test('factors are applied to a millionth', () => {
  assert.equal(formatMoney(timesFactor(parseMoney('3'), 1 / 3)), '0.999999');
  assert.equal(toNumber(parseMoney('0.3')), 0.3);
});
