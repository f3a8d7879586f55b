import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Atomic } from '../../src/atomic/index.ts';
import { SignatureDecoder } from '../../src/atomic/signature-decoder.ts';
import { toHex } from '../../src/base/bytes.ts';
import { signed } from './samples.ts';

const hash = signed.atomic.hash!;
const sig = signed.atomic.signature!.sig;

/** The signed sample with other signers. */
const signedBy = (key: string | undefined, others: readonly string[] = []): Atomic => {
  const { signature, ...body } = signed.atomic;
  const by = (publicKey: string) => ({ ...signature!, public_key: publicKey });
  return { ...body, ...(key !== undefined && { signature: by(key) }), cosignatures: others.map(by) };
};

const keys = (atomic: Atomic, decoder = new SignatureDecoder()): string[] =>
  decoder.decode(atomic, hash).map(({ publicKey }) => toHex(publicKey));

test('the signature comes first, then the cosignatures', () => {
  const [a, b, c] = ['a1', 'b2', 'c3'].map((byte) => byte.repeat(32));
  assert.deepEqual(keys(signedBy(a, [b!, c!])), [a, b, c]);
  assert.deepEqual(keys(signedBy(undefined, [b!, c!])), [b, c]);
  assert.deepEqual(keys(signedBy(undefined)), []);
  assert.deepEqual(keys(signed.atomic), [signed.atomic.signature!.public_key]);
});

test('each is over the hash as text', () => {
  for (const { message, signature } of new SignatureDecoder().decode(
    signedBy('a1'.repeat(32), ['b2'.repeat(32)]),
    hash,
  )) {
    assert.equal(Buffer.from(message).toString(), hash);
    assert.equal(toHex(signature), sig);
  }
});

test('thousands of keys are too many to keep, and each is decoded all the same', () => {
  const decoder = new SignatureDecoder();
  for (let i = 0; i < 2500; i++) {
    const key = i.toString(16).padStart(64, '0');
    assert.deepEqual(keys(signedBy(key), decoder), [key]);
    assert.deepEqual(keys(signedBy(key), decoder), [key]);
  }
});
