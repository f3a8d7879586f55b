import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Point } from '@noble/ed25519';
import { isAcceptableKey, isAcceptableSignature } from '../../src/atomic/ed25519-rule.ts';
import { concatBytes, fromHex, toHex } from '../../src/base/bytes.ts';

const P = 2n ** 255n - 19n;
const L = Point.CURVE().n;

/** A number as 32 little-endian bytes; with the sign of x in the top bit where asked for. */
function littleEndian(number: bigint, sign = 0): Uint8Array {
  const bytes = Uint8Array.from({ length: 32 }, (_, i) => Number((number >> BigInt(8 * i)) & 0xffn));
  bytes[31]! |= sign << 7;
  return bytes;
}

const base = Point.BASE.toBytes();

/** All 8 points of small order, found and not looked up: the multiples of a point of order 8. */
const smallOrder = ((): Point[] => {
  for (let y = 2n; ; y++) {
    let point: Point;
    try {
      point = Point.fromBytes(littleEndian(y));
    } catch {
      continue; // not on the curve
    }
    const torsion = point.multiply(L - 1n, false).add(point);
    if (!torsion.multiply(4n, false).is0())
      return Array.from({ length: 8 }, (_, i) => torsion.multiply(BigInt(i), false));
  }
})();

describe('a key', () => {
  test('has 32 bytes', () => {
    assert.equal(isAcceptableKey(base), true);
    for (const length of [0, 31, 33, 64])
      assert.equal(isAcceptableKey(concatBytes(base, base).subarray(0, length)), false);
  });

  test('is no point of small order, whatever its sign', () => {
    assert.equal(new Set(smallOrder.map((point) => point.toHex())).size, 8);
    for (const point of smallOrder) {
      const bytes = point.toBytes();
      assert.equal(isAcceptableKey(bytes), false, toHex(bytes));
      bytes[31]! ^= 0x80;
      assert.equal(isAcceptableKey(bytes), false, toHex(bytes));
    }
  });

  test('differs from those in any byte, and is taken', () => {
    for (const point of smallOrder) {
      for (let i = 0; i < 31; i++) {
        const bytes = point.toBytes();
        bytes[i]! ^= 0x04;
        // The neighbours of p - 1 can lie above p.
        const isBelow = BigInt(`0x${toHex(bytes.slice().reverse())}`) % 2n ** 255n < P;
        assert.equal(isAcceptableKey(bytes), isBelow, toHex(bytes));
      }
    }
  });

  test('has a y below the prime', () => {
    for (const sign of [0, 1]) {
      assert.equal(isAcceptableKey(littleEndian(P - 2n, sign)), true);
      for (let y = P; y < 2n ** 255n; y++) assert.equal(isAcceptableKey(littleEndian(y, sign)), false);
    }
  });
});

describe('a signature', () => {
  const signature = (s: bigint, r: Uint8Array = base): Uint8Array => concatBytes(r, littleEndian(s));

  test('has 64 bytes', () => {
    const good = signature(1n);
    assert.equal(isAcceptableSignature(good), true);
    for (const length of [0, 32, 63, 65, 96]) {
      assert.equal(isAcceptableSignature(concatBytes(good, base).subarray(0, length)), false);
    }
  });

  test('has an S below the order of the group', () => {
    for (const s of [0n, 1n, L - 1n]) assert.equal(isAcceptableSignature(signature(s)), true);
    for (const s of [L, L + 1n, 2n * L, 2n ** 253n, 2n ** 255n, 2n ** 256n - 1n]) {
      assert.equal(isAcceptableSignature(signature(s)), false);
    }
  });

  test('has an R that would do as a key', () => {
    for (const point of smallOrder) assert.equal(isAcceptableSignature(signature(1n, point.toBytes())), false);
    assert.equal(isAcceptableSignature(signature(1n, littleEndian(P))), false);
    assert.equal(isAcceptableSignature(signature(1n, littleEndian(P + 1n, 1))), false);
  });
});

test('the order of the group is the one of RFC 8032', () => {
  assert.equal(
    toHex(littleEndian(L)),
    toHex(fromHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010', 32)!),
  );
});
