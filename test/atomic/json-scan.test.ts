import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isReadable, parseJson, scanJson, scanText } from '../../src/atomic/json-scan.ts';
import type { JsonLimits } from '../../src/atomic/limits.ts';
import { concatBytes, fromUtf8, toUtf8 } from '../../src/base/bytes.ts';
import { LoglineError } from '../../src/base/errors.ts';
import { codesOf } from './samples.ts';

/** A finding in short: `CODE line:column @byte pointer`. */
function summary(bytes: Uint8Array, limits?: JsonLimits): string[] {
  return scanJson(bytes, limits).map(
    ({ code, line, column, byteOffset, pointer }) =>
      `${code} ${String(line)}:${String(column)} @${String(byteOffset)} ${pointer ?? '-'}`,
  );
}

const text = (json: string): Uint8Array => toUtf8(json);

describe('what I-JSON allows', () => {
  for (const json of [
    'null',
    ' true ',
    '\t\r\n false',
    '0',
    '-1.5e+3',
    '""',
    '"\\u00fc\\n\\"\\\\\\/\\b\\f\\r\\t ü 😀 \\ud83d\\ude00 \u007f"',
    '[]',
    '[ ]',
    '[1, [2] ,{}]',
    '{}',
    '{ "a" : 1 , "b":{"a":1},"":[] }',
    '{"__proto__":1,"constructor":2,"toString":3}',
    '"\u00bf"',
    '["\ufec0"]',
    '{"a":1,"A":2,"ä":3,"a\\u0308":4}',
  ]) {
    test(json, () => {
      assert.deepEqual(scanJson(text(json)), []);
      assert.deepEqual(parseJson(json), JSON.parse(json));
      assert.deepEqual(parseJson(text(json)), JSON.parse(json));
    });
  }
});

describe('syntax', () => {
  for (const [json, finding, words] of [
    ['', 'PARSE_ERROR 1:1 @0 ', 'The end of the text stands where a value is due.'],
    [' ', 'PARSE_ERROR 1:2 @1 ', 'The end of the text stands where a value is due.'],
    ['\r', 'PARSE_ERROR 1:2 @1 ', 'The end of the text stands where a value is due.'],
    ['1 2', 'PARSE_ERROR 1:3 @2 ', '"2" stands where the end of the text is due.'],
    ['[]x', 'PARSE_ERROR 1:3 @2 ', '"x" stands where the end of the text is due.'],
    ['{}x', 'PARSE_ERROR 1:3 @2 ', '"x" stands where the end of the text is due.'],
    ['[[],x]', 'PARSE_ERROR 1:5 @4 /1', '"x" stands where a value is due.'],
    ['[{},x]', 'PARSE_ERROR 1:5 @4 /1', '"x" stands where a value is due.'],
    ['""x', 'PARSE_ERROR 1:3 @2 ', '"x" stands where the end of the text is due.'],
    ['"\\n"x', 'PARSE_ERROR 1:5 @4 ', '"x" stands where the end of the text is due.'],
    ['"\\u0041"x', 'PARSE_ERROR 1:9 @8 ', '"x" stands where the end of the text is due.'],
    ['truex', 'PARSE_ERROR 1:5 @4 ', '"x" stands where the end of the text is due.'],
    ['0x', 'PARSE_ERROR 1:2 @1 ', '"x" stands where the end of the text is due.'],
    ['\uf8ff', 'PARSE_ERROR 1:1 @0 ', '"\uf8ff" stands where a value is due.'],
    ['\ufec0', 'PARSE_ERROR 1:1 @0 ', '"\ufec0" stands where a value is due.'],
    ['01', 'PARSE_ERROR 1:2 @1 ', '"1" stands where the end of the text is due.'],
    ['-', 'PARSE_ERROR 1:2 @1 ', 'The end of the text stands where a digit is due.'],
    ['+1', 'PARSE_ERROR 1:1 @0 ', '"+" stands where a value is due.'],
    ['.5', 'PARSE_ERROR 1:1 @0 ', '"." stands where a value is due.'],
    ['1.', 'PARSE_ERROR 1:3 @2 ', 'The end of the text stands where a digit after the decimal point is due.'],
    ['1e', 'PARSE_ERROR 1:3 @2 ', 'The end of the text stands where a digit of the exponent is due.'],
    ['1E-x', 'PARSE_ERROR 1:4 @3 ', '"x" stands where a digit of the exponent is due.'],
    ['NaN', 'PARSE_ERROR 1:1 @0 ', '"N" stands where a value is due.'],
    ['nul', 'PARSE_ERROR 1:1 @0 ', '"n" stands where a value is due.'],
    ['trux', 'PARSE_ERROR 1:1 @0 ', '"t" stands where a value is due.'],
    ['fals\n', 'PARSE_ERROR 1:1 @0 ', '"f" stands where a value is due.'],
    ['[1', 'PARSE_ERROR 1:3 @2 ', 'The end of the text stands where a comma or the end of the array is due.'],
    ['[1,]', 'PARSE_ERROR 1:4 @3 /1', '"]" stands where a value is due.'],
    ['[,1]', 'PARSE_ERROR 1:2 @1 /0', '"," stands where a value is due.'],
    ['{"a":1', 'PARSE_ERROR 1:7 @6 ', 'The end of the text stands where a comma or the end of the object is due.'],
    ['{"a":1,}', 'PARSE_ERROR 1:8 @7 ', `"}" stands where a member's key in double quotes is due.`],
    ['{a:1}', 'PARSE_ERROR 1:2 @1 ', `"a" stands where a member's key in double quotes is due.`],
    ['{"a" 1}', 'PARSE_ERROR 1:6 @5 /a', '"1" stands where a colon is due.'],
    ['{"a":}', 'PARSE_ERROR 1:6 @5 /a', '"}" stands where a value is due.'],
    ['{"a', 'PARSE_ERROR 1:2 @1 ', 'The string has no closing quote.'],
    ['{"a\\x":1}', 'PARSE_ERROR 1:4 @3 ', 'A backslash is followed by none of " \\ / b f n r t u.'],
    ['"\\', 'PARSE_ERROR 1:2 @1 ', 'A backslash is followed by none of " \\ / b f n r t u.'],
    ['"\\u12', 'PARSE_ERROR 1:2 @1 ', 'An escape \\u has four hex digits.'],
    ['"\\u12g4"', 'PARSE_ERROR 1:2 @1 ', 'An escape \\u has four hex digits.'],
    ['["a\nb"]', 'PARSE_ERROR 1:4 @3 /0', 'The control character 0x0a has to be escaped in a string.'],
    ['"\u0000"', 'PARSE_ERROR 1:2 @1 ', 'The control character 0x00 has to be escaped in a string.'],
    ["{'a':1}", 'PARSE_ERROR 1:2 @1 ', `"'" stands where a member's key in double quotes is due.`],
    ['{"a":1}\ufeff', 'PARSE_ERROR 1:8 @7 ', '"\\u{feff}" stands where the end of the text is due.'],
    ['\ufeff{}', 'PARSE_ERROR 1:1 @0 ', 'The text starts with a byte order mark (EF BB BF); JSON has none.'],
    [
      '{\n  "a": 1,\n<<<<<<< HEAD\n  "b": 2\n}',
      'PARSE_ERROR 3:1 @12 ',
      "A git conflict marker (<<<<<<<), left by an unresolved merge, stands where a member's key in double quotes is due.",
    ],
    [
      '=======',
      'PARSE_ERROR 1:1 @0 ',
      'A git conflict marker (=======), left by an unresolved merge, stands where a value is due.',
    ],
    [
      '>>>>>>> theirs',
      'PARSE_ERROR 1:1 @0 ',
      'A git conflict marker (>>>>>>>), left by an unresolved merge, stands where a value is due.',
    ],
  ] as const) {
    test(JSON.stringify(json), () => {
      assert.throws(() => JSON.parse(json));
      assert.deepEqual(summary(text(json)), [finding]);
      assert.equal(scanJson(text(json))[0]?.message, words);
    });
  }
});

describe('I-JSON', () => {
  for (const [name, json, ...findings] of [
    ['a key twice', '{"a":1,"b":2,"a":3}', 'DUPLICATE_KEY 1:14 @13 /a'],
    ['a key twice, once escaped', '{"a":1,"\\u0061":1}', 'DUPLICATE_KEY 1:8 @7 /a'],
    ['__proto__ twice', '{"__proto__":1,"__proto__":1}', 'DUPLICATE_KEY 1:16 @15 /__proto__'],
    ['deep inside', '{"a":[{},{"b":{"c":1,\n "c":2}}]}', 'DUPLICATE_KEY 2:2 @23 /a/1/b/c'],
    ['three times', '{"":1,"":2,"":3}', 'DUPLICATE_KEY 1:7 @6 /', 'DUPLICATE_KEY 1:12 @11 /'],
    ['half a pair', '["\\ud800"]', 'LONE_SURROGATE 1:2 @1 /0'],
    ['the other half', '["ü","\\uDC00x"]', 'LONE_SURROGATE 1:7 @6 /1'],
    ['halves in the wrong order', '"\\udc00\\ud800"', 'LONE_SURROGATE 1:1 @0 '],
    ['half a pair as a key', '{"\\ud800":1}', 'LONE_SURROGATE 1:2 @1 '],
    ['a big integer', '{"n":9007199254740993}', 'NUMBER_PRECISION 1:6 @5 /n'],
    ['a number without end', '[1,\n1e400]', 'NUMBER_PRECISION 2:1 @4 /1'],
    [
      'all at once',
      '{"a":"\\ud800","a":1e400,"b":[9007199254740993]}',
      'LONE_SURROGATE 1:6 @5 /a',
      'DUPLICATE_KEY 1:15 @14 /a',
      'NUMBER_PRECISION 1:19 @18 /a',
      'NUMBER_PRECISION 1:30 @29 /b/0',
    ],
  ] as const) {
    test(name, () => {
      assert.doesNotThrow(() => JSON.parse(json), 'JSON.parse lets it through');
      assert.deepEqual(summary(text(json)), findings);
      assert.equal(isReadable(scanJson(text(json))), true);
    });
  }

  test('a fault of syntax is told after those before it', () => {
    assert.deepEqual(summary(text('{"a":1,"a":2')), ['DUPLICATE_KEY 1:8 @7 /a', 'PARSE_ERROR 1:13 @12 ']);
    assert.equal(isReadable(scanJson(text('{"a":1,"a":2'))), false);
  });

  test('half a pair can be only written by an escape, or stand in a JavaScript string', () => {
    assert.deepEqual(scanText('["ü\n\ud800"]'), [
      {
        code: 'LONE_SURROGATE',
        message: 'The text holds half of a surrogate pair.',
        byteOffset: 5,
        line: 2,
        column: 1,
      },
    ]);
    assert.deepEqual(codesOf(scanText('\ud800')), ['LONE_SURROGATE']);
    assert.deepEqual(scanText('"😀"'), []);
  });
});

describe('bytes that are not UTF-8', () => {
  for (const [name, bytes, at] of [
    ['a byte that never is', [0x22, 0xff, 0x22], 1],
    ['a tail without a head', [0x80], 0],
    ['a head without a tail', [0x22, 0x61, 0xc3, 0x22], 2],
    ['an over-long form', [0x22, 0xc0, 0xaf, 0x22], 1],
    ['a surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22], 1],
    ['beyond U+10FFFF', [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22], 1],
    ['UTF-16 with a mark', [0xff, 0xfe, 0x7b, 0x00], 0],
    ['cut in the middle', [0x22, 0xf0, 0x9f, 0x91], 1],
  ] as const) {
    test(name, () => {
      const line = Uint8Array.from(bytes);
      assert.deepEqual(summary(line), [`INVALID_UTF8 1:${String(at + 1)} @${String(at)} `]);
      assert.equal(scanJson(line)[0]?.message, `The byte 0x${line[at]!.toString(16)} is no part of UTF-8 text here.`);
      assert.equal(fromUtf8(line), undefined);
    });
  }

  test('the line is counted', () => {
    assert.deepEqual(summary(concatBytes(text('{\n "a": "'), Uint8Array.of(0xfe))), ['INVALID_UTF8 2:8 @9 ']);
  });
});

describe('limits', () => {
  test('a line of 11 MiB', () => {
    const long = text(`"${'x'.repeat(11 * 1024 * 1024)}"`);
    assert.deepEqual(summary(long), ['LINE_TOO_LARGE 1:1 @0 ']);
    assert.equal(scanJson(long)[0]?.message, '11534338 bytes; the limit is 10485760.');
    assert.deepEqual(summary(long, { maxLineBytes: long.length }), []);
  });

  test('10 000 levels', () => {
    for (const json of ['['.repeat(10_000), `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`]) {
      assert.deepEqual(codesOf(scanJson(text(json))), ['TOO_DEEP']);
      assert.deepEqual(codesOf(scanJson(text(json), { maxDepth: Infinity })), ['TOO_DEEP']);
    }
    assert.deepEqual(summary(text('['.repeat(10_000)), { maxDepth: 3 }), ['TOO_DEEP 1:4 @3 /0/0/0']);
    assert.equal(
      scanJson(text('[[]]'), { maxDepth: 1 })[0]?.message,
      'Arrays and objects are nested more than 1 levels deep.',
    );
    assert.deepEqual(summary(text('[{"a":[]}]'), { maxDepth: 3 }), []);
    assert.deepEqual(summary(text('{}'), { maxDepth: 0 }), ['TOO_DEEP 1:1 @0 ']);
    assert.deepEqual(summary(text('7'), { maxDepth: 0 }), []);
  });

  test('as deep as is allowed', () => {
    const json = `${'['.repeat(1000)}${']'.repeat(1000)}`;
    assert.deepEqual(summary(text(json), { maxDepth: 1000 }), []);
  });

  test('a million keys', () => {
    const members = Array.from({ length: 1_000_000 }, (_, i) => `"${i.toString(36)}":0`);
    assert.deepEqual(summary(text(`{${members.join(',')}}`)), []);
  });

  test('a million faults: the first hundred are told, and no more is looked at', () => {
    const many = `[${'{"a":1,"a":1},'.repeat(700_000)}`;
    const findings = scanJson(text(many));
    assert.equal(findings.length, 100);
    assert.equal(isReadable(findings), false);
    assert.deepEqual(new Set(codesOf(findings)), new Set(['DUPLICATE_KEY']));
    assert.equal(codesOf(scanJson(text(`[${'1e400,'.repeat(100)}x`))).length, 100);
    assert.equal(codesOf(scanJson(text(`[${'"\\ud800",'.repeat(100)}x`))).length, 100);
    assert.equal(codesOf(scanJson(text(`{${'"\\ud800":1,'.repeat(100)}x`))).length, 100);
  });

  test('faults at the end of a long text cost one pass', () => {
    const lines = '\n'.repeat(10_000_000);
    const findings = scanJson(text(`[${lines}${'1e400,'.repeat(99)}1]`));
    assert.equal(findings.length, 99);
    assert.deepEqual([findings[98]?.line, findings[98]?.column], [10_000_001, 589]);
  });

  test('a pointer of millions of characters is left out', () => {
    const key = 'k'.repeat(5_000_000);
    const findings = scanJson(text(`{"${key}":{"a":1,${'"a":1,'.repeat(98)}"b":1e400}}`));
    assert.equal(findings.length, 99);
    assert.ok(findings.every((finding) => !('pointer' in finding)));
    const [twice] = scanJson(text(`{"${key}":1,"${key}":1}`));
    assert.equal(twice?.message, `The key "${'k'.repeat(40)}…" stands in this object before.`);
  });
});

describe('parseJson', () => {
  test('throws the first finding and has them all', () => {
    assert.throws(
      () => parseJson('{"a":1,"a":1e400}'),
      (error: unknown) =>
        error instanceof LoglineError &&
        error.code === 'DUPLICATE_KEY' &&
        error.message === 'The key "a" stands in this object before. (and 1 more)' &&
        codesOf(error.details['findings'] as never).join() === 'DUPLICATE_KEY,NUMBER_PRECISION',
    );
    assert.throws(() => parseJson('"\ud800"'), { code: 'LONE_SURROGATE' });
    assert.throws(() => parseJson(Uint8Array.of(0xff)), { code: 'INVALID_UTF8' });
    assert.throws(() => parseJson('[[]]', { maxDepth: 1 }), { code: 'TOO_DEEP' });
  });

  test('__proto__ is an ordinary key', () => {
    const value = parseJson('{"__proto__":{"polluted":true},"constructor":1}') as object;
    assert.deepEqual(Object.keys(value), ['__proto__', 'constructor']);
    assert.equal('polluted' in {}, false);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
  });
});
