import assert from 'node:assert/strict';
import { test } from 'node:test';
import { survivesDouble } from '../../src/atomic/number-text.ts';

const survive = [
  [
    'zero in every spelling',
    ['0', '-0', '0.0', '0e0', '-0.0E-0', '0e999999999999999999999', `0.${'0'.repeat(500)}`, `0e${'9'.repeat(500)}`],
  ],
  ['short decimals', ['0.1', '-2.5', '123456789012345', '0.00000000000001', '4.50', '1e3', '1E+3', '2e-3']],
  [
    'the doubles themselves',
    ['0.30000000000000004', '5e-324', '1.7976931348623157e308', '-1.7976931348623157E+308', '2.2250738585072014e-308'],
  ],
  [
    'other spellings of the same decimal',
    ['0.10000000000000000000', '10000000000000000000e-20', '0.00001e5', '000.1'.slice(2), '1.0E+2', '100000e-5'],
  ],
  [
    'integers up to 2^53',
    ['9007199254740991', '-9007199254740992', '9007199254740992', '9.007199254740992e15', '900719925474099200e-2'],
  ],
  ['what is large and has an exponent', ['1e21', '1e22', '1e23', '1e300', '6.02214076e23', '-1.5e+30', '1.0e21']],
] as const;

const lost = [
  ['infinity', ['1e400', '-1e400', '1.8e308', '9'.repeat(400)]],
  ['what becomes zero', ['1e-400', '-1e-400', '2e-324', `0.${'0'.repeat(400)}1`, `1e-${'9'.repeat(500)}`]],
  [
    'more digits than a double has',
    [
      '0.1000000000000000055511',
      '3.14159265358979323846264338327950288419716939937510',
      '333333333.33333329',
      '1.00000000000000000000001',
    ],
  ],
  [
    'integers beyond 2^53, whether a double has them or not',
    [
      '9007199254740993',
      '-9007199254740993',
      '9007199254740994',
      '1152921504606846976',
      '1152921504606847000',
      '100000000000000000000',
    ],
  ],
  [
    'the same with point or exponent',
    [
      '9007199254740993.0',
      '9.007199254740993e15',
      '9007199254740994.0',
      '1.152921504606847e18',
      '1e20',
      '1e16',
      '9.1E15',
    ],
  ],
  [
    'integers beyond 2^53 in plain digits, however large',
    ['1000000000000000000000', `1${'0'.repeat(22)}`, `1${'0'.repeat(300)}`],
  ],
] as const;

for (const [name, texts] of survive) {
  test(`survives: ${name}`, () => {
    for (const text of texts) assert.equal(survivesDouble(text), true, text);
  });
}

for (const [name, texts] of lost) {
  test(`is lost: ${name}`, () => {
    for (const text of texts) assert.equal(survivesDouble(text), false, text);
  });
}

test('a number of ten million digits takes no time to speak of', () => {
  const zeros = '0'.repeat(5_000_000);
  for (const text of [`1.${zeros}1`, `0.${zeros}${zeros}`, '9'.repeat(10_000_000), `1${zeros}.${zeros}e-5000000`]) {
    assert.equal(typeof survivesDouble(text), 'boolean');
  }
  assert.equal(survivesDouble(`1${zeros}.${zeros}e-5000000`), true);
});
