/** Numbers modulo the order of the group, against BigInt. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BYTES, L, bytesAt, littleEndian, numberOf, putBytes, wasm } from './module.ts';

const MOST = 2n ** 512n - 1n;

function reduced(number: bigint): bigint {
  putBytes(BYTES, littleEndian(number, 64));
  wasm.reduce(BYTES + 64, BYTES);
  return numberOf(bytesAt(BYTES + 64, 32));
}

test('around every multiple of the order by a power of two', () => {
  for (let i = 0n; i < 260n; i++) {
    for (const d of [-2n, -1n, 0n, 1n, 2n]) {
      const number = (L << i) + d;
      if (number <= MOST) assert.equal(reduced(number), number % L, `L * 2^${String(i)} + ${String(d)}`);
    }
  }
});

test('around every power of two, which are the edges of limbs', () => {
  for (let i = 0n; i <= 512n; i++) {
    for (const d of [-1n, 0n, 1n]) {
      const number = 2n ** i + d;
      if (number <= MOST) assert.equal(reduced(number), number % L, `2^${String(i)} + ${String(d)}`);
    }
  }
  assert.equal(reduced(MOST), MOST % L);
});

test('around multiples of the order as large as there are', () => {
  const most = MOST / L;
  for (let i = 0n; i < 300n; i++) {
    for (const d of [0n, 1n, L - 1n]) {
      const number = (most - i) * L + d;
      if (number <= MOST) assert.equal(reduced(number), number % L);
    }
  }
});

test('random numbers', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: MOST }), (number) => {
      assert.equal(reduced(number), number % L);
    }),
    { numRuns: 5000 },
  );
});
