/** The cryptography of docs/format.md by other means than ours. */
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { Point } from '@noble/ed25519';
import { blake3 } from '@noble/hashes/blake3.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { canonicalize, hashAtomic, verifyLedger } from 'logline-core';
import { draft, sourceOf } from '../ledger/fixtures.ts';
import { codes } from './format-kit.ts';

export const deriveKey = (text: string): string =>
  Buffer.from(blake3(new TextEncoder().encode(text), { context: new TextEncoder().encode('JsonAtomic/v1') })).toString(
    'hex',
  );

export const privateKeyOf = (seed: string): KeyObject =>
  createPrivateKey({
    key: Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex'),
    format: 'der',
    type: 'pkcs8',
  });
export const publicKeyOf = (seed: string): string =>
  createPublicKey(privateKeyOf(seed)).export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
export const signWith = (seed: string, message: Uint8Array): string =>
  sign(null, message, privateKeyOf(seed)).toString('hex');

export const littleEndian = (number: bigint): string =>
  Buffer.from(number.toString(16).padStart(64, '0'), 'hex').reverse().toString('hex');
export const fromLittleEndian = (hex: string): bigint =>
  BigInt(`0x${Buffer.from(hex, 'hex').reverse().toString('hex')}`);

/** A key with a part of small order, and a signature that only a check with the cofactor accepts. */
export async function mixedOrder(): Promise<string[]> {
  const order = Point.CURVE().n;
  const small = Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', true);
  const secret = 1234567n;
  const key = Point.BASE.multiply(secret).add(small);
  const body = { schema_version: '1.1.0', ...draft(1) };
  const hash = hashAtomic(body);
  const nonce = 7654321n;
  const r = Point.BASE.multiply(nonce);
  const digest = sha512(
    Buffer.concat([Buffer.from(r.toHex(), 'hex'), Buffer.from(key.toHex(), 'hex'), Buffer.from(hash)]),
  );
  const k = fromLittleEndian(Buffer.from(digest).toString('hex').slice(0, 128)) % order;
  assert.notEqual(k % 8n, 0n, 'take another nonce: this one fits without the cofactor as well');
  const sig = r.toHex() + littleEndian((nonce + k * secret) % order);
  return codes(
    await verifyLedger(
      sourceOf([canonicalize({ ...body, hash, signature: { alg: 'Ed25519', public_key: key.toHex(), sig } })]),
    ),
  );
}
