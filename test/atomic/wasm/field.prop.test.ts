/** The field of the WebAssembly module against BigInt: values at every edge, and limbs as large as they may become. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  BITS,
  BYTES,
  F,
  G,
  H,
  K,
  P,
  encoded,
  limbsAt,
  littleEndian,
  modulo,
  putBytes,
  putLimbs,
  valueOf,
  wasm,
} from './module.ts';

/** The largest limbs that a carry leaves: half of the next limb's unit, and a little more where the last carries end. */
const LARGEST = BITS.slice(1).map((bit, i) => {
  const half = 2 ** (bit - BITS[i]! - 1);
  return i === 1 ? half + half / 32 : i === 5 || i === 9 ? half + half / 512 : half;
});

/** Numbers at which carries run far or end early. */
const EDGES = [
  ...[0n, 1n, 2n, 18n, 19n, 20n, P - 2n, P - 1n, P, P + 1n, P + 18n, 2n ** 255n - 1n, (P - 1n) / 2n, (P + 1n) / 2n],
  ...BITS.slice(1, -1).flatMap((bit) => [-1n, 0n, 1n].map((d) => 2n ** BigInt(bit) + d)),
  ...BITS.slice(1, -1).flatMap((bit) => [-1n, 0n, 1n].map((d) => P - 2n ** BigInt(bit) + d)),
  ...BITS.slice(1, -1).flatMap((bit) => [-1n, 0n, 1n].map((d) => 2n ** BigInt(bit - 1) + d)),
];

const number = fc.oneof(fc.constantFrom(...EDGES), fc.bigInt({ min: 0n, max: 2n ** 255n - 1n }));

/** Limbs up to `factor` times as large as those of a product, often exactly so. */
const limbs = (factor: number): fc.Arbitrary<number[]> =>
  fc.tuple<number[]>(
    ...LARGEST.map((largest) =>
      fc.oneof(
        fc.constantFrom(-1, 1, 0).map((s) => s * factor * largest),
        fc.integer({ min: -factor * largest, max: factor * largest }),
      ),
    ),
  );

function put(element: number, value: bigint): void {
  putBytes(BYTES, littleEndian(value, 32));
  wasm.fromBytes(element, BYTES);
}

function assertSmall(element: number): void {
  for (const lane of [0, 1] as const) {
    for (const [i, limb] of limbsAt(element, lane).entries()) {
      assert.ok(Number.isInteger(limb) && Math.abs(limb) <= LARGEST[i]!, `limb ${String(i)} is ${String(limb)}`);
    }
  }
}

test('what is read is written as the number below the prime', () => {
  for (const value of EDGES) {
    put(F, value);
    assert.deepEqual([encoded(F, 0), encoded(F, 1)], [modulo(value), modulo(value)]);
  }
});

test('the top bit is no part of a number', () => {
  put(F, 5n + 2n ** 255n);
  assert.equal(encoded(F, 0), 5n);
});

describe('of all pairs of edges', () => {
  test('the products are those of BigInt', () => {
    for (const a of EDGES) {
      put(F, a);
      for (const b of EDGES) {
        put(G, b);
        wasm.multiply(H, F, G);
        assert.equal(encoded(H, 0), modulo(a * b), `${String(a)} * ${String(b)}`);
      }
      wasm.square(H, F);
      assert.equal(encoded(H, 1), modulo(a * a));
    }
  });

  test('the sums and differences are', () => {
    for (const a of EDGES) {
      for (const b of EDGES) {
        put(F, a);
        put(G, b);
        wasm.sumAndDifference(H, K, F, G);
        wasm.carry(H, H);
        wasm.carry(K, K);
        assert.deepEqual([encoded(H, 0), encoded(K, 1)], [modulo(a + b), modulo(a - b)]);
      }
    }
  });
});

test('random numbers are multiplied as by BigInt, in both lanes', () => {
  fc.assert(
    fc.property(number, number, (a, b) => {
      put(F, a);
      put(G, b);
      wasm.multiply(H, F, G);
      assert.deepEqual([encoded(H, 0), encoded(H, 1)], [modulo(a * b), modulo(a * b)]);
      assertSmall(H);
    }),
    { numRuns: 2000 },
  );
});

describe('limbs as large as they may be lose nothing', () => {
  const factors = [1, 2, 3, 4, 8, 16] as const;
  for (const f of factors) {
    for (const g of factors.filter((factor) => f * factor <= 16)) {
      test(`${String(f)} times and ${String(g)} times those of a product`, () => {
        fc.assert(
          fc.property(limbs(f), limbs(f), limbs(g), limbs(g), (f0, f1, g0, g1) => {
            putLimbs(F, 0, f0);
            putLimbs(F, 1, f1);
            putLimbs(G, 0, g0);
            putLimbs(G, 1, g1);
            wasm.multiply(H, F, G);
            assert.deepEqual(
              [encoded(H, 0), encoded(H, 1)],
              [modulo(valueOf(f0) * valueOf(g0)), modulo(valueOf(f1) * valueOf(g1))],
            );
            assertSmall(H);
          }),
          { numRuns: 300 },
        );
      });
    }
  }

  test('when they are squared', () => {
    fc.assert(
      fc.property(limbs(4), limbs(4), (f0, f1) => {
        putLimbs(F, 0, f0);
        putLimbs(F, 1, f1);
        wasm.square(H, F);
        assert.deepEqual([encoded(H, 0), encoded(H, 1)], [modulo(valueOf(f0) ** 2n), modulo(valueOf(f1) ** 2n)]);
        assertSmall(H);
      }),
      { numRuns: 1000 },
    );
  });

  test('when they are carried, and where the result stands in place of a factor', () => {
    fc.assert(
      fc.property(limbs(16), limbs(1), (wide, f) => {
        for (const lane of [0, 1] as const) {
          putLimbs(F, lane, wide);
          putLimbs(G, lane, f);
        }
        wasm.carry(H, F);
        assertSmall(H);
        assert.equal(encoded(H, 0), valueOf(wide));
        wasm.multiply(G, H, G);
        assert.equal(encoded(G, 1), modulo(valueOf(wide) * valueOf(f)));
        wasm.multiply(H, H, H);
        assert.equal(encoded(H, 1), modulo(valueOf(wide) ** 2n));
      }),
      { numRuns: 500 },
    );
  });
});

test('all limbs at their largest, of either sign, are multiplied exactly', () => {
  for (const [s, t] of [
    [1, 1],
    [1, -1],
    [-1, -1],
  ] as const) {
    const f = LARGEST.map((limb) => 4 * s * limb);
    const g = LARGEST.map((limb) => 4 * t * limb);
    for (const lane of [0, 1] as const) {
      putLimbs(F, lane, f);
      putLimbs(G, lane, g);
    }
    wasm.multiply(H, F, G);
    assert.equal(encoded(H, 0), modulo(valueOf(f) * valueOf(g)));
    assertSmall(H);
  }
});

test('inverses are those of BigInt; that of 0 is 0', () => {
  for (const value of [...EDGES, 0x123456789abcdefn ** 3n]) {
    put(F, value);
    wasm.invert(H, F);
    wasm.multiply(K, H, F);
    assert.equal(encoded(K, 0), modulo(value) === 0n ? 0n : 1n, String(value));
    assert.equal(encoded(K, 1), modulo(value) === 0n ? 0n : 1n, String(value));
  }
});
