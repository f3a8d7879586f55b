/**
 * The multiples of one point that make multiplication cheap: for each window of so many bits, 1 to 2^(bits - 1) times the point times
 * 2^(bits * window). A product with a number is then a sum of one entry for each window, and no doubling is left.
 *
 * Windows have 8 bits or 4: 32 additions and 576 KiB, or 64 additions and 72 KiB that are filled in an eighth of the time.
 */
import { makeAffine } from './affine';
import { PACKED, carry, join, multiply, pack, sumAndDifference } from './field';
import { DOUBLE_D, ENTRY, POINT, T, Y, Z, addCached, cache, decodePoint } from './point';

/** How many windows there are. */
export function windowsOf(bits: i32): i32 {
  return 256 / bits;
}

function multiplesOf(bits: i32): i32 {
  return 1 << (bits - 1);
}

/** Bytes of a window. */
export function windowBytes(bits: i32): usize {
  return <usize>multiplesOf(bits) * ENTRY;
}

/** Where the encoded point stands in a table: behind the windows. */
export function encodedAt(bits: i32): usize {
  return <usize>windowsOf(bits) * windowBytes(bits);
}

/** Bytes of a table. */
export function tableBytes(bits: i32): usize {
  return encodedAt(bits) + 32;
}

/** So many points, or all there are, share an inversion. */
const SHARING: i32 = 512;

const base = memory.data(768, 16);
const doubled = memory.data(768, 16);
const cached = memory.data(768, 16);
const product = memory.data(192, 16);
const points = memory.data(393216, 16); // SHARING * POINT

/**
 * Fills the table, with windows of 4 or 8 bits, of the point that is encoded in 32 bytes, or of its negative. Answers whether there is such
 * a point; see {@link decodePoint} for what the caller has to see to.
 */
export function fillTable(table: usize, bytes: usize, negative: bool, bits: i32): bool {
  if (!decodePoint(base, bytes, negative)) return false;
  memory.copy(table + encodedAt(bits), bytes, 32);
  spread();
  // A window of the first half and one of the second are made side by side, in the two lanes.
  const half = windowsOf(bits) / 2;
  const multiples = multiplesOf(bits);
  const together = min(half, SHARING / multiples);
  for (let window = 0; window < half; window += together) {
    for (let i = 0; i < together; i++) fillWindow(points + <usize>(i * multiples) * POINT, multiples);
    makeAffine(points, together * multiples);
    for (let i = 0; i < together * multiples; i++) {
      const low = table + <usize>(window * multiples + i) * ENTRY;
      packEntry(low, low + <usize>half * windowBytes(bits), points + <usize>i * POINT);
    }
  }
  return true;
}

/** Lane 1 of the base becomes 2^128 times what it is. */
function spread(): void {
  memory.copy(doubled, base, POINT);
  for (let i = 0; i < 128; i++) {
    cache(cached, doubled);
    addCached(doubled, doubled, cached);
  }
  join(base, base, doubled);
  join(base + Y, base + Y, doubled + Y);
  join(base + Z, base + Z, doubled + Z);
  join(base + T, base + T, doubled + T);
}

/** Writes so many multiples of the base, and makes the base twice the last of them, which is that of the next window. */
function fillWindow(first: usize, multiples: i32): void {
  memory.copy(first, base, POINT);
  cache(cached, base);
  let last = first;
  for (let i = 1; i < multiples; i++, last += POINT) addCached(last + POINT, last, cached);
  cache(cached, last);
  addCached(base, last, cached);
}

/** Writes the entries of two points with Z = 1. */
function packEntry(low: usize, high: usize, p: usize): void {
  multiply(product, p, p + Y);
  multiply(product, product, DOUBLE_D);
  pack(low + 2 * PACKED, high + 2 * PACKED, product);
  sumAndDifference(p, p + Y, p + Y, p);
  carry(p, p);
  pack(low, high, p);
  carry(p + Y, p + Y);
  pack(low + PACKED, high + PACKED, p + Y);
}
