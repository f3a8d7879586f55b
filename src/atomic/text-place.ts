/** Where a byte stands in a text, for people. */

/** Line and column, both from 1; columns count bytes. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** Finds the places of offsets, asked for in ascending order: many findings in one text cost one pass over it. */
export class PlaceFinder {
  readonly #bytes: Uint8Array;
  #at = 0;
  #line = 1;
  #lineStart = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Answers the place of the byte at `offset`, which is not before the one asked for last. */
  placeOf(offset: number): TextPlace {
    for (; this.#at < offset; this.#at++) {
      if (this.#bytes[this.#at] !== 0x0a) continue;
      this.#line++;
      this.#lineStart = this.#at + 1;
    }
    return { line: this.#line, column: offset - this.#lineStart + 1 };
  }
}
