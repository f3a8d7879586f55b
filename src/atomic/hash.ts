/** What is hashed of an atomic: its canonical text without `hash`, `signature` and `cosignatures`. */
import { toHex, toUtf8 } from '../base/bytes.ts';
import type { MemberPlace } from './canonical-scan.ts';
import { canonicalMembers, joinMembers } from './canonical.ts';
import { defaultEngine } from './default-engine.ts';
import type { Engine } from './engine.ts';
import { DEFAULT_LIMITS } from './limits.ts';

/**
 * Answers the hash of an atomic or draft: 64 lower-case hex characters. `hash`, `signature` and `cosignatures` are left out
 * of it, everything else is inside. Pure.
 *
 * @throws {LoglineError} CANONICAL_UNSUPPORTED, TOO_DEEP - the value is not JSON.
 * @see docs/format.md, "Hash"
 */
export function hashAtomic(atomic: object, engine: Engine = defaultEngine()): string {
  return toHex(engine.hash(toUtf8(hashedText(atomic))));
}

/** Answers the canonical text that the hash is made of. @throws as {@link hashAtomic} */
export function hashedText(atomic: object, maxDepth: number = DEFAULT_LIMITS.maxDepth): string {
  const members = canonicalMembers(atomic, maxDepth);
  for (const member of UNHASHED) members.delete(member);
  return joinMembers(members);
}

/** The members that the hash leaves out. */
export const UNHASHED: readonly string[] = ['hash', 'signature', 'cosignatures'];

/**
 * Cuts the members at `places` out of the canonical line `bytes[start, end)` and answers what is left, which is the canonical text of
 * the object without them. The bytes answered are valid until the next call. Pure but for that.
 *
 * @param places - in the order in which they stand; those with `start` -1 are missing.
 */
export function cutMembers(bytes: Uint8Array, start: number, end: number, places: readonly MemberPlace[]): Uint8Array {
  if (scratch.length < end - start) scratch = new Uint8Array(2 * (end - start));
  scratch[0] = 0x7b;
  let size = 1;
  let from = start + 1;
  for (const place of places) {
    if (place.start < 0) continue;
    size = keep(bytes, from, place.start, size);
    from = place.end;
  }
  size = keep(bytes, from, end - 1, size);
  scratch[size++] = 0x7d;
  return scratch.subarray(0, size);
}

/** Reused for every line, so that hashing a ledger allocates next to nothing. */
let scratch = new Uint8Array(4096);

/** Between two cuts stand whole members, with a comma at either end that belongs to a member cut out. */
function keep(bytes: Uint8Array, from: number, to: number, size: number): number {
  if (bytes[from] === 0x2c) from++;
  if (bytes[to - 1] === 0x2c) to--;
  if (to <= from) return size;
  if (size > 1) scratch[size++] = 0x2c;
  scratch.set(bytes.subarray(from, to), size);
  return size + to - from;
}
