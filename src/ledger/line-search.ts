/** Finding the few lines that may hold a text, without parsing the others. */
import { toUtf8 } from '../base/bytes.ts';
import { ByteSearch } from './byte-search.ts';
import type { Lines } from './lines-backward.ts';

/** Answers where something stands in `bytes`, at `from` or later, or -1. */
type Search = (bytes: Buffer, from: number) => number;

/**
 * Finds the lines that may hold a JSON string. A line in canonical form can spell it in one way only; any other spelling has an escape in
 * it, so lines with such an escape are found as well, and parsing decides.
 */
export class LineSearch {
  readonly #searches: readonly Search[];

  constructor(text: string) {
    const spelt = JSON.stringify(text);
    const pattern = new ByteSearch(toUtf8(spelt));
    const escapes = /\\[bfnrtu]/.test(spelt) ? findEscape : findPrintableEscape;
    this.#searches = [
      (bytes, from) => pattern.indexIn(bytes, from),
      escapes,
      ...(text.includes('/') ? [findSolidus] : []),
    ];
  }

  /** Answers the indexes of the lines that may hold the text, in order. Where lines begin is asked only when there is one. */
  linesIn(lines: Lines): number[] {
    const { bytes } = lines;
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const hits = this.#searches.map((search) => search(view, 0));
    const found: number[] = [];
    for (;;) {
      const hit = Math.min(...hits.filter((at) => at >= 0));
      if (hit === Infinity) return found;
      const line = lineAt(lines.starts, hit);
      found.push(line);
      const next = lines.ends[line]!;
      this.#searches.forEach((search, i) => {
        if (hits[i]! >= 0 && hits[i]! < next) hits[i] = search(view, next);
      });
    }
  }
}

const findEscape: Search = (bytes, from) => bytes.indexOf('\\u', from, 'latin1');

/** Of `\u` escapes, those of control characters are in canonical lines as well, and spell nothing that is looked for. */
const findPrintableEscape: Search = (bytes, from) => {
  let at = findEscape(bytes, from);
  while (
    at >= 0 &&
    bytes[at + 2] === 0x30 &&
    bytes[at + 3] === 0x30 &&
    (bytes[at + 4] === 0x30 || bytes[at + 4] === 0x31)
  ) {
    at = findEscape(bytes, at + 6);
  }
  return at;
};

const findSolidus: Search = (bytes, from) => bytes.indexOf('\\/', from, 'latin1');

/** The last line that starts at `offset` or before it. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
