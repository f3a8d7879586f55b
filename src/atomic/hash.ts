/** What is hashed of an atomic: its canonical text without `hash`, `signature` and `cosignatures`. */
import { toHex, toUtf8 } from '../base/bytes.ts';
import { startsWith } from './canonical-scan.ts';
import type { MemberPlaces } from './canonical-scan.ts';
import { canonicalObject } from './canonical.ts';
import { defaultEngine } from './default-engine.ts';
import type { Engine } from './engine.ts';
import { DEFAULT_LIMITS } from './limits.ts';

/**
 * Answers the hash of an atomic or draft: 64 lower-case hex characters. `hash`, `signature` and `cosignatures` are left out
 * of it, everything else is inside. Pure.
 *
 * @throws {LoglineError} CANONICAL_UNSUPPORTED, TOO_DEEP - what is hashed is not JSON.
 * @see docs/format.md, "Hash"
 */
export function hashAtomic(atomic: object, engine: Engine = defaultEngine()): string {
  return toHex(engine.hash(toUtf8(hashedText(atomic))));
}

/** Answers the canonical text that the hash is made of. @throws as {@link hashAtomic} */
export function hashedText(atomic: object, maxDepth: number = DEFAULT_LIMITS.maxDepth): string {
  return canonicalObject(atomic, { instead: NO_SEAL, maxDepth }).text;
}

/** The members that the hash leaves out. */
export const UNHASHED: readonly string[] = ['hash', 'signature', 'cosignatures'];

const NO_SEAL = Object.fromEntries(UNHASHED.map((key) => [key, undefined]));

/**
 * Cuts the members that the hash leaves out of an atomic's canonical line `bytes[start, end)` and answers what is left, which is the canonical
 * text of the object without them. The bytes answered are valid until the next call. Pure but for that.
 */
export function cutUnhashed(bytes: Uint8Array, start: number, end: number, members: MemberPlaces): Uint8Array {
  if (scratch.length < end - start) scratch = new Uint8Array(2 * (end - start));
  scratch[0] = 0x7b;
  let size = 1;
  let from = start + 1;
  for (let i = 0; i < members.count; i++) {
    const key = members.keys[i]!;
    if (!isUnhashed(bytes, key, members.values[i]! - key)) continue;
    size = keep(bytes, from, key, size);
    from = members.ends[i]!;
  }
  size = keep(bytes, from, end - 1, size);
  scratch[size++] = 0x7d;
  return scratch.subarray(0, size);
}

/** Whether the key at `at` is one of {@link UNHASHED}; `size` is that of the key with its quotes and its colon. */
function isUnhashed(bytes: Uint8Array, at: number, size: number): boolean {
  for (const key of UNHASHED_KEYS) if (key.length === size && startsWith(bytes, at, key)) return true;
  return false;
}

const UNHASHED_KEYS = UNHASHED.map((key) => toUtf8(`"${key}":`));

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
