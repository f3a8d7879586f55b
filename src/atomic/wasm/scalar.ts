/** Numbers modulo L, the order of the base point: 2^252 + 27742317777372353535851937790883648493. */

/** Limbs of 21 bits, of which twelve are 252 bits: what stands at limb i + 12 belongs to limb i, times 2^252 - L. */
const LIMBS = memory.data(192);
/** 2^252 - L in six such limbs, each from -2^20 to 2^20. */
const FOLD: StaticArray<i64> = [666643, 470296, 654183, -997805, 136657, -683901];
const BITS = 21;

/** Writes the 64-byte number at `wide` modulo L to `number`: 32 bytes, little-endian both. */
export function reduce(number: usize, wide: usize): void {
  for (let i = 0; i < 24; i++) setLimb(i, limbAt(wide, i));
  for (let i = 23; i >= 18; i--) fold(i);
  // Nothing overflows: six products of 41 bits (50 for the first, since limb 23 has 29 bits) have been added to a limb.
  for (let i = 6; i <= 16; i++) carryRounded(i);
  for (let i = 17; i >= 12; i--) fold(i);
  for (let i = 0; i <= 11; i++) carryRounded(i);
  // Now limb 11 is from -2^20 to 2^20. Once limb 12 is folded the number is between -2^252 and 2^252, and limb 12 becomes -1 or 0.
  fold(12);
  for (let i = 0; i <= 11; i++) carryDown(i);
  fold(12);
  for (let i = 0; i <= 10; i++) carryDown(i);
  writeLimbs(number);
}

/** Answers the limb i of a number of 64 bytes; the last one has all the bits that are left. */
function limbAt(wide: usize, i: u32): i64 {
  const bit = i * BITS;
  // The last eight bytes are as many as there are.
  const byte = min<u32>(bit >> 3, 56);
  const bits = load<u64>(wide + byte) >> (bit - (byte << 3));
  return <i64>(i === 23 ? bits : bits & ((1 << BITS) - 1));
}

function limb(i: i32): i64 {
  return load<i64>(LIMBS + (i << 3));
}

function setLimb(i: i32, value: i64): void {
  store<i64>(LIMBS + (i << 3), value);
}

/** Takes limb i away and adds what it is modulo L. */
function fold(i: i32): void {
  const value = limb(i);
  setLimb(i, 0);
  for (let j = 0; j < 6; j++) setLimb(i - 12 + j, limb(i - 12 + j) + value * FOLD[j]);
}

/** Leaves -2^20 to 2^20. */
function carryRounded(i: i32): void {
  carryBy(i, (limb(i) + (1 << (BITS - 1))) >> BITS);
}

/** Leaves 0 to 2^21 - 1. */
function carryDown(i: i32): void {
  carryBy(i, limb(i) >> BITS);
}

function carryBy(i: i32, carried: i64): void {
  setLimb(i, limb(i) - (carried << BITS));
  setLimb(i + 1, limb(i + 1) + carried);
}

function writeLimbs(number: usize): void {
  let bits: u64 = 0;
  let count: u64 = 0;
  let at = number;
  for (let i = 0; i < 12; i++) {
    bits |= (<u64>limb(i)) << count;
    count += BITS;
    for (; count >= 8; count -= 8, at++) {
      store<u8>(at, <u8>bits);
      bits >>= 8;
    }
  }
  store<u8>(at, <u8>bits);
}

/**
 * Writes the digits of a number below L in base 2^bits, of which 252 is a multiple: two bytes each, from -2^(bits - 1)
 * to 2^(bits - 1) - 1, but for the last one, which is from 0 to 2^bits.
 */
export function writeDigits(digits: usize, number: usize, bits: i32): void {
  const last = 252 / bits - 1;
  const half = 1 << (bits - 1);
  let carried = 0;
  for (let i = 0; i < last; i++) {
    const digit = (bitsFrom(number, i * bits) & (2 * half - 1)) + carried;
    carried = (digit + half) >> bits;
    store<i16>(digits + (i << 1), <i16>(digit - (carried << bits)));
  }
  store<i16>(digits + (last << 1), <i16>(bitsFrom(number, last * bits) + carried));
}

/** Answers 25 bits at least of a number of 32 bytes from `bit` on, or all that are left. */
function bitsFrom(number: usize, bit: i32): i32 {
  const byte = min(bit >> 3, 28);
  return <i32>(load<u32>(number + byte) >> (bit - (byte << 3)));
}
