/**
 * A Merkle tree over the lines of a ledger, as RFC 6962 has it: one digest for the whole ledger, and short proofs that lines stand in it, and
 * where. The chain alone cannot do that: its hashes are made of whole lines, so proving one would take all that follow.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6962#section-2.1
 */
import { createHash } from 'node:crypto';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Answers the leaf of a line, which is given without its line feed: 32 bytes. Pure. */
export const leafOf = (line: Uint8Array): Uint8Array => digest(LEAF, line);

/** Answers the root over leaves, of which there has to be one: 32 bytes. Pure. */
export function rootOf(leaves: readonly Uint8Array[], start = 0, end = leaves.length): Uint8Array {
  if (end - start === 1) return leaves[start]!;
  const middle = start + splitOf(end - start);
  return digest(NODE, rootOf(leaves, start, middle), rootOf(leaves, middle, end));
}

/** Answers what somebody who knows the leaves at `places` (rising, from 0) lacks for the root: roots of subtrees, from left to right. Pure. */
export function pathOf(leaves: readonly Uint8Array[], places: readonly number[]): Uint8Array[] {
  const path: Uint8Array[] = [];
  walk(
    leaves.length,
    places,
    (start, end) => {
      path.push(rootOf(leaves, start, end));
      return path.at(-1)!;
    },
    (place) => leaves[place]!,
  );
  return path;
}

/**
 * Answers the root of a tree with `size` leaves, some of which are known. Takes time by the number of known leaves, not by the size. Pure.
 *
 * @param known - leaves by their place, rising.
 * @param path - as {@link pathOf} answers it.
 * @returns `undefined` where the path is longer or shorter than it has to be.
 */
export function rootFrom(
  size: number,
  known: ReadonlyMap<number, Uint8Array>,
  path: readonly Uint8Array[],
): Uint8Array | undefined {
  let used = 0;
  const root = walk(
    size,
    [...known.keys()],
    () => path[used++] ?? LEAF,
    (place) => known.get(place)!,
  );
  return used === path.length ? root : undefined;
}

/** Goes down to the known leaves from left to right, and asks for whatever has none of them. */
function walk(
  size: number,
  places: readonly number[],
  unknown: (start: number, end: number) => Uint8Array,
  known: (place: number) => Uint8Array,
): Uint8Array {
  let next = 0;
  const root = (start: number, end: number): Uint8Array => {
    if (next === places.length || places[next]! >= end) return unknown(start, end);
    if (end - start === 1) return known(places[next++]!);
    const middle = start + splitOf(end - start);
    const left = root(start, middle);
    return digest(NODE, left, root(middle, end));
  };
  return root(0, size);
}

/** The largest power of two below a number above 1. */
function splitOf(size: number): number {
  let split = 1;
  while (2 * split < size) split *= 2;
  return split;
}

function digest(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}
