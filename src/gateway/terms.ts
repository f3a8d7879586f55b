/** Words that a user lists: names of customers, of projects, of places. Whole words; upper and lower case are the same. */
import type { OnSpan, ScanRange } from './finding-span.ts';

/** A set of words, ready to run. */
export class TermSearch {
  /** Words may have any characters, so they are compared as they are, the longest first. */
  readonly #byFirst = new Map<string, string[]>();

  constructor(terms: readonly string[]) {
    for (const term of [...new Set(terms.map((one) => one.toLowerCase()))].sort((a, b) => b.length - a.length)) {
      const first = term.charAt(0);
      this.#byFirst.set(first, [...(this.#byFirst.get(first) ?? []), term]);
    }
  }

  /** Finds the words that begin in the range. */
  find({ text, from, to }: ScanRange, onSpan: OnSpan): void {
    for (let start = from; start < to; start++) {
      const terms = this.#byFirst.get(text.charAt(start).toLowerCase());
      if (terms === undefined || isWordAt(text, start - 1)) continue;
      const term = terms.find(
        (one) => text.slice(start, start + one.length).toLowerCase() === one && !isWordAt(text, start + one.length),
      );
      if (term !== undefined) onSpan({ start, end: start + term.length, rule: 'term', kind: 'term' });
    }
  }
}

const isWordAt = (text: string, at: number): boolean => /[\p{L}\p{N}_]/u.test(text.charAt(at));
