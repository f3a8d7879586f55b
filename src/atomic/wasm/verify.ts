/**
 * Whether signatures are signatures: for each of them by itself, whether [S]B - [k]A is encoded as R, byte for byte.
 *
 * Of each signature lane 0 is [S]B and lane 1 is [k](-A), so both walk their tables side by side. One inversion is shared by all that are
 * checked together: it changes what it costs, and not what is computed.
 */
import { makeAffine } from './affine';
import { gather } from './field';
import { ENTRY, POINT, T, Y, Z, addCached, addEntries, cache, encodePoint, setNeutral } from './point';
import { reduce, writeDigits } from './scalar';
import { sha512 } from './sha512';
import { encodedAt, windowBytes, windowsOf } from './table';

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
const BASE_DIGITS = memory.data(64);
const KEY_DIGITS = memory.data(64);
const SUM = memory.data(32);
/** R, A, message: what is hashed. The A is the one that the table was made of. */
const TEXT = memory.data(64 + LONGEST);
/** The entry of 0. */
const NEUTRAL = memory.data(144);

/** The points that are worked on. */
const walked = memory.data(1536, 16);
const baseSums = memory.data(768, 16);
const keySums = memory.data(768, 16);
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
 * @param table - that of B
 * @param bits - of the windows of all tables: 4 or 8
 */
export function verify(count: i32, messageBytes: u32, table: usize, bits: i32): void {
  const stride = MESSAGE + <usize>messageBytes;
  const pairs = (count + 1) >> 1;
  for (let pair = 0; pair < pairs; pair++) {
    const first = CHECKS + <usize>(2 * pair) * stride;
    walk(walked, first, messageBytes, table, bits);
    // The last one of an odd number is its own neighbour.
    walk(walked + POINT, 2 * pair + 1 < count ? first + stride : first, messageBytes, table, bits);
    addLanes(sums + <usize>pair * POINT);
  }
  makeAffine(sums, pairs);
  for (let i = 0; i < count; i++) {
    encodePoint(SUM, sums + <usize>(i >> 1) * POINT, i & 1);
    store<u8>(VERDICTS + i, <u8>(memory.compare(SUM, CHECKS + <usize>i * stride + R, 32) === 0));
  }
}

/** p = [S]B in lane 0, [k](-A) in lane 1, where k is the hash of R, A and the message. */
function walk(p: usize, check: usize, messageBytes: u32, table: usize, bits: i32): void {
  const keyTable = <usize>load<u32>(check);
  memory.copy(TEXT, check + R, 32);
  memory.copy(TEXT + 32, keyTable + encodedAt(bits), 32);
  memory.copy(TEXT + 64, check + MESSAGE, messageBytes);
  sha512(HASH, TEXT, 64 + messageBytes);
  reduce(NUMBER, HASH);
  writeDigits(KEY_DIGITS, NUMBER, bits);
  writeDigits(BASE_DIGITS, check + S, bits);
  setNeutral(p);
  const windows = windowsOf(bits);
  let low = entryOf(table, bits, 0, BASE_DIGITS);
  let high = entryOf(keyTable, bits, 0, KEY_DIGITS);
  for (let window = 1; window < windows; window++) {
    const nextLow = entryOf(table, bits, window, BASE_DIGITS);
    const nextHigh = entryOf(keyTable, bits, window, KEY_DIGITS);
    touch(nextLow);
    touch(nextHigh);
    addEntries(p, low, high, signOf(BASE_DIGITS, window - 1), signOf(KEY_DIGITS, window - 1));
    low = nextLow;
    high = nextHigh;
  }
  addEntries(p, low, high, signOf(BASE_DIGITS, windows - 1), signOf(KEY_DIGITS, windows - 1));
}

function entryOf(table: usize, bits: i32, window: i32, digits: usize): usize {
  const digit = <i32>load<i8>(digits + window);
  return digit === 0 ? NEUTRAL : table + <usize>window * windowBytes(bits) + <usize>(abs(digit) - 1) * ENTRY;
}

/** -1 or 0. */
function signOf(digits: usize, window: i32): i32 {
  return (<i32>load<i8>(digits + window)) >> 31;
}

let touched: i32 = 0;

/** A large table is not in the nearest cache: an entry is on its way while the one before it is added. */
function touch(entry: usize): void {
  touched ^= load<i32>(entry) ^ load<i32>(entry + 64) ^ load<i32>(entry + ENTRY - 4);
}

/** p = for each of the two that were walked, the sum of its lanes. */
function addLanes(p: usize): void {
  gatherPoints(baseSums, 0);
  gatherPoints(keySums, 1);
  cache(walked, keySums);
  addCached(p, baseSums, walked);
}

function gatherPoints(p: usize, lane: usize): void {
  const second = walked + POINT;
  gather(p, walked, second, lane);
  gather(p + Y, walked + Y, second + Y, lane);
  gather(p + Z, walked + Z, second + Z, lane);
  gather(p + T, walked + T, second + T, lane);
}
