/**
 * Whether signatures are signatures: for each of them by itself, whether [S]B - [k]A is encoded as R, byte for byte.
 *
 * Two signatures stand side by side: both walk the table of B, then each that of its own -A. One inversion is shared by all that are
 * checked together: it changes what it costs, and not what is computed.
 */
import { makeAffine } from './affine';
import { ENTRY, POINT, addEntries, encodePoint, setNeutral } from './point';
import { reduce, writeDigits } from './scalar';
import { sha512 } from './sha512';
import { encodedAt, rowBytes, windowsOf } from './table';

/** At most so many at a time. */
const MOST: i32 = 256;
/** A check is the address of the table of -A, then R, S and the message. */
export const CHECKS = memory.data(65536, 16);
const R: usize = 4;
const S: usize = 36;
const MESSAGE: usize = 68;
/** Longer messages are left to others. */
const LONGEST: i32 = 1024;
/** One byte for each: 1 or 0. */
export const VERDICTS = memory.data(256);

const HASH = memory.data(64);
const NUMBER = memory.data(32);
/** Of S and of k, for each of two signatures: at most 63, of two bytes. */
const BASE_DIGITS = memory.data(256);
const KEY_DIGITS = memory.data(256);
const DIGITS: usize = 128;
const SUM = memory.data(32);
/** R, A, message: what is hashed. The A is the one that the table was made of. */
const TEXT = memory.data(64 + LONGEST);
/** The entry of 0. */
const NEUTRAL = memory.data(144);

const sums = memory.data(98304, 16); // MOST / 2 * POINT

/** Sets the constants. */
export function initVerify(): void {
  store<i32>(NEUTRAL, 1);
  store<i32>(NEUTRAL + 48, 1);
}

/**
 * Sets the verdicts on the checks, which follow each other without gaps. The caller has seen to it that S is below L, and that A and R
 * are no encodings that are refused as such.
 *
 * @param count - 1 to 256, and no more than there is room for
 * @param messageBytes - of each message, at most 1024
 * @param base - the table of B
 * @param baseBits - of its windows
 * @param keyBits - of the windows of all tables of keys
 */
export function verify(count: i32, messageBytes: u32, base: usize, baseBits: i32, keyBits: i32): void {
  const stride = MESSAGE + <usize>messageBytes;
  const pairs = (count + 1) >> 1;
  for (let pair = 0; pair < pairs; pair++) {
    const first = CHECKS + <usize>(2 * pair) * stride;
    // The last one of an odd number is its own neighbour.
    const second = 2 * pair + 1 < count ? first + stride : first;
    writeAllDigits(0, first, messageBytes, baseBits, keyBits);
    writeAllDigits(DIGITS, second, messageBytes, baseBits, keyBits);
    const sum = sums + <usize>pair * POINT;
    setNeutral(sum);
    walk(sum, base, base, BASE_DIGITS, baseBits);
    walk(sum, <usize>load<u32>(first), <usize>load<u32>(second), KEY_DIGITS, keyBits);
  }
  makeAffine(sums, pairs);
  for (let i = 0; i < count; i++) {
    encodePoint(SUM, sums + <usize>(i >> 1) * POINT, i & 1);
    store<u8>(VERDICTS + i, <u8>(memory.compare(SUM, CHECKS + <usize>i * stride + R, 32) === 0));
  }
}

/** Writes the digits of S, and those of k, the hash of R, A and the message. */
function writeAllDigits(at: usize, check: usize, messageBytes: u32, baseBits: i32, keyBits: i32): void {
  memory.copy(TEXT, check + R, 32);
  memory.copy(TEXT + 32, <usize>load<u32>(check) + encodedAt(keyBits), 32);
  memory.copy(TEXT + 64, check + MESSAGE, messageBytes);
  sha512(HASH, TEXT, 64 + messageBytes);
  reduce(NUMBER, HASH);
  writeDigits(KEY_DIGITS + at, NUMBER, keyBits);
  writeDigits(BASE_DIGITS + at, check + S, baseBits);
}

/** p = p + what the digits of lane 0 make of the point of the table `low`, and those of lane 1 of that of `high`. */
function walk(p: usize, low: usize, high: usize, digits: usize, bits: i32): void {
  fetch(low, digits, bits);
  fetch(high, digits + DIGITS, bits);
  const row = rowBytes(bits);
  const end = digits + <usize>(2 * windowsOf(bits));
  for (; digits !== end; digits += 2, low += row, high += row) {
    addEntries(p, entryOf(low, digits), entryOf(high, digits + DIGITS), signOf(digits), signOf(digits + DIGITS));
  }
}

let fetched: i32 = 0;

/** Large tables are not in the nearest cache. Nothing waits for these reads, so all of them are on their way at a time. */
function fetch(table: usize, digits: usize, bits: i32): void {
  const end = digits + <usize>(2 * windowsOf(bits));
  for (let row = table; digits !== end; digits += 2, row += rowBytes(bits)) {
    const entry = entryOf(row, digits);
    fetched ^= load<i32>(entry) ^ load<i32>(entry + 64) ^ load<i32>(entry + ENTRY - 4);
  }
}

/** Answers the entry of a digit in its row. */
function entryOf(row: usize, digit: usize): usize {
  const value = <i32>load<i16>(digit);
  return value === 0 ? NEUTRAL : row + <usize>(abs(value) - 1) * ENTRY;
}

/** -1 or 0. */
function signOf(digit: usize): i32 {
  return <i32>load<i16>(digit) >> 31;
}
