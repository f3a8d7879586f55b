import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isReadable, parseJson, scanJson } from '../../src/atomic/json-scan.ts';
import { concatBytes, fromUtf8, toUtf8 } from '../../src/base/bytes.ts';
import type { Finding } from '../../src/base/report.ts';
import { looseText } from './arbitraries.ts';
import { codesOf } from './samples.ts';
import { many } from '../long.ts';

/** The codes that a text has to have, found out by other means: JSON.parse, and its reviver with the source of each number. */
function expectedCodes(text: string): string[] {
  try {
    JSON.parse(text);
  } catch {
    return ['PARSE_ERROR'];
  }
  const codes = [];
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs) ?? [];
  const open: Set<string>[] = [];
  for (const [i, token] of tokens.entries()) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (token.startsWith('"')) {
      const value = JSON.parse(token) as string;
      if (/\p{Surrogate}/u.test(value)) codes.push('LONE_SURROGATE');
      if (tokens[i + 1] !== ':') continue;
      if (open.at(-1)!.has(value)) codes.push('DUPLICATE_KEY');
      open.at(-1)!.add(value);
    } else if (/^[-\d]/.test(token) && !survives(token)) codes.push('NUMBER_PRECISION');
  }
  return codes.slice(0, 100);
}

/** The rule for numbers, by exact fractions. */
function survives(token: string): boolean {
  const value = Number(token);
  if (!Number.isFinite(value)) return false;
  if (Math.abs(value) > 2 ** 53 && (Math.abs(value) < 1e21 || /^-?\d+$/.test(token))) return false;
  const [left, right] = [fraction(token), fraction(String(value))];
  return left[0] * right[1] === right[0] * left[1];
}

function fraction(token: string): [bigint, bigint] {
  const [mantissa = '', exponent = '0'] = token.toLowerCase().split('e');
  const [whole = '', decimals = ''] = mantissa.split('.');
  const scale = Number(exponent) - decimals.length;
  const digits = BigInt(whole.replace('-', '') + decimals) * (whole.startsWith('-') ? -1n : 1n);
  return scale >= 0 ? [digits * 10n ** BigInt(scale), 1n] : [digits, 10n ** BigInt(-scale)];
}

/** Each place is inside the text, they ascend, and line and column are those of the byte. */
function checkPlaces(bytes: Uint8Array, findings: readonly Finding[]): void {
  let last = 0;
  for (const { byteOffset, line, column } of findings) {
    assert.ok(byteOffset! >= last && byteOffset! <= bytes.length);
    last = byteOffset!;
    const before = Buffer.from(bytes.subarray(0, last)).toString('latin1').split('\n');
    assert.deepEqual([line, column], [before.length, before.at(-1)!.length + 1]);
  }
}

function check(text: string): void {
  const bytes = toUtf8(text);
  const findings = scanJson(bytes);
  checkPlaces(bytes, findings);
  const expected = expectedCodes(text);
  const codes = codesOf(findings);
  if (expected[0] === 'PARSE_ERROR') {
    assert.equal(codes.at(-1), 'PARSE_ERROR');
    assert.equal(isReadable(findings), false);
    return;
  }
  assert.deepEqual(codes.sort(), expected.sort());
  assert.equal(isReadable(findings), true);
  if (codes.length === 0) assert.deepEqual(parseJson(bytes), JSON.parse(text));
  else assert.throws(() => parseJson(bytes));
}

test('text in any form is JSON, and may have a key twice', () => {
  fc.assert(fc.property(looseText, check), { numRuns: many(4000) });
});

const pieces = fc.constantFrom(
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    ' ',
    '\n',
    '"a"',
    '"a":',
    '"b":',
    '"\\u0061":',
    '"\\ud800"',
    '"\\ud83d\\ude00"',
    '"\\udc00":',
  ],
  ...[
    '1',
    '-0',
    '0.1',
    '1e400',
    '9007199254740993',
    '1E2',
    '-',
    '0',
    '.5',
    'e',
    'true',
    'null',
    'fals',
    '"',
    '\\',
    '\t',
    '\u0000',
    'ü',
  ],
);

test('for texts of likely pieces, the scan refuses what JSON.parse refuses, and tells what I-JSON forbids', () => {
  fc.assert(
    fc.property(
      fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
      check,
    ),
    { numRuns: many(30_000) },
  );
});

const document = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      '1',
      '1e400',
      '0.1',
      '123456789012345678',
      '1e20',
      '1e22',
      '100000000000000000000000',
      '"x"',
      '"\\ud800"',
      'null',
    ),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join()}]`),
    fc
      .array(fc.tuple(fc.constantFrom('"a"', '"b"', '"\\u0061"', '"__proto__"', '"\\udfff"'), tie('value')), {
        maxLength: 4,
      })
      .map((members) => `{${members.map(([key, value]) => `${key}: ${value}`).join(',\n')}}`),
  ),
})).value;

test('every fault of a document is told, and nothing else', () => {
  fc.assert(fc.property(document, check), { numRuns: many(5000) });
});

test('a document cut anywhere is told, and nothing throws', () => {
  fc.assert(
    fc.property(document, (text) => {
      for (let end = 0; end < text.length; end++) check(text.slice(0, end));
    }),
    { numRuns: many(200) },
  );
});

test('random bytes are told, and nothing throws', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 20 }),
    fc.tuple(document, fc.uint8Array({ maxLength: 3 }), fc.nat(50)).map(([text, inserted, at]) => {
      const whole = toUtf8(text);
      return concatBytes(whole.subarray(0, at), inserted, whole.subarray(at));
    }),
  );
  fc.assert(
    fc.property(bytes, (given) => {
      const findings = scanJson(given);
      checkPlaces(given, findings);
      const text = fromUtf8(given);
      if (text === undefined) assert.deepEqual(codesOf(findings), ['INVALID_UTF8']);
      else if (!text.startsWith('\ufeff')) check(text);
    }),
    { numRuns: many(20_000) },
  );
});
