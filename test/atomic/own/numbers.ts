/** Numbers in JSON's syntax: which are taken, and their canonical form. */
import { canonicalize, scanJson } from '../../../src/atomic/index.ts';
import { toUtf8 } from '../../../src/base/bytes.ts';

const taken = [
  ...[
    '0',
    '-0',
    '1',
    '-1',
    '1.0',
    '10',
    '1e1',
    '1E+1',
    '100e-1',
    '0.1',
    '0.10',
    '-2.5',
    '1e-7',
    '0.0000001',
    '0.000001',
    '123456789012345',
  ],
  ...[
    '9007199254740991',
    '9007199254740992',
    '-9007199254740992',
    '9.007199254740992e15',
    '0.30000000000000004',
    '1e21',
    '1E22',
    '1.5e300',
  ],
  ...['6.02214076e23', '5e-324', '1.7976931348623157e308', '2.2250738585072014e-308', '0e999', '0.0e-999'],
];
const refused = [
  ...[
    '9007199254740993',
    '9007199254740994',
    '-9007199254740993',
    '9007199254740993.0',
    '9.007199254740993e15',
    '1152921504606846976',
  ],
  ...[
    '1152921504606847000',
    '1.152921504606847e18',
    '100000000000000000000',
    '1e20',
    '1000000000000000000000',
    '1e400',
    '-1e400',
    '1e-400',
  ],
  ...[
    '2e-324',
    '0.1000000000000000055511',
    '333333333.33333329',
    '1.00000000000000000000001',
    '3.14159265358979323846264338327950288',
  ],
];

/** Answers the numbers; fails where a verdict is not the one planned. */
export function numbers(): object[] {
  return [...taken, ...refused].map((text) => {
    const isTaken = scanJson(toUtf8(text)).length === 0;
    if (isTaken !== taken.includes(text)) throw new Error(`${text}: ${isTaken ? 'taken' : 'refused'}`);
    return isTaken
      ? { number: text, canonical: canonicalize(JSON.parse(text)) }
      : { number: text, code: 'NUMBER_PRECISION' };
  });
}
