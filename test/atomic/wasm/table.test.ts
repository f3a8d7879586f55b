/** The tables of the WebAssembly module against the multiples that @noble/ed25519 has. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Point } from '@noble/ed25519';
import { testSigner } from '../fast-checks.ts';
import { BITS, BYTES, L, bytesAt, modulo, putBytes, valueOf, wasm } from './module.ts';

const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
const ENTRY_BYTES = 144;
const TABLE = BYTES + 256;
wasm.memory.grow(Math.ceil(wasm.tableBytes(9) / 65_536));

for (const bits of [4, 9]) {
  const inRow = 2 ** (bits - 1);
  const windows = 252 / bits;

  test(`with windows of ${String(bits)} bits: the first and the last multiples of each`, () => {
    const { publicKey } = testSigner(bits);
    fill(publicKey, 0, bits);
    const point = Point.fromBytes(publicKey);
    for (let window = 0; window < windows; window++) {
      const last = window === windows - 1 ? 2 * inRow : inRow;
      for (const multiple of new Set([1, 2, 3, inRow - 1, inRow, last / 2 + 1, last - 1, last])) {
        const expected = point.multiply(modulo(BigInt(multiple) << BigInt(bits * window), L));
        assert.deepEqual(
          entryAt(window * inRow + multiple - 1),
          entryOf(expected),
          `${String(multiple)} of ${String(window)}`,
        );
      }
    }
  });

  test(`with windows of ${String(bits)} bits: every multiple of the first and of the last one, of the negative`, () => {
    const { publicKey } = testSigner(bits);
    fill(publicKey, 1, bits);
    for (const window of [0, windows - 1]) {
      const step = Point.fromBytes(publicKey)
        .negate()
        .multiply(2n ** BigInt(bits * window));
      let expected = step;
      for (let i = 0; i < (window === 0 ? inRow : 2 * inRow); i++, expected = expected.add(step)) {
        assert.deepEqual(entryAt(window * inRow + i), entryOf(expected), `${String(i + 1)} of ${String(window)}`);
      }
    }
  });
}

test('what is no point has none', () => {
  putBytes(
    BYTES,
    Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 2 : 0)),
  );
  assert.equal(wasm.fillTable(TABLE, BYTES, 0, 4), 0);
});

function fill(publicKey: Uint8Array, negative: 0 | 1, bits: number): void {
  putBytes(BYTES, publicKey);
  assert.equal(wasm.fillTable(TABLE, BYTES, negative, bits), 1);
  assert.deepEqual(bytesAt(TABLE + wasm.tableBytes(bits) - 32, 32), publicKey);
}

/** y + x, y - x and 2dxy, as the table has them. */
function entryAt(place: number): bigint[] {
  const view = new DataView(bytesAt(TABLE + place * ENTRY_BYTES, ENTRY_BYTES).buffer);
  return [0, 1, 2].map((part) => valueOf(BITS.slice(0, -1).map((_, i) => view.getInt32(48 * part + 4 * i, true))));
}

function entryOf(point: Point): bigint[] {
  const { x, y } = point.toAffine();
  return [modulo(y + x), modulo(y - x), modulo(2n * D * x * y)];
}
