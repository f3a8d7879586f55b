/** What every engine has to do, done by all of them, and with the same verdicts. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { getPublicKey, hash as sha512, hashes, Point, sign } from '@noble/ed25519';
import { sha512 as nobleSha512 } from '@noble/hashes/sha2.js';
import { concatBytes, fromHex, toHex, toUtf8 } from '../../src/base/bytes.ts';
import type { SignatureCheck } from '../../src/atomic/index.ts';
import { engines, signed } from './samples.ts';

hashes.sha512 = nobleSha512;
const seed = fromHex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 32)!;
const message = toUtf8('6f099f64682023fdee324936503e75ca015fa423ab3fb4694d3abe00b69a7aa1');
const good: SignatureCheck = { publicKey: getPublicKey(seed), signature: sign(message, seed), message };

/** The verdict of all engines; fails where they differ. */
function verdict(check: SignatureCheck, name = ''): boolean {
  const [first, ...others] = engines.map((engine) => engine.verify(check));
  for (const other of others) assert.equal(other, first, name);
  return first!;
}

/** Copies of a check with one bit of one part the other way round. */
function* bitFlips(check: SignatureCheck, part: keyof SignatureCheck): Generator<SignatureCheck> {
  for (let bit = 0; bit < 8 * check[part].length; bit++) {
    const bytes = check[part].slice();
    bytes[bit >> 3]! ^= 1 << (bit & 7);
    yield { ...check, [part]: bytes };
  }
}

test('a good signature is one', () => {
  assert.equal(verdict(good), true);
  assert.equal(verdict({ ...good, message: toUtf8('another') }), false);
});

for (const part of ['signature', 'publicKey', 'message'] as const) {
  test(`flipping any bit of the ${part} makes it none`, () => {
    let flips = 0;
    for (const check of bitFlips(good, part)) {
      assert.equal(verdict(check, `bit ${String(flips++)}`), false);
    }
    assert.equal(flips, 8 * good[part].length);
  });
}

test('wrong lengths are no signatures, and nothing throws', () => {
  const long = concatBytes(good.signature, good.publicKey, good.signature);
  for (const length of [0, 1, 31, 32, 33, 63, 65, 96, 128]) {
    assert.equal(verdict({ ...good, signature: long.subarray(0, length) }), false);
    if (length !== 32)
      assert.equal(verdict({ ...good, publicKey: concatBytes(good.publicKey, long).subarray(0, length) }), false);
  }
});

test('messages of every kind of length are signed and checked', () => {
  for (const length of [0, 1, 111, 112, 128, 1000]) {
    const other = new Uint8Array(length).fill(7);
    assert.equal(verdict({ ...good, message: other, signature: sign(other, seed) }), true);
  }
});

test('a key that is no point of the curve signs nothing', () => {
  let offCurve = 0;
  for (let y = 2; offCurve < 5; y++) {
    const publicKey = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? y : 0));
    try {
      Point.fromBytes(publicKey);
    } catch {
      offCurve++;
      assert.equal(verdict({ ...good, publicKey }), false);
    }
  }
});

test('S = 0 is an ordinary number, and no exception', () => {
  const signature = good.signature.slice().fill(0, 32);
  assert.equal(verdict({ ...good, signature }), false);
});

test('S + L is refused, though the equation holds', () => {
  const n = Point.CURVE().n;
  const s = BigInt(`0x${toHex(good.signature.slice(32).reverse())}`) + n;
  const signature = good.signature.slice();
  for (let i = 0; i < 32; i++) signature[32 + i] = Number((s >> BigInt(8 * i)) & 0xffn);
  assert.equal(verdict({ ...good, signature }), false);
});

describe('keys and nonces with a part of small order', () => {
  /** A point of order 8. */
  const torsion = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
  const n = Point.CURVE().n;
  const number = (bytes: Uint8Array): bigint => BigInt(`0x${toHex(bytes.slice().reverse())}`);
  const challenge = (r: Uint8Array, a: Uint8Array): bigint => number(sha512(concatBytes(r, a, message))) % n;
  const littleEndian = (s: bigint): Uint8Array =>
    Uint8Array.from({ length: 32 }, (_, i) => Number((s >> BigInt(8 * i)) & 0xffn));

  /** A signature whose equation holds after multiplication by 8, and without it only where the parts of small order cancel. */
  function mixed(a: bigint, r: bigint, ofKey: bigint, ofNonce: bigint): SignatureCheck & { readonly holds: boolean } {
    const publicKey = Point.BASE.multiply(a).add(torsion.multiply(ofKey, false)).toBytes();
    const nonce = Point.BASE.multiply(r).add(torsion.multiply(ofNonce, false)).toBytes();
    const k = challenge(nonce, publicKey);
    const signature = concatBytes(nonce, littleEndian((r + k * a) % n));
    return { publicKey, signature, message, holds: (ofNonce + k * ofKey) % 8n === 0n };
  }

  test('are judged without the cofactor', () => {
    const verdicts = { held: 0, not: 0 };
    for (let i = 0n; i < 64n; i++) {
      const check = mixed(12345n + i, 67890n + i, i % 8n, i / 8n);
      assert.equal(verdict(check, String(i)), check.holds);
      verdicts[check.holds ? 'held' : 'not']++;
    }
    assert.ok(verdicts.held > 1 && verdicts.not > 1, JSON.stringify(verdicts));
  });
});

describe('many at once', () => {
  const checks = [good, { ...good, message: toUtf8('x') }, good, { ...good, publicKey: new Uint8Array(3) }];

  test('are answered in order', async () => {
    for (const engine of engines) {
      assert.deepEqual(await engine.verifyMany(checks), [true, false, true, false]);
      assert.deepEqual(await engine.verifyMany([]), []);
    }
  });
});

test('hashes are the same, of parts of buffers too', () => {
  const hashes = engines.map((engine) => toHex(engine.hash(toUtf8(signed.line).subarray(3, 300))));
  assert.equal(new Set(hashes).size, 1);
});
