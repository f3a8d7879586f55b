import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPlainHash } from '../../src/atomic/index.ts';
import { toHex } from '../../src/base/bytes.ts';
import { textOf } from './suite/group.ts';
import { missingVectors, readVectors } from './suite/vector-files.ts';

interface Vectors {
  readonly cases: readonly { readonly input_len: number; readonly hash: string }[];
}

const input = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i % 251);

test("BLAKE3's own vectors, in one piece and in many", { skip: missingVectors }, () => {
  const { cases } = JSON.parse(textOf(readVectors(), 'blake3/test_vectors.json')) as Vectors;
  assert.equal(cases.length, 35);
  for (const { input_len: length, hash } of cases) {
    const bytes = input(length);
    const pieces = createPlainHash();
    for (let at = 0; at < length; at += 1000) pieces.update(bytes.subarray(at, at + 1000));
    assert.equal(toHex(createPlainHash().update(bytes).digest()), hash.slice(0, 64), `${String(length)} bytes`);
    assert.equal(toHex(pieces.digest()), hash.slice(0, 64), `${String(length)} bytes in pieces`);
  }
});

test('the hash of nothing', () => {
  const empty = 'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262';
  assert.equal(toHex(createPlainHash().digest()), empty);
});
