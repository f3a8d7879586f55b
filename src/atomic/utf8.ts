/** Where bytes stop being UTF-8 (RFC 3629: shortest form only, no surrogates, nothing above U+10FFFF). */

/** Answers the offset of the first byte that is not UTF-8, or -1. Pure. */
export function utf8ErrorAt(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const size = utf8SizeAt(bytes, at);
    if (size === 0) return at;
    at += size;
  }
  return -1;
}

/** Answers the size in bytes (1 to 4) of the character that starts at `at`, or 0 where none does. Pure. */
export function utf8SizeAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  const second = bytes[at + 1]!;
  if (first < 0xe0) return first >= 0xc2 && isTail(second) ? 2 : 0;
  if (first < 0xf0) {
    const low = first === 0xe0 ? 0xa0 : 0x80; // no over-long form
    const high = first === 0xed ? 0x9f : 0xbf; // no surrogate
    return second >= low && second <= high && isTail(bytes[at + 2]!) ? 3 : 0;
  }
  if (first > 0xf4) return 0;
  const low = first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xf4 ? 0x8f : 0xbf;
  return second >= low && second <= high && isTail(bytes[at + 2]!) && isTail(bytes[at + 3]!) ? 4 : 0;
}

const isTail = (byte: number): boolean => (byte & 0xc0) === 0x80;
