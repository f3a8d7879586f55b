/** Signatures on the edge of the rule, where libraries differ. Made with @noble/ed25519, judged by both engines. */
import { Point } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import { createNativeEngine, createPortableEngine } from '../../../src/atomic/index.ts';
import { concatBytes, toHex, toUtf8 } from '../../../src/base/bytes.ts';

const L = Point.CURVE().n;
const P = 2n ** 255n - 19n;
const message = toUtf8('6f099f64682023fdee324936503e75ca015fa423ab3fb4694d3abe00b69a7aa1');
const order8 = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
const engines = [createNativeEngine()!, createPortableEngine()];

interface Plan {
  readonly name: string;
  readonly valid: boolean;
  readonly publicKey: Uint8Array;
  readonly signature: Uint8Array;
}

const a = 31337n;
const key = Point.BASE.multiply(a);

/** A signature whose equation holds, up to parts of small order that are added to A and R. */
function signature(ofKey: bigint, ofNonce: bigint, r = 271828n): Pick<Plan, 'publicKey' | 'signature'> {
  const publicKey = key.add(order8.multiply(ofKey, false)).toBytes();
  const nonce = Point.BASE.multiply(r).add(order8.multiply(ofNonce, false)).toBytes();
  return { publicKey, signature: concatBytes(nonce, littleEndian((r + challenge(nonce, publicKey) * a) % L)) };
}

/** The first nonce for which the parts of small order of A and R cancel, or not. */
function mixed(cancels: boolean): Pick<Plan, 'publicKey' | 'signature'> {
  for (let r = 1000n; ; r++) {
    const made = signature(1n, 4n, r);
    const k = challenge(made.signature.subarray(0, 32), made.publicKey);
    if (((4n + k) % 8n === 0n) === cancels) return made;
  }
}

const good = signature(0n, 0n);
const s = numberOf(good.signature.subarray(32));
const withS = (number: bigint): Plan['signature'] => concatBytes(good.signature.subarray(0, 32), littleEndian(number));
const withR = (r: Uint8Array): Plan['signature'] => concatBytes(r, good.signature.subarray(32));

function plans(): Plan[] {
  const smallOrder = Array.from({ length: 8 }, (_, i) => order8.multiply(BigInt(i), false).toBytes());
  return [
    { name: 'good', valid: true, ...good },
    { name: 'S + L', valid: false, ...good, signature: withS(s + L) },
    { name: 'S is 0', valid: false, ...good, signature: withS(0n) },
    { name: 'R of mixed order, which only the cofactor makes good', valid: false, ...signature(0n, 4n) },
    { name: 'A of mixed order, which only the cofactor makes good', valid: false, ...signature(1n, 0n) },
    { name: 'A and R of mixed order, whose parts of small order cancel', valid: true, ...mixed(true) },
    { name: 'A and R of mixed order, whose parts of small order do not cancel', valid: false, ...mixed(false) },
    ...smallOrder.map((point, i) => ({
      name: `A is ${String(i)} times a point of order 8`,
      valid: false,
      publicKey: point,
      signature: identity(point),
    })),
    ...smallOrder.map((point, i) => ({
      name: `R is ${String(i)} times a point of order 8`,
      valid: false,
      ...good,
      signature: withR(point),
    })),
    { name: 'y of A is p + 3: not canonical', valid: false, ...good, publicKey: littleEndian(P + 3n) },
    { name: 'y of R is p + 3: not canonical', valid: false, ...good, signature: withR(littleEndian(P + 3n)) },
    { name: 'A is not on the curve', valid: false, ...good, publicKey: littleEndian(2n) },
    { name: 'R is not on the curve', valid: false, ...good, signature: withR(littleEndian(2n)) },
    { name: '63 bytes', valid: false, ...good, signature: good.signature.subarray(0, 63) },
    { name: '65 bytes', valid: false, ...good, signature: concatBytes(good.signature, new Uint8Array(1)) },
    { name: 'a key of 31 bytes', valid: false, ...good, publicKey: good.publicKey.subarray(0, 31) },
  ];
}

/** Answers the signatures; fails where a verdict is not the one planned. */
export function signatures(): object[] {
  return plans().map(({ name, valid, publicKey, signature: sig }) => {
    for (const engine of engines) {
      if (engine.verify({ publicKey, signature: sig, message }) !== valid)
        throw new Error(`${name}: not by ${engine.name}`);
    }
    return { name, message: toHex(message), public_key: toHex(publicKey), sig: toHex(sig), valid };
  });
}

/** What a lenient reader takes for a signature of any message by a key of order 1. */
function identity(publicKey: Uint8Array): Uint8Array {
  return concatBytes(publicKey, littleEndian(0n));
}

function challenge(r: Uint8Array, publicKey: Uint8Array): bigint {
  return numberOf(sha512(concatBytes(r, publicKey, message))) % L;
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes.slice().reverse())}`);
}

function littleEndian(number: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((number >> BigInt(8 * i)) & 0xffn));
}
