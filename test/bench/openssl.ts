/** OpenSSL's check of a signature, by way of Node. */
import { createPublicKey, verify } from 'node:crypto';
import type { SignatureCheck } from '../../src/atomic/index.ts';
import { demandAll } from './parts.ts';

/** Verifies all, one at a time, with keys imported once, and answers how many they are. */
export function verifyByOpenssl(checks: readonly SignatureCheck[]): number {
  const keys = new Map<Uint8Array, ReturnType<typeof createPublicKey>>();
  const keyOf = (bytes: Uint8Array): ReturnType<typeof createPublicKey> => {
    const x = Buffer.from(bytes).toString('base64url');
    const key = keys.get(bytes) ?? createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    keys.set(bytes, key);
    return key;
  };
  const good = checks.filter(({ publicKey, message, signature }) => verify(null, message, keyOf(publicKey), signature));
  return demandAll(good.length, checks.length);
}
