/**
 * The multiples of one point that make multiplication cheap: for each of 32 windows of 8 bits, 1 to 128 times the point times 256^window.
 * A product with a number is then a sum of 32 entries, one of each window, and no doubling is left.
 */
import { makeAffine } from './affine';
import { PACKED, carry, join, multiply, pack, sumAndDifference } from './field';
import { DOUBLE_D, ENTRY, POINT, T, Y, Z, addCached, cache, decodePoint } from './point';

export const WINDOWS: i32 = 32;
const MULTIPLES: i32 = 128;
/** Bytes of a window. */
export const WINDOW: usize = <usize>MULTIPLES * ENTRY;
/** Where the encoded point stands in a table, behind the windows, and the bytes of all of it: 576 KiB and 32 bytes. */
export const ENCODED: usize = <usize>WINDOWS * WINDOW;
export const TABLE: usize = ENCODED + 32;

/** Windows w and w + 16 are made side by side, in the two lanes, and so many of these pairs share an inversion. */
const HALF: i32 = WINDOWS / 2;
const SHARING: i32 = 4;

const base = memory.data(768, 16);
const doubled = memory.data(768, 16);
const cached = memory.data(768, 16);
const product = memory.data(192, 16);
const points = memory.data(393216, 16); // SHARING * MULTIPLES * POINT

/**
 * Fills the table of the point that is encoded in 32 bytes, or of its negative. Answers whether there is such a point; see
 * {@link decodePoint} for what the caller has to see to.
 */
export function fillTable(table: usize, bytes: usize, negative: bool): bool {
  if (!decodePoint(base, bytes, negative)) return false;
  memory.copy(table + ENCODED, bytes, 32);
  spread();
  for (let window = 0; window < HALF; window += SHARING) {
    for (let i = 0; i < SHARING; i++) fillWindow(points + <usize>(i * MULTIPLES) * POINT);
    makeAffine(points, SHARING * MULTIPLES);
    for (let i = 0; i < SHARING * MULTIPLES; i++) {
      const low = table + <usize>(window * MULTIPLES + i) * ENTRY;
      packEntry(low, low + <usize>HALF * WINDOW, points + <usize>i * POINT);
    }
  }
  return true;
}

/** Lane 1 of the base becomes 2^128 times what it is. */
function spread(): void {
  memory.copy(doubled, base, POINT);
  for (let i = 0; i < 8 * HALF; i++) {
    cache(cached, doubled);
    addCached(doubled, doubled, cached);
  }
  join(base, base, doubled);
  join(base + Y, base + Y, doubled + Y);
  join(base + Z, base + Z, doubled + Z);
  join(base + T, base + T, doubled + T);
}

/** Writes 1 to 128 times the base, and makes the base 256 times what it is. */
function fillWindow(first: usize): void {
  memory.copy(first, base, POINT);
  cache(cached, base);
  let last = first;
  for (let i = 1; i < MULTIPLES; i++, last += POINT) addCached(last + POINT, last, cached);
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
