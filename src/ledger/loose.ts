/** Finding lines by their bytes, and taking them for what they say. For lines that are judged elsewhere, or were judged before. */
import { isAtomic } from '../atomic/index.ts';
import type { Atomic } from '../atomic/index.ts';
import { fromUtf8 } from '../base/bytes.ts';

/** Answers whether `bytes` may hold a JSON string with `text` (plain ASCII) in it: literally, or spelt with an escape. Pure. */
export function mayHold(bytes: Buffer, text: string): boolean {
  return bytes.includes(text, 0, 'latin1') || bytes.includes('\\u', 0, 'latin1');
}

/** Answers the atomic that a line holds by the schema, or `undefined`. Neither hash nor signature is looked at. Pure. */
export function looseAtomic(line: Uint8Array): Atomic | undefined {
  const value = looseJson(line);
  return isAtomic(value) ? value : undefined;
}

/** Answers the JSON value of a line, or `undefined` where it holds none. Pure. */
export function looseJson(line: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(line) ?? '');
  } catch {
    return undefined;
  }
}
