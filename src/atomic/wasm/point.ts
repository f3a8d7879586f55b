/**
 * Points of the twisted Edwards curve -x^2 + y^2 = 1 + d x^2 y^2, two side by side, in extended coordinates X, Y, Z, T with x = X/Z,
 * y = Y/Z, xy = T/Z. The formulas hold for all points of the curve, the neutral one and equal ones included, so nothing here asks which.
 *
 * @see Hisil, Wong, Carter, Dawson: "Twisted Edwards Curves Revisited" (2008), section 3.1
 */
import {
  PACKED,
  carry,
  double,
  fromBytes,
  initField,
  multiply,
  negate,
  setSmall,
  square,
  sumAndDifference,
  toBytes,
  unpack,
  unpackSigned,
} from './field';
import { powerForRoot } from './power';

/** Bytes of two points, and where their coordinates stand in them. */
export const POINT: usize = 768;
export const Y: usize = 192;
export const Z: usize = 384;
export const T: usize = 576;

/** Bytes of a table's entry: y + x, y - x and 2dxy of a point, packed. */
export const ENTRY: usize = 3 * PACKED;

/** The constant 2d of the curve. */
export const DOUBLE_D = memory.data(192, 16);
const ROOT_OF_MINUS_1 = memory.data(192, 16);
const CONSTANTS = memory.data<u64>([
  0xebd69b9426b2f159,
  0x00e0149a8283b156,
  0x198e80f2eef3d130,
  0x2406d9dc56dffce7, // 2d
  0xc4ee1b274a0ea0b0,
  0x2f431806ad2fe478,
  0x2b4d00993dfbd7a7,
  0x2b8324804fc1df0b, // a root of -1
]);

const a = memory.data(192, 16);
const b = memory.data(192, 16);
const c = memory.data(192, 16);
const d = memory.data(192, 16);
const e = memory.data(192, 16);

/** Sets the constants. */
export function initCurve(): void {
  initField();
  fromBytes(DOUBLE_D, CONSTANTS);
  fromBytes(ROOT_OF_MINUS_1, CONSTANTS + 32);
}

/** p = the neutral element, twice. */
export function setNeutral(p: usize): void {
  setSmall(p, 0);
  setSmall(p + Y, 1);
  setSmall(p + Z, 1);
  setSmall(p + T, 0);
}

/** p = p + the entries at `low` (lane 0) and `high` (lane 1), each of them negated where its sign is -1, and not where that is 0. */
export function addEntries(p: usize, low: usize, high: usize, lowSign: i32, highSign: i32): void {
  // The negative of a point has y + x and y - x exchanged, and 2dxy negated.
  const lowSwap = <usize>lowSign & PACKED;
  const highSwap = <usize>highSign & PACKED;
  sumAndDifference(b, a, p + Y, p);
  unpack(c, low + (PACKED - lowSwap), high + (PACKED - highSwap));
  multiply(a, a, c);
  unpack(c, low + lowSwap, high + highSwap);
  multiply(b, b, c);
  unpackSigned(c, low + 2 * PACKED, high + 2 * PACKED, lowSign, highSign);
  multiply(c, p + T, c);
  double(d, p + Z);
  finishSum(p);
}

/** Makes of a point what {@link addCached} adds: Y - X, Y + X, 2dT, 2Z. */
export function cache(q: usize, p: usize): void {
  sumAndDifference(q + Y, q, p + Y, p);
  multiply(q + Z, p + T, DOUBLE_D);
  double(q + T, p + Z);
}

/** r = p + the point that was made q by {@link cache}. r may be p. */
export function addCached(r: usize, p: usize, q: usize): void {
  sumAndDifference(b, a, p + Y, p);
  multiply(a, a, q);
  multiply(b, b, q + Y);
  multiply(c, p + T, q + Z);
  multiply(d, p + Z, q + T);
  finishSum(r);
}

/** The second half of all sums. */
function finishSum(r: usize): void {
  sumAndDifference(b, a, b, a);
  sumAndDifference(d, c, d, c);
  multiply(r, a, c);
  multiply(r + Y, d, b);
  multiply(r + Z, c, d);
  multiply(r + T, a, b);
}

const CHECK = memory.data(32);

/**
 * p = the point whose 32 bytes stand at `bytes`, in both lanes, or its negative. Answers whether there is one. The caller has seen to it
 * that y is below the prime and x is not 0.
 *
 * @see RFC 8032 section 5.1.3
 */
export function decodePoint(p: usize, bytes: usize, negative: bool): bool {
  const one = p + Z;
  setSmall(one, 1);
  fromBytes(p + Y, bytes);
  square(a, p + Y);
  multiply(b, a, DOUBLE_D);
  sumAndDifference(c, a, a, one);
  double(a, a); // 2 u = 2 (y^2 - 1)
  double(c, one);
  sumAndDifference(b, d, b, c); // 2 v = 2 d y^2 + 2
  square(c, b);
  multiply(c, c, b); // v^3
  square(d, c);
  multiply(d, d, b); // v^7
  multiply(d, d, a);
  powerForRoot(e, d);
  multiply(c, c, a);
  multiply(p, c, e); // x = u v^3 (u v^7)^((p - 5) / 8)
  square(c, p);
  multiply(c, c, b);
  carry(a, a);
  if (!isEqual(c, a)) {
    negate(a, a);
    if (!isEqual(c, a)) return false;
    multiply(p, p, ROOT_OF_MINUS_1);
  }
  toBytes(CHECK, p, 0);
  const isOdd = (load<u8>(CHECK) & 1) !== 0;
  const shouldBeOdd = load<u8>(bytes, 31) >> 7 !== 0;
  if (isOdd !== (shouldBeOdd !== negative)) {
    negate(p, p);
  }
  multiply(p + T, p, p + Y);
  return true;
}

const OTHER = memory.data(32);

/** Whether lane 0 of two elements is the same. */
function isEqual(x: usize, y: usize): bool {
  toBytes(CHECK, x, 0);
  toBytes(OTHER, y, 0);
  return memory.compare(CHECK, OTHER, 32) === 0;
}

/** Writes the 32 bytes of the point in a lane of p, whose Z is 1. */
export function encodePoint(bytes: usize, p: usize, lane: usize): void {
  toBytes(CHECK, p, lane);
  toBytes(bytes, p + Y, lane);
  store<u8>(bytes + 31, load<u8>(bytes + 31) | ((load<u8>(CHECK) & 1) << 7));
}
