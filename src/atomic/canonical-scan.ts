/**
 * One pass over the bytes of a line that proves it canonical (RFC 8785) and finds its members.
 *
 * No value is built and nothing is written again: a line that is its own canonical text needs no second serialization.
 * The answer "no" means only "not proven here" (keys that need UTF-16 order, for one): the caller then parses, serializes and
 * compares.
 */
import { toUtf8 } from '../base/bytes.ts';
import { survivesDouble } from './number-text.ts';
import { utf8SizeAt } from './utf8.ts';

/** More members than an atomic can have: what follows them is not noted. */
const NOTED_MEMBERS = 20;

/** Where the members of the top level stand. A ledger has millions of lines, so one object serves all. */
export class MemberPlaces {
  /** How many there are, up to 20. */
  count = 0;
  /** Where the key begins, at its quote. */
  readonly keys = new Int32Array(NOTED_MEMBERS);
  /** Where the value begins. */
  readonly values = new Int32Array(NOTED_MEMBERS);
  /** Where the value ends. */
  readonly ends = new Int32Array(NOTED_MEMBERS);

  note(key: number, value: number, end: number): void {
    if (this.count === NOTED_MEMBERS) return;
    this.keys[this.count] = key;
    this.values[this.count] = value;
    this.ends[this.count++] = end;
  }
}

/** Proves lines canonical, one at a time. */
export class CanonicalScan {
  /** The members of the line proven last. Meaningful after a proof that succeeded. */
  readonly members = new MemberPlaces();
  readonly #maxDepth: number;

  constructor(maxDepth: number) {
    this.#maxDepth = maxDepth;
  }

  /**
   * Answers whether `bytes[start, end)` is an object in canonical form that I-JSON allows, and sets {@link members}. False means
   * "not proven".
   */
  prove(bytes: Uint8Array, start: number, end: number): boolean {
    this.members.count = 0;
    return isCanonicalObject(bytes, start, end, this.#maxDepth, this.members);
  }
}

/** As {@link CanonicalScan.prove}, for who does not ask where the members are. Pure but for `members`. */
export function isCanonicalObject(
  bytes: Uint8Array,
  start: number,
  end: number,
  maxDepth: number,
  members?: MemberPlaces,
): boolean {
  // What follows the line may be read, but an object that ends exactly at `end` has nothing of it.
  return bytes[start] === 0x7b && afterObject(bytes, start, maxDepth, members) === end;
}

/** What every step below answers where nothing is proven; else it answers the offset after what it has read. */
const UNPROVEN = -1;

/** Answers the offset after the value at `at`, or -1 where it is not proven canonical. Pure. */
export function afterValue(bytes: Uint8Array, at: number, levels: number): number {
  switch (bytes[at]) {
    case 0x22:
      return afterString(bytes, at);
    case 0x7b:
      return afterObject(bytes, at, levels);
    case 0x5b:
      return afterArray(bytes, at, levels);
    case 0x74:
      return afterWord(bytes, at, TRUE);
    case 0x66:
      return afterWord(bytes, at, FALSE);
    case 0x6e:
      return afterWord(bytes, at, NULL);
    default:
      return afterNumber(bytes, at);
  }
}

function afterObject(bytes: Uint8Array, at: number, levels: number, members?: MemberPlaces): number {
  if (levels < 1) return UNPROVEN;
  at++;
  if (bytes[at] === 0x7d) return at + 1;
  let lastKey = -1;
  let lastKeyEnd = -1;
  for (;;) {
    const key = at;
    at = afterKey(bytes, key);
    // Strictly ascending keys are sorted and free of duplicates; for ASCII, byte order is UTF-16 order.
    if (at < 0 || (lastKey >= 0 && !ascends(bytes, lastKey + 1, lastKeyEnd - 1, key + 1, at - 1))) return UNPROVEN;
    lastKey = key;
    lastKeyEnd = at;
    if (bytes[at] !== 0x3a) return UNPROVEN;
    at = afterValue(bytes, at + 1, levels - 1);
    if (at < 0) return UNPROVEN;
    if (members !== undefined) members.note(key, lastKeyEnd + 1, at);
    const next = bytes[at++];
    if (next === 0x7d) return at;
    if (next !== 0x2c) return UNPROVEN;
  }
}

function afterArray(bytes: Uint8Array, at: number, levels: number): number {
  if (levels < 1) return UNPROVEN;
  at++;
  if (bytes[at] === 0x5d) return at + 1;
  for (;;) {
    at = afterValue(bytes, at, levels - 1);
    if (at < 0) return UNPROVEN;
    const next = bytes[at++];
    if (next === 0x5d) return at;
    if (next !== 0x2c) return UNPROVEN;
  }
}

/** Keys of ASCII without escapes only: others need UTF-16 order, which the slow path knows. */
function afterKey(bytes: Uint8Array, at: number): number {
  if (bytes[at++] !== 0x22) return UNPROVEN;
  while (IS_PLAIN[bytes[at]!] === 1) at++;
  return bytes[at] === 0x22 ? at + 1 : UNPROVEN;
}

function afterString(bytes: Uint8Array, at: number): number {
  at++;
  for (;;) {
    while (IS_PLAIN[bytes[at]!] === 1) at++;
    const byte = bytes[at]!;
    if (byte === 0x22) return at + 1;
    const size = byte === 0x5c ? escapeSizeAt(bytes, at) : byte >= 0x80 ? utf8SizeAt(bytes, at) : 0;
    if (size === 0) return UNPROVEN;
    at += size;
  }
}

function afterNumber(bytes: Uint8Array, start: number): number {
  const first = bytes[start] === 0x2d ? start + 1 : start;
  let at = first;
  while (isDigit(bytes[at]!)) at++;
  const digits = at - first;
  while (IS_NUMBER_PART[bytes[at]!] === 1) at++;
  // Up to fifteen digits without a leading zero are their own canonical form.
  if (at === first + digits && digits > 0 && digits <= 15 && bytes[first] !== 0x30) return at;
  return at - start <= LONGEST_NUMBER && isCanonicalNumber(textOf(bytes, start, at)) ? at : UNPROVEN;
}

function afterWord(bytes: Uint8Array, at: number, word: Uint8Array): number {
  return startsWith(bytes, at, word) ? at + word.length : UNPROVEN;
}

/** Size of a canonical escape: the seven short ones, and \\u00xx in lower case for the other control characters; else 0. */
function escapeSizeAt(bytes: Uint8Array, at: number): number {
  const kind = bytes[at + 1]!;
  if (kind !== 0x75) return SHORT_ESCAPES.includes(kind) ? 2 : 0;
  const code = /^\\u00([01][0-9a-f])$/.exec(textOf(bytes, at, at + 6))?.[1];
  return code !== undefined && !HAVE_SHORT_ESCAPE.includes(Number.parseInt(code, 16)) ? 6 : 0;
}

/** RFC 8785 section 3.2.2.3: the number form is ECMAScript's. */
const isCanonicalNumber = (text: string): boolean => String(Number(text)) === text && survivesDouble(text);

/** Whether one key comes before another; both without their quotes, which stand above the space. */
function ascends(bytes: Uint8Array, start: number, end: number, nextStart: number, nextEnd: number): boolean {
  while (start < end && nextStart < nextEnd) {
    const difference = bytes[start++]! - bytes[nextStart++]!;
    if (difference !== 0) return difference < 0;
  }
  return end - start < nextEnd - nextStart;
}

/** Answers whether `word` stands at `at`. Pure. */
export function startsWith(bytes: Uint8Array, at: number, word: Uint8Array): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return false;
  return true;
}

const textOf = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, end));
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

const TRUE = toUtf8('true');
const FALSE = toUtf8('false');
const NULL = toUtf8('null');
const SHORT_ESCAPES = toUtf8('"\\bfnrt');
const HAVE_SHORT_ESCAPE = toUtf8('\b\f\n\r\t');

/** The longest canonical form of a double has 25 characters: -0.0000012345678901234567. */
const LONGEST_NUMBER = 25;

/** ASCII that stands for itself in a string. */
const IS_PLAIN = Uint8Array.from({ length: 128 }, (_, byte) => Number(byte >= 0x20 && byte !== 0x22 && byte !== 0x5c));
const IS_NUMBER_PART = Uint8Array.from({ length: 128 }, (_, byte) =>
  Number(isDigit(byte) || '.e+-'.includes(String.fromCharCode(byte))),
);
