/** The engine on @noble alone: runs in any JavaScript engine, and is the oracle that the others are tested with. */
import { Point } from '@noble/ed25519';
import { blake3 } from '@noble/hashes/blake3.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, equalBytes, toUtf8 } from '../base/bytes.ts';
import { HASH_CONTEXT } from './domains.ts';
import { isAcceptableKey, isAcceptableSignature } from './ed25519-rule.ts';
import type { Engine, SignatureCheck } from './engine.ts';

/** Answers an engine that needs nothing of its surroundings. */
export function createPortableEngine(): Engine {
  const hasher = blake3.create({ context: toUtf8(HASH_CONTEXT) });
  return {
    name: 'portable',
    hash: (material) => hasher.clone().update(material).digest(),
    verify: verifyStrictly,
    verifyMany: async (checks) => checks.map(verifyStrictly),
  };
}

/** noble's own `verify` multiplies by the cofactor, which node:crypto does not: so the equation is written out here. */
function verifyStrictly({ publicKey, signature, message }: SignatureCheck): boolean {
  if (!isAcceptableKey(publicKey) || !isAcceptableSignature(signature)) return false;
  const a = decodePoint(publicKey);
  if (a === undefined) return false;
  const r = signature.subarray(0, 32);
  const s = numberOf(signature.subarray(32));
  const k = numberOf(sha512(concatBytes(r, publicKey, message))) % Point.CURVE().n;
  const expected = Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(k));
  return equalBytes(expected.toBytes(), r);
}

function decodePoint(bytes: Uint8Array): Point | undefined {
  try {
    return Point.fromBytes(bytes);
  } catch {
    return undefined; // not on the curve
  }
}

function numberOf(littleEndian: Uint8Array): bigint {
  return littleEndian.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
}
