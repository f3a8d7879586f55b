/**
 * The WebAssembly module alone against node:crypto, and now and then against @noble: signatures of every kind that an attacker could
 * make. 20 000 cases; LOGLINE_LONG=1 asks for a million.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Point } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import { createNativeEngine, createPortableEngine } from '../../src/atomic/index.ts';
import type { SignatureCheck } from '../../src/atomic/index.ts';
import { concatBytes } from '../../src/base/bytes.ts';
import { ModuleAlone, messageOf, testSigner, withFlippedBit } from './fast-checks.ts';
import { L, P, littleEndian, numberOf } from './wasm/module.ts';
import { isLong } from '../long.ts';

/** On other versions of Node, beside all of them on this one, a part tells whether they calculate as this one does. */
const SHORT = process.env['LOGLINE_OTHER_NODE'] === '1' ? 4_000 : 20_000;
const CASES = isLong ? 1_000_000 : SHORT;
/** noble takes thirty times as long. */
const ALL_THREE_EVERY = 100;

const native = createNativeEngine()!;
const portable = createPortableEngine();
const module = new ModuleAlone();

/** Numbers that look random and are the same at every run (mulberry32). */
function randomFrom(seed: number): (below: number) => number {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const random = randomFrom(20_261_126);
const pick = <T>(from: readonly T[]): T => from[random(from.length)]!;
const randomBytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => random(256));

const signers = Array.from({ length: 20 }, (_, i) => testSigner(1000 + i));
const torsion = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
const smallOrder = Array.from({ length: 8 }, (_, i) => torsion.multiply(BigInt(i), false).toBytes());
const sizes = [64, 64, 64, 64, 0, 1, 47, 48, 63, 65, 111, 112, 175, 176, 500, 1024];

/** Points of every class of order, by their numbers: what A and R can be made of. */
const points = Array.from({ length: 24 }, (_, i) => {
  const number = BigInt(7919 * (i + 1)) ** 5n % L;
  const point = Point.BASE.multiply(number).add(torsion.multiply(BigInt(i % 8), false));
  return { number, torsion: i % 8, bytes: point.toBytes() };
});

/** Signatures whose equation holds, or would with the cofactor. */
function crafted(): SignatureCheck {
  const a = pick(points);
  const r = pick(points);
  const message = messageOf(random(1 << 30));
  const k = numberOf(sha512(concatBytes(r.bytes, a.bytes, message))) % L;
  const signature = concatBytes(r.bytes, littleEndian((r.number + k * a.number) % L, 32));
  return { publicKey: a.bytes, signature, message };
}

const good = (): SignatureCheck =>
  pick(signers).check(pick(sizes) === 64 ? messageOf(random(1 << 30)) : randomBytes(pick(sizes)));

const withS = (check: SignatureCheck, s: bigint): SignatureCheck => ({
  ...check,
  signature: concatBytes(check.signature.subarray(0, 32), littleEndian(s, 32)),
});
const withR = (check: SignatureCheck, r: Uint8Array): SignatureCheck => ({
  ...check,
  signature: concatBytes(r, check.signature.subarray(32)),
});
const sOf = ({ signature }: SignatureCheck): bigint => numberOf(signature.subarray(32));

/** Each kind of case, and how many of the cases it is. */
const KINDS: Readonly<Record<string, readonly [weight: number, make: () => SignatureCheck]>> = {
  good: [25, good],
  'a flipped bit of the signature': [25, () => withFlippedBit(good(), 'signature', random(512))],
  'a flipped bit of the message': [
    10,
    () => withFlippedBit(pick(signers).check(messageOf(random(1 << 30))), 'message', random(512)),
  ],
  'another key': [5, () => ({ ...good(), publicKey: pick(signers).publicKey })],
  'parts of small order': [15, crafted],
  'parts of small order, and a flipped bit': [3, () => withFlippedBit(crafted(), 'signature', random(512))],
  'a random S': [4, () => withS(good(), numberOf(randomBytes(32)) % L)],
  'an S at the edge': [
    3,
    () => withS(good(), pick([0n, 1n, L - 1n, L, L + 1n, 2n ** 252n, 2n ** 255n, 2n ** 256n - 1n])),
  ],
  'S + L, - S': [3, () => ((check) => withS(check, pick([sOf(check) + L, (L - sOf(check)) % L])))(good())],
  'a random R': [3, () => withR(good(), randomBytes(32))],
  'an R of small order or beyond the prime': [
    3,
    () => withR(good(), pick([...smallOrder, littleEndian(P + BigInt(random(19)), 32)])),
  ],
  'nothing but random bytes': [1, () => ({ ...good(), signature: randomBytes(64) })],
};

const wheel = Object.entries(KINDS).flatMap(([kind, [weight]]) => new Array<string>(weight).fill(kind));

test(`${String(CASES)} cases: the module and node:crypto agree on all`, () => {
  const verdicts = { true: 0, false: 0 };
  for (let i = 0; i < CASES; i++) {
    const kind = wheel[i % wheel.length]!;
    const check = KINDS[kind]![1]();
    const [own] = module.verify([check]);
    const expected = native.verify(check);
    const isSame = own === expected && (i % ALL_THREE_EVERY !== 0 || portable.verify(check) === expected);
    if (!isSame) assert.fail(`case ${String(i)}, ${kind}: ${JSON.stringify(check, hexes)}`);
    verdicts[`${expected}`]++;
  }
  assert.ok(Math.min(verdicts.true, verdicts.false) > CASES / 5, JSON.stringify(verdicts));
});

test('every bit of signature, key and message: the three agree', () => {
  const [check] = [signers[0]!.check(messageOf(7))];
  for (const part of ['signature', 'publicKey', 'message'] as const) {
    for (let bit = 0; bit < 8 * check[part].length; bit++) {
      const flipped = withFlippedBit(check, part, bit);
      const verdicts = [module.verify([flipped])[0], native.verify(flipped), portable.verify(flipped)];
      assert.deepEqual(verdicts, [false, false, false], `${part}, bit ${String(bit)}`);
    }
  }
});

test('all of small order, as A and as R: none is a signature', () => {
  for (const publicKey of smallOrder) {
    for (const r of smallOrder) {
      const check = { publicKey, message: messageOf(1), signature: concatBytes(r, new Uint8Array(32)) };
      assert.deepEqual(
        [module.verify([check])[0], native.verify(check), portable.verify(check)],
        [false, false, false],
      );
    }
  }
});

const hexes = (_: string, value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
