/** Digests as letters. */

/** Answers 96 bits of a digest in 24 letters from a to p: no digits, so that no rule takes them for a number or a key. Pure. */
export function letters(digest: Uint8Array): string {
  let text = '';
  for (const byte of digest.subarray(0, 12)) text += String.fromCharCode(97 + (byte >> 4), 97 + (byte & 15));
  return text;
}
