/**
 * Elements of the field of 2^255 - 19, two side by side: twelve vectors of two doubles, 192 bytes. Limb i of an element is a multiple of
 * 2^E[i]; see scripts/gen-field.mjs for the reasons and for the proof that no bit is ever lost.
 *
 * Sums and differences are not carried: a product takes factors that are sums of a few products.
 */
export { carry, multiply, square, sumAndDifference, unpack, unpackSigned } from './generated/product';

/** Bytes of two elements. */
export const PAIR: usize = 192;
/** Bytes of an element as integers of 32 bits, which is how tables keep them. */
export const PACKED: usize = 48;

/** 2^E[i] for each limb, in both lanes, and its inverse. */
const SCALE = memory.data(192, 16);
const INVERSE_SCALE = memory.data(192, 16);
const SHIFTS: StaticArray<u8> = [0, 22, 43, 64, 85, 107, 128, 149, 170, 192, 213, 234, 255];

/** Sets the constants that other functions need. */
export function initField(): void {
  for (let i = 0; i < 12; i++) {
    const scale = reinterpret<f64>((1023 + <u64>SHIFTS[i]) << 52);
    v128.store(SCALE + (i << 4), f64x2.splat(scale));
    v128.store(INVERSE_SCALE + (i << 4), f64x2.splat(1 / scale));
  }
}

/** h = f + f */
export function double(h: usize, f: usize): void {
  for (let i: usize = 0; i < PAIR; i += 16) v128.store(h + i, f64x2.add(v128.load(f + i), v128.load(f + i)));
}

/** h = -f */
export function negate(h: usize, f: usize): void {
  for (let i: usize = 0; i < PAIR; i += 16) v128.store(h + i, f64x2.neg(v128.load(f + i)));
}

/** h = n in both lanes, for a small n. */
export function setSmall(h: usize, n: f64): void {
  memory.fill(h, 0, PAIR);
  v128.store(h, f64x2.splat(n));
}

/** Lane 0 of h becomes that of f, and lane 1 of h that of g. */
export function join(h: usize, f: usize, g: usize): void {
  for (let i: usize = 0; i < PAIR; i += 16) {
    v128.store(h + i, v128.shuffle<f64>(v128.load(f + i), v128.load(g + i), 0, 3));
  }
}

/** Puts the limbs of f, which are those of a product, as integers of 32 bits to `low` (lane 0) and `high` (lane 1). */
export function pack(low: usize, high: usize, f: usize): void {
  for (let i: usize = 0; i < 12; i++) {
    const limbs = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(v128.load(f + 16 * i), v128.load(INVERSE_SCALE + 16 * i)));
    store<i32>(low + 4 * i, i32x4.extract_lane(limbs, 0));
    store<i32>(high + 4 * i, i32x4.extract_lane(limbs, 1));
  }
}

/** Reads 32 little-endian bytes into both lanes. The top bit is left out, and what is not below the prime is taken for what it is. */
export function fromBytes(h: usize, bytes: usize): void {
  for (let i = 0; i < 12; i++) {
    const start = <u32>SHIFTS[i];
    const size = <u32>SHIFTS[i + 1] - start;
    // Four bytes hold at most 22 bits from any bit on, and the last four are as many as there are.
    const byte = min<u32>(start >> 3, 28);
    const limb = (load<u32>(bytes + byte) >> (start - (byte << 3))) & ((1 << size) - 1);
    v128.store(h + (i << 4), f64x2.mul(f64x2.splat(<f64>limb), v128.load(SCALE + (i << 4))));
  }
}

const INTEGERS = memory.data(96);

/** Writes the one form below the prime of a lane of f, whose limbs are those of a product: 32 little-endian bytes. */
export function toBytes(bytes: usize, f: usize, lane: usize): void {
  for (let i: usize = 0; i < 12; i++) {
    const limb = load<f64>(f + 16 * i + 8 * lane) * load<f64>(INVERSE_SCALE + 16 * i);
    store<i64>(INTEGERS + 8 * i, <i64>limb);
  }
  // How often the prime goes in, which is -1, 0 or 1: the quotient by 2^255 of f + 19 f / 2^255, rounded, is the same.
  let quotient = (19 * load<i64>(INTEGERS, 88) + (1 << 20)) >> 21;
  for (let i = 0; i < 12; i++) quotient = (load<i64>(INTEGERS + (i << 3)) + quotient) >> sizeOf(i);
  let carried = 19 * quotient;
  memory.fill(bytes, 0, 32);
  for (let i = 0; i < 12; i++) {
    const limb = load<i64>(INTEGERS + (i << 3)) + carried;
    carried = limb >> sizeOf(i);
    putBits(bytes, <u32>SHIFTS[i], <u64>(limb - (carried << sizeOf(i))));
  }
}

function sizeOf(limb: i32): i64 {
  return <i64>SHIFTS[limb + 1] - <i64>SHIFTS[limb];
}

/** Sets bits that are not set yet, from the bit `start` on. */
function putBits(bytes: usize, start: u32, bits: u64): void {
  let at = bytes + (start >> 3);
  for (let rest = bits << (start & 7); rest !== 0; rest >>= 8, at++) store<u8>(at, load<u8>(at) | <u8>rest);
}
