/**
 * The one acceptance rule for signatures, as far as it can be read off the encodings.
 *
 * Libraries differ on crafted signatures, and node:crypto differs between its own versions. So every engine asks here first: A and R
 * canonical and of large order, S below the group order. What is left, `encode([S]B - [k]A) = R` byte for byte, is the same everywhere.
 *
 * @see RFC 8032 section 5.1; "Taming the many EdDSAs" (2020); docs/format.md, "Signature"
 */
import { fromHex } from '../base/bytes.ts';

/** The y coordinates of the 8 points of small order (the two signs of x share one). Little-endian, sign bit clear. */
const SMALL_ORDER_Y: readonly Uint8Array[] = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000000',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
].map((hex) => fromHex(hex, 32)!);

/** The order L of the base point, little-endian. */
const GROUP_ORDER = fromHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010', 32)!;

/** The field's prime 2^255 - 19, little-endian. */
const PRIME = fromHex('edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', 32)!;

/** Answers whether `publicKey` is worth decoding: 32 bytes, y below the prime, and no point of small order. Pure. */
export function isAcceptableKey(publicKey: Uint8Array): boolean {
  return publicKey.length === 32 && isAcceptablePoint(publicKey);
}

/** Answers whether `signature` (R, then S) is worth checking: 64 bytes, R as a key has to be, S below the group order. Pure. */
export function isAcceptableSignature(signature: Uint8Array): boolean {
  return signature.length === 64 && isBelow(signature, 32, GROUP_ORDER, 0xff) && isAcceptablePoint(signature);
}

function isAcceptablePoint(bytes: Uint8Array): boolean {
  if (!isBelow(bytes, 0, PRIME, 0x7f)) return false;
  for (const y of SMALL_ORDER_Y) if (hasY(bytes, y)) return false;
  return true;
}

function hasY(bytes: Uint8Array, y: Uint8Array): boolean {
  for (let i = 0; i < 31; i++) if (bytes[i] !== y[i]) return false;
  return (bytes[31]! & 0x7f) === y[31];
}

/** Compares little-endian numbers of 32 bytes; `topMask` clears bits of the last byte that are no part of the number. */
function isBelow(bytes: Uint8Array, start: number, bound: Uint8Array, topMask: number): boolean {
  for (let i = 31; i >= 0; i--) {
    const byte = i === 31 ? bytes[start + 31]! & topMask : bytes[start + i]!;
    if (byte !== bound[i]) return byte < bound[i]!;
  }
  return false;
}
