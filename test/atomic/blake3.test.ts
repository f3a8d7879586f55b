import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blake3 } from '@noble/hashes/blake3.js';
import { createDeriveKey } from '../../src/atomic/blake3.ts';
import { toHex, toUtf8 } from '../../src/base/bytes.ts';

/** Bytes that differ from their neighbours, in every block and chunk. */
const input = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 31 + (i >>> 8) * 7) & 0xff);

const context = 'a context of the tests';
const own = createDeriveKey(context);
const reference = (bytes: Uint8Array): string => toHex(blake3(bytes, { context: toUtf8(context) }));

test('every length up to three chunks is as the reference has it', () => {
  for (let length = 0; length <= 3 * 1024 + 70; length++) {
    assert.equal(toHex(own(input(length))), reference(input(length)), `${String(length)} bytes`);
  }
});

test('trees of every shape up to 34 chunks are as the reference has them', () => {
  for (let chunks = 1; chunks <= 34; chunks++) {
    for (const length of [chunks * 1024 - 1, chunks * 1024, chunks * 1024 + 1]) {
      assert.equal(toHex(own(input(length))), reference(input(length)), `${String(length)} bytes`);
    }
  }
});

test('a long input', () => {
  for (const length of [100_000, 1 << 20, (1 << 20) + 1]) {
    assert.equal(toHex(own(input(length))), reference(input(length)), `${String(length)} bytes`);
  }
});

test('contexts of every length separate', () => {
  const hashes = new Set<string>();
  for (const length of [0, 1, 63, 64, 65, 1023, 1024, 1025, 5000]) {
    const name = 'c'.repeat(length);
    const hash = toHex(createDeriveKey(name)(input(10)));
    assert.equal(hash, toHex(blake3(input(10), { context: toUtf8(name) })));
    hashes.add(hash);
  }
  assert.equal(hashes.size, 9);
});

test('a part of a buffer is hashed as a copy of it', () => {
  const bytes = input(5000);
  assert.deepEqual(own(bytes.subarray(3, 4099)), own(bytes.slice(3, 4099)));
});

test('what was answered before is not touched by the next call', () => {
  const first = own(input(10));
  const copy = first.slice();
  own(input(3000));
  assert.deepEqual(first, copy);
});
