import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CanonicalScan } from '../../src/atomic/canonical-scan.ts';
import { concatBytes, toUtf8 } from '../../src/base/bytes.ts';

const proves = (json: string | Uint8Array, maxDepth = 64): boolean => {
  const bytes = typeof json === 'string' ? toUtf8(json) : json;
  return new CanonicalScan(maxDepth).prove(bytes, 0, bytes.length);
};

describe('proven', () => {
  for (const json of [
    '{}',
    '{"a":1}',
    '{"":0,"\u007f":0}',
    '{" ":1,"!":2,"0":3,"A":4,"_":5,"a":6,"a ":7,"a!":8,"aa":9,"b":10}',
    '{"a":[],"b":[{}],"c":[1,[2,"x"],null,true,false]}',
    '{"n":[0,1,-1,10,123456789012345,-123456789012345,9007199254740992,-9007199254740992]}',
    '{"n":[0.1,-0.5,1.5,1e+21,1.5e-7,5e-324,1.7976931348623157e+308,0.30000000000000004,-0.0000012345678901234567]}',
    '{"s":"","t":"ü€😀\u007f\u2028","u":"\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u000b\\u001f/"}',
    '{"__proto__":1,"constructor":{"__proto__":2}}',
  ]) {
    test(json, () => {
      assert.equal(proves(json), true);
    });
  }
});

describe('not proven', () => {
  const cases: Readonly<Record<string, readonly (string | Uint8Array)[]>> = {
    'no object': ['', '1', '[]', '"a"', 'null', ' {}', '{} ', '{}\n', '\ufeff{}', '{}{}'],
    'cut off': [
      '{',
      '{"',
      '{"a',
      '{"a"',
      '{"a":',
      '{"a":1',
      '{"a":1,',
      '{"a":[',
      '{"a":[1',
      '{"a":[1,',
      '{"a":"',
      '{"a":{',
      '{"a":t',
      '{"a":tru',
      '{"a":"\\',
      '{"a":"\\u',
      '{"a":"\\u00',
      '{"a":-',
    ],
    'white space': [
      '{ }',
      '{"a" :1}',
      '{"a": 1}',
      '{"a":1 }',
      '{"a":1, "b":2}',
      '{"a":[ ]}',
      '{"a":[1 ]}',
      '{"a":[1, 2]}',
      '{"a":\t1}',
      '{"a":1\r}',
    ],
    'order and duplicates': [
      '{"b":1,"a":2}',
      '{"a":1,"a":1}',
      '{"aa":1,"a":1}',
      '{"a!":1,"a":1}',
      '{"a ":1,"a":1}',
      '{"a":{"c":1,"b":1}}',
      '{"a":[{"b":1,"b":1}]}',
      '{"a":1,"B":2}',
    ],
    'keys that need UTF-16 order': ['{"ä":1}', '{"a\\n":1}', '{"a\\\\":1}', '{"\\u0061":1}', '{"😀":1,"\ufb33":2}'],
    'wrong words': [
      '{"a":True}',
      '{"a":truE}',
      '{"a":fals}',
      '{"a":falsy}',
      '{"a":nul}',
      '{"a":nil }',
      '{"a":undefined}',
      '{"a":NaN}',
      '{"a":Infinity}',
      '{"a":-Infinity}',
    ],
    'wrong separators': [
      '{"a";1}',
      '{"a":1;"b":2}',
      '{"a":1,}',
      '{,"a":1}',
      '{"a":[1;2]}',
      '{"a":[1,]}',
      '{"a":[,1]}',
      '{a:1}',
      "{'a':1}",
      '{"a"1}',
      '{"a":[}',
      '{"a":{]',
      '{"a":}',
    ],
    'numbers in another form': [
      '{"a":01}',
      '{"a":00}',
      '{"a":-0}',
      '{"a":-}',
      '{"a":-01}',
      '{"a":1.0}',
      '{"a":1.}',
      '{"a":.5}',
      '{"a":+1}',
      '{"a":1e3}',
      '{"a":1E+21}',
      '{"a":1e21}',
      '{"a":1.50}',
      '{"a":0x1}',
      '{"a":1-1}',
      '{"a":1e+400}',
      '{"a":--1}',
      '{"a":1e-07}',
    ],
    'numbers that do not survive': [
      '{"a":9007199254740993}',
      '{"a":9007199254740994}',
      '{"a":100000000000000000000}',
      `{"a":${'1'.repeat(400)}}`,
      `{"a":0.${'1'.repeat(400)}}`,
      `{"a":${'1'.repeat(200_000)}}`,
    ],
    'strings in another form': [
      '{"a":"\\/"}',
      '{"a":"\\u0041"}',
      '{"a":"\\u000a"}',
      '{"a":"\\u001F"}',
      '{"a":"\\u0022"}',
      '{"a":"\\u00e4"}',
      '{"a":"\\ud83d\\ude00"}',
      '{"a":"\\ud800"}',
      '{"a":"\\x"}',
      '{"a":"\t"}',
      '{"a":"\u0000"}',
      '{"a":"\\U0000"}',
      '{"a":"\\u 000"}',
    ],
    'invalid UTF-8': [[0xff], [0xc3], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80]].map((bad) =>
      concatBytes(toUtf8('{"a":"'), Uint8Array.from(bad), toUtf8('"}')),
    ),
  };
  for (const [name, texts] of Object.entries(cases)) {
    test(name, () => {
      for (const json of texts) assert.equal(proves(json), false, String(json).slice(0, 100));
    });
  }
});

describe('the line in its surroundings', () => {
  const scan = new CanonicalScan(64);

  test('what stands around it does not matter', () => {
    const bytes = toUtf8('{"b":1}\n{"a":1}\n{"c":1}');
    assert.equal(scan.prove(bytes, 0, 7), true);
    assert.equal(scan.prove(bytes, 8, 15), true);
    assert.equal(scan.prove(bytes, 16, 23), true);
  });

  test('a line is not continued by what stands after it', () => {
    const bytes = toUtf8('{"a":"ü","b":[1,true,{"c":12}]}');
    for (let end = 0; end < bytes.length; end++) assert.equal(scan.prove(bytes, 0, end), false);
    assert.equal(scan.prove(toUtf8('{"a":1}}'), 0, 8), false);
  });

  test('depth is counted as the strict reader does', () => {
    assert.equal(proves('{}', 0), false);
    assert.equal(proves('{"a":[{}]}', 3), true);
    assert.equal(proves('{"a":[{}]}', 2), false);
    assert.equal(proves('{"a":[[]]}', 2), false);
    assert.equal(proves(`{"a":${'['.repeat(10_000)}`, 64), false);
    assert.equal(proves(`{"a":${'['.repeat(999)}${']'.repeat(999)}}`, 1000), true);
  });
});

describe('places of the members of the top level', () => {
  const scan = new CanonicalScan(64);
  const found = (json: string): string[][] => {
    const bytes = toUtf8(`--${json}\n`);
    assert.equal(scan.prove(bytes, 2, bytes.length - 1), true);
    const { count, keys, values, ends } = scan.members;
    const text = (from: number, to: number): string => Buffer.from(bytes.subarray(from, to)).toString();
    return Array.from({ length: count }, (_, i) => [text(keys[i]!, values[i]!), text(values[i]!, ends[i]!)]);
  };

  test('each is found, in canonical order', () => {
    assert.deepEqual(found('{"a":"ü","hash":"x","signature":{"b":[1]},"z":1}'), [
      ['"a":', '"ü"'],
      ['"hash":', '"x"'],
      ['"signature":', '{"b":[1]}'],
      ['"z":', '1'],
    ]);
  });

  test('none are left of the line before', () => {
    assert.deepEqual(found('{"hash":1}'), [['"hash":', '1']]);
    assert.deepEqual(found('{}'), []);
  });

  test('those inside of others do not count', () => {
    assert.deepEqual(
      found('{"a":{"hash":1},"b":[{"hash":1}]}').map(([key]) => key),
      ['"a":', '"b":'],
    );
  });

  test('more than an atomic can have are proven, and not all noted', () => {
    const members = Array.from({ length: 100 }, (_, i) => `"${String(i).padStart(3, '0')}":0`);
    assert.equal(found(`{${members.join()}}`).length, 20);
  });
});
