/**
 * Paths in git are bytes, mostly UTF-8 and sometimes not. Here they are strings with one character for each byte, which loses nothing
 * and sorts as git does.
 */
import { fromUtf8, toUtf8 } from '../../base/bytes.ts';

const STEP = 8192;

/** Answers bytes as a string of one character for each. Pure. */
export function byteString(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += STEP) text += String.fromCharCode(...bytes.subarray(at, at + STEP));
  return text;
}

/** Answers the bytes of a byte string. Pure. */
export const bytesOf = (byteText: string): Uint8Array => Uint8Array.from(byteText, (char) => char.charCodeAt(0));

/** Answers a path as git has it. Pure. */
export const bytePath = (path: string): string => (/^[\0-\x7f]*$/.test(path) ? path : byteString(toUtf8(path)));

/** Answers the path for people and specs, or `undefined` where it is not UTF-8. Pure. */
export const textPath = (path: string): string | undefined =>
  /^[\0-\x7f]*$/.test(path) ? path : fromUtf8(bytesOf(path));
