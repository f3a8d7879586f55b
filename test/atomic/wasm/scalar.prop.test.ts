/** Numbers modulo the order of the group, against BigInt. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
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

describe('digits', () => {
  for (const bits of [4, 9]) {
    test(`of ${String(bits)} bits: numbers at the edges of windows, and the largest there are`, () => {
      const edges = Array.from({ length: 253 }, (_, i) => 2n ** BigInt(i));
      const numbers = [0n, L - 1n, L - 2n, ...edges.flatMap((edge) => [edge - 1n, edge, edge + 1n])];
      for (const number of numbers) checkDigits(number, bits);
      // All digits the largest that is not carried, and one more.
      const half = 2n ** BigInt(bits - 1);
      for (const digit of [half - 1n, half, 2n * half - 1n])
        checkDigits((digit * (2n ** 252n - 1n)) / (2n * half - 1n), bits);
    });

    test(`of ${String(bits)} bits: random numbers`, () => {
      const number = fc.bigInt({ min: 0n, max: L - 1n });
      fc.assert(
        fc.property(number, (n) => {
          checkDigits(n, bits);
        }),
        { numRuns: 2000 },
      );
    });
  }
});

function checkDigits(number: bigint, bits: number): void {
  // What follows on the number is none of its digits.
  putBytes(BYTES, littleEndian(number, 32));
  putBytes(BYTES + 32, new Uint8Array(32).fill(0xff));
  wasm.writeDigits(BYTES + 64, BYTES, bits);
  const count = 252 / bits;
  const view = new DataView(bytesAt(BYTES + 64, 2 * count).buffer);
  const digits = Array.from({ length: count }, (_, i) => view.getInt16(2 * i, true));
  const last = digits.at(-1)!;
  const half = 2 ** (bits - 1);
  assert.ok(digits.slice(0, -1).every((digit) => -half <= digit && digit < half) && 0 <= last && last <= 2 * half);
  assert.equal(
    digits.reduceRight((sum, digit) => (sum << BigInt(bits)) + BigInt(digit), 0n),
    number,
  );
}
