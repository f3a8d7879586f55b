import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { canonicalObject, canonicalize } from '../../src/atomic/canonical.ts';
import { LoglineError } from '../../src/base/errors.ts';

/** The code, message and pointer of what a function throws. */
function failure(work: () => unknown): [string, string, unknown] {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof LoglineError);
    return [error.code, error.message, error.details['pointer']];
  }
  assert.fail('nothing was thrown');
}

describe('canonical text', () => {
  for (const [name, value, expected] of [
    ['null', null, 'null'],
    ['true', true, 'true'],
    ['false', false, 'false'],
    ['a negative zero', -0, '0'],
    ['a large number', 1e21, '1e+21'],
    ['a small number', 1e-7, '1e-7'],
    ['the smallest number', 5e-324, '5e-324'],
    ['an integer', 100000, '100000'],
    ['a text', 'a"\\/\b\f\n\r\t\u0000\u001f\u007fü😀\u2028', '"a\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007fü😀\u2028"'],
    ['an empty array', [], '[]'],
    ['an empty object', {}, '{}'],
    ['arrays keep their order', [2, [1], {}], '[2,[1],{}]'],
    ['keys are sorted', { b: 1, a: { d: 1, c: 2 }, 10: 0, 9: 0, '': 0 }, '{"":0,"10":0,"9":0,"a":{"c":2,"d":1},"b":1}'],
    ['keys are sorted by UTF-16, not by code point', { '\ufb33': 1, '😀': 2, '\r': 3 }, '{"\\r":3,"😀":2,"\ufb33":1}'],
    ['undefined members are left out', { a: undefined, b: 1 }, '{"b":1}'],
    [
      '__proto__ is an ordinary key',
      JSON.parse('{"__proto__":{"a":1},"constructor":2}'),
      '{"__proto__":{"a":1},"constructor":2}',
    ],
    ['objects without a prototype', Object.assign(Object.create(null) as object, { a: 1 }), '{"a":1}'],
    ['extra properties of an array are none of JSON', Object.assign([1], { more: 2 }), '[1]'],
  ] as const) {
    test(name, () => {
      assert.equal(canonicalize(value), expected);
    });
  }

  test('the same object in two places is no circle', () => {
    const shared = { a: 1 };
    assert.equal(canonicalize([shared, shared]), '[{"a":1},{"a":1}]');
  });
});

describe('what JSON cannot say', () => {
  const loop: unknown[] = [];
  loop.push({ loop });
  for (const [name, value, what, pointer] of [
    ['undefined', undefined, 'undefined at the top', ''],
    ['a function', { a: { f: () => 1 } }, 'function at /a/f', '/a/f'],
    ['a method toJSON', { toJSON: () => 1 }, 'function at /toJSON', '/toJSON'],
    ['a bigint', [0, 1n], 'bigint at /1', '/1'],
    ['a symbol', [Symbol('s')], 'symbol at /0', '/0'],
    ['NaN', { 'a/b': NaN }, 'NaN at /a~1b', '/a~1b'],
    ['infinity', [-Infinity], '-Infinity at /0', '/0'],
    ['undefined in an array', [1, undefined], 'undefined at /1', '/1'],
    // eslint-disable-next-line no-sparse-arrays -- the hole is the case
    ['a hole in an array', [1, , 2], 'undefined at /1', '/1'],
    ['a date', { at: new Date(0) }, 'an object that is not plain at /at', '/at'],
    ['a map', [new Map()], 'an object that is not plain at /0', '/0'],
    ['a boxed string', new String('a'), 'an object that is not plain at the top', ''],
    ['bytes', Uint8Array.of(1), 'an object that is not plain at the top', ''],
    ['half a pair', { a: '\ud800' }, 'a string with half of a surrogate pair at /a', '/a'],
    ['half a pair in a key', { '\udc00': 1 }, 'a string with half of a surrogate pair at /\udc00', '/\udc00'],
  ] as const) {
    test(name, () => {
      const message = `There is ${what}, which JSON cannot say.`;
      assert.deepEqual(
        failure(() => canonicalize(value)),
        ['CANONICAL_UNSUPPORTED', message, pointer],
      );
    });
  }

  test('a circle is too deep', () => {
    assert.deepEqual(
      failure(() => canonicalize(loop, 3)),
      ['TOO_DEEP', 'The value at /0/loop/0 is nested too deep.', '/0/loop/0'],
    );
    assert.equal(failure(() => canonicalize(loop, Infinity))[0], 'TOO_DEEP');
  });

  test('the depth is that of the strict reader', () => {
    assert.equal(canonicalize([{}], 2), '[{}]');
    assert.equal(canonicalize(1, 0), '1');
    assert.deepEqual(
      failure(() => canonicalize([], 0)),
      ['TOO_DEEP', 'The value at the top is nested too deep.', ''],
    );
    assert.deepEqual(
      failure(() => canonicalize([{}], 1)),
      ['TOO_DEEP', 'The value at /0 is nested too deep.', '/0'],
    );
    assert.equal(failure(() => canonicalize([{}], 1.5))[0], 'TOO_DEEP');
  });
});

describe('an object', () => {
  test('has the canonical text', () => {
    for (const value of [{}, { none: undefined }, { b: [1], a: { c: 'x' }, none: undefined }])
      assert.deepEqual(canonicalObject(value, { maxDepth: 2 }), { text: canonicalize(value), places: [] });
  });

  test('takes members in place of its own and beside them, and leaves out others', () => {
    const instead = { b: [2], c: 3, d: undefined };
    const { text } = canonicalObject({ d: 4, b: 1, a: 0 }, { instead, maxDepth: 2 });
    assert.equal(text, '{"a":0,"b":[2],"c":3}');
  });

  test('has members that stand beside those of its own that are not counted', () => {
    const object = Object.defineProperty({ a: 1 }, 'b', { value: 2, enumerable: false });
    assert.equal(canonicalObject(object, { instead: { b: 3 }, maxDepth: 1 }).text, '{"a":1,"b":3}');
  });

  test('is in one order, of few members or many', () => {
    const keys = 'zyxwvutsrqponm'.split('').flatMap((letter) => [letter, `${letter}\u{1f600}`, `${letter}\ufb33`]);
    for (const count of [0, 1, 11, 12, 13, keys.length]) {
      const some = keys.slice(0, count);
      const object = Object.fromEntries(some.map((key) => [key, 0]));
      const sorted = [...some].sort().map((key) => `${JSON.stringify(key)}:0`);
      assert.equal(canonicalize(object), `{${sorted.join(',')}}`);
      assert.equal(canonicalObject(object, { maxDepth: 1 }).text, `{${sorted.join(',')}}`);
    }
  });

  test('tells where later members come', () => {
    const { text, places } = canonicalObject({ z: 1, d: 2, a: 3, m: 4 }, { keys: ['b', 'c', 'm', 'n'], maxDepth: 1 });
    const parts = [0, ...places].map((place, i) => text.slice(place, places[i]));
    assert.deepEqual(parts, ['{"a":3,', '', '"d":2,', '"m":4,', '"z":1}']);
    assert.deepEqual(canonicalObject({ a: 1 }, { keys: ['b'], maxDepth: 1 }).places, []);
  });

  test('names its places from the top', () => {
    assert.deepEqual(failure(() => canonicalObject({ payload: { n: NaN } }, { maxDepth: 64 }))[2], '/payload/n');
    assert.deepEqual(failure(() => canonicalObject({ payload: [[]] }, { maxDepth: 2 }))[2], '/payload/0');
  });
});
