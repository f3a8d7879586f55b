/** Signatures to measure with. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { SignatureCheck } from '../../src/atomic/index.ts';

/** Answers so many good signatures over 64 bytes, by so many new keys in turn. */
export function signedChecks(signers: number, count: number): SignatureCheck[] {
  const keys = Array.from({ length: signers }, () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    return { privateKey, bytes: Uint8Array.from(Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url')) };
  });
  return Array.from({ length: count }, (_, i) => {
    const { privateKey, bytes } = keys[i % signers]!;
    const message = Uint8Array.from(Buffer.from(randomBytes(32).toString('hex')));
    return { publicKey: bytes, message, signature: Uint8Array.from(sign(null, message, privateKey)) };
  });
}
