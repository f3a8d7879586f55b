/**
 * The multiples of one point that make multiplication cheap: for each window of so many bits, 1 to 2^(bits - 1) times the point times
 * 2^(bits * window). A product with a number is then a sum of one entry for each window, and no doubling is left.
 *
 * Numbers have 252 bits and hardly ever one more. Windows have a number of bits of which 252 is a multiple, and the last one has the
 * multiples up to 2^bits, in two rows: its digit is never negative, so no further window is needed for what is carried.
 *
 * | bits | additions | bytes     |
 * | ---- | --------- | --------- |
 * | 4    | 63        | 73 760    |
 * | 9    | 28        | 1 105 952 |
 */
import { makeAffine } from './affine';
import { PACKED, carry, join, multiply, pack, sumAndDifference } from './field';
import { DOUBLE_D, ENTRY, POINT, T, Y, Z, addCached, cache, decodePoint } from './point';

/** How many windows there are. */
export function windowsOf(bits: i32): i32 {
  return 252 / bits;
}

function multiplesOf(bits: i32): i32 {
  return 1 << (bits - 1);
}

/** Bytes of a row, which is a window, or half of the last one. */
export function rowBytes(bits: i32): usize {
  return <usize>multiplesOf(bits) * ENTRY;
}

/** Half of the rows, one that is not used included where there is an odd number of them: the two halves are made side by side. */
function halfOf(bits: i32): i32 {
  return (windowsOf(bits) + 2) / 2;
}

/** Where the encoded point stands in a table: behind the rows. */
export function encodedAt(bits: i32): usize {
  return <usize>(2 * halfOf(bits)) * rowBytes(bits);
}

/** Bytes of a table. */
export function tableBytes(bits: i32): usize {
  return encodedAt(bits) + 32;
}

/** So many points, or all there are, share an inversion. */
const SHARING: i32 = 512;

/** The multiple that is due, what is added to make the next one of its row, and what else it takes to begin another row. */
const multiple = memory.data(768, 16);
const step = memory.data(768, 16);
const other = memory.data(768, 16);
const cached = memory.data(768, 16);
const product = memory.data(192, 16);
const points = memory.data(393216, 16); // SHARING * POINT

/**
 * Fills the table, with windows of 4 or 9 bits, of the point that is encoded in 32 bytes, or of its negative. Answers whether there is
 * such a point; see {@link decodePoint} for what the caller has to see to.
 */
export function fillTable(table: usize, bytes: usize, negative: bool, bits: i32): bool {
  if (!decodePoint(multiple, bytes, negative)) return false;
  memory.copy(table + encodedAt(bits), bytes, 32);
  const half = halfOf(bits);
  spread(half * bits);
  const inRow = multiplesOf(bits);
  const all = half * inRow;
  const secondHalf = <usize>half * rowBytes(bits);
  for (let done = 0; done < all; done += SHARING) {
    const count = min(SHARING, all - done);
    for (let i = 0; i < count; i++) {
      const place = done + i;
      if (place !== 0) {
        if (place % inRow !== 0) addCached(multiple, multiple, step);
        else beginRow(place / inRow === windowsOf(bits) - half);
      }
      memory.copy(points + <usize>i * POINT, multiple, POINT);
    }
    makeAffine(points, count);
    for (let i = 0; i < count; i++) {
      const low = table + <usize>(done + i) * ENTRY;
      packEntry(low, low + secondHalf, points + <usize>i * POINT);
    }
  }
  return true;
}

/** Lane 1 becomes 2^bits times what it is, and the first row begins. */
function spread(bits: i32): void {
  memory.copy(other, multiple, POINT);
  for (let i = 0; i < bits; i++) {
    cache(cached, other);
    addCached(other, other, cached);
  }
  joinPoints(multiple, multiple, other);
  cache(step, multiple);
}

/** Twice the last multiple of a row is the first one of the next. Where `goesOn`, lane 1 is in the last window, whose second row follows on its first. */
function beginRow(goesOn: bool): void {
  cache(cached, multiple);
  addCached(other, multiple, cached);
  cache(cached, other);
  if (goesOn) {
    addCached(multiple, multiple, step);
    joinPoints(multiple, other, multiple);
    joinPoints(step, cached, step);
  } else {
    memory.copy(multiple, other, POINT);
    memory.copy(step, cached, POINT);
  }
}

/** Lane 0 of r becomes that of p, and lane 1 that of q: of points, or of what {@link cache} makes. */
function joinPoints(r: usize, p: usize, q: usize): void {
  join(r, p, q);
  join(r + Y, p + Y, q + Y);
  join(r + Z, p + Z, q + Z);
  join(r + T, p + T, q + T);
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
