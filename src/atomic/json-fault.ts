/** What is wrong with JSON text, in words for people. */
import { fromUtf8 } from '../base/bytes.ts';
import { quote } from '../base/schema.ts';
import { utf8SizeAt } from './utf8.ts';

/** Answers what stands at an offset, in words. Git's conflict markers are what most often stands where JSON should. Pure. */
export function seenAt(bytes: Uint8Array, at: number): string {
  if (at >= bytes.length) return 'The end of the text';
  const [marker] = /^([<=>|])\1{6}/.exec(String.fromCharCode(...bytes.subarray(at, at + 7))) ?? [];
  if (marker !== undefined) return `A git conflict marker (${marker}), left by an unresolved merge,`;
  return quote(fromUtf8(bytes.subarray(at, at + utf8SizeAt(bytes, at)))!);
}

/** Answers how a number that is not `survivesDouble` loses its value. Pure. */
export function lossOf(number: string): string {
  const shown = number.length > 40 ? `${number.slice(0, 40)}…` : number;
  const value = Number(number);
  if (Math.abs(value) > 2 ** 53 && Math.abs(value) < 1e21) {
    return `The number ${shown} lies beyond 2^53, where a double does not tell all integers apart.`;
  }
  return `The number ${shown} becomes ${String(value)} in a double.`;
}

/** Answers a byte as two hex digits. Pure. */
export const hexByte = (byte: number): string => byte.toString(16).padStart(2, '0');
