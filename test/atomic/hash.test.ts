import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CanonicalScan } from '../../src/atomic/canonical-scan.ts';
import { cutUnhashed, hashAtomic, hashedText } from '../../src/atomic/hash.ts';
import { fromUtf8, toUtf8 } from '../../src/base/bytes.ts';
import { engines, signed } from './samples.ts';

describe('the hash', () => {
  test('leaves out hash, signature and cosignatures at the top, and nothing else', () => {
    const value = { hash: 1, b: { hash: 2, signature: 3 }, signature: 4, cosignatures: [5], a: undefined };
    assert.equal(hashedText(value), '{"b":{"hash":2,"signature":3}}');
    assert.equal(hashedText({}), '{}');
  });

  test('covers __proto__', () => {
    assert.equal(hashedText(JSON.parse('{"__proto__":{"hash":1}}') as object), '{"__proto__":{"hash":1}}');
  });

  test('is the same by every engine, and the one in the atomic', () => {
    for (const engine of engines) assert.equal(hashAtomic(signed.atomic, engine), signed.atomic.hash);
    assert.equal(hashAtomic(signed.atomic), signed.atomic.hash);
  });

  test('is known', () => {
    // derive_key of the two bytes {}, by @noble/hashes
    assert.equal(hashAtomic({}), '6efe894236a92f3f23612d4da70dd978e156111ed2c71f8af7262c5b0b589b9f');
  });

  test('needs JSON', () => {
    assert.throws(() => hashAtomic({ a: NaN }), { code: 'CANONICAL_UNSUPPORTED' });
    assert.throws(() => hashedText({ a: [] }, 1), { code: 'TOO_DEEP' });
    for (const value of [[1], new Map([['a', 1]]), new Date(0), new URL('a:b')]) {
      assert.throws(() => hashAtomic(value), { code: 'CANONICAL_UNSUPPORTED', details: { pointer: '' } });
    }
  });
});

describe('cutting members out of a line', () => {
  const scan = new CanonicalScan(64);
  const cut = (json: string): string => {
    const bytes = toUtf8(`..${json}\n`);
    assert.equal(scan.prove(bytes, 2, bytes.length - 1), true);
    return fromUtf8(cutUnhashed(bytes, 2, bytes.length - 1, scan.members))!;
  };

  test('whatever stands around them', () => {
    const members = [
      '"a":1',
      '"cosignatures":[{"x":","}]',
      '"d":","',
      '"hash":"h"',
      '"i":[]',
      '"signature":{}',
      '"z":{}',
    ];
    for (let kept = 0; kept < 2 ** members.length; kept++) {
      const some = members.filter((_, i) => (kept & (1 << i)) !== 0);
      const rest = some.filter((member) => !/^"(cosignatures|hash|signature)"/.test(member));
      assert.equal(cut(`{${some.join()}}`), `{${rest.join()}}`);
    }
  });

  test('of a line longer than any before', () => {
    const long = `"a":"${'x'.repeat(100_000)}"`;
    assert.equal(cut(`{${long},"hash":1}`), `{${long}}`);
    assert.equal(cut('{"a":1,"hash":1}'), '{"a":1}');
  });
});
