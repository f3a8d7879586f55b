/** Whether a value looks drawn by chance, as keys and tokens do, and not written by a person. */

/** Shannon's entropy of the characters of a text, in bits a character. Pure. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** What of a value tells chance from words. */
interface Marks {
  readonly digits: number;
  readonly letters: number;
  readonly capitals: number;
  /** How often lower case, upper case and digits follow each other, of all neighbours. Words change seldom. */
  readonly changes: number;
  /** Characters of the longest part of letters and digits alone. */
  readonly longestPart: number;
}

/** How sure it has to be. */
export interface RandomnessBound {
  /** @default 8 */
  readonly minLength?: number;
  /** @default 0.2 */
  readonly minChanges?: number;
}

/** Bits a character that a value of so many characters needs at least: short ones cannot have many. */
const enoughEntropy = (length: number): number => Math.min(3, 0.7 * Math.log2(length));

/** Answers whether a value looks drawn by chance. Pure; linear. */
export function looksRandom(value: string, { minLength = 8, minChanges = 0.2 }: RandomnessBound = {}): boolean {
  if (value.length < minLength) return false;
  const marks = marksOf(value);
  if (marks.longestPart < (value.length >= 24 ? 5 : 8)) return false;
  if (entropyOf(value) < enoughEntropy(value.length)) return false;
  return (marks.digits >= 2 && marks.letters >= 2 && marks.changes >= minChanges) || isMixedCase(value, marks);
}

/** Letters without digits: names in code have few capitals, or nothing else. */
const isMixedCase = (value: string, { letters, capitals, changes }: Marks): boolean =>
  value.length >= 16 && changes >= 0.35 && capitals > 0.3 * letters && capitals < 0.7 * letters;

function marksOf(value: string): Marks {
  let digits = 0;
  let letters = 0;
  let capitals = 0;
  let changes = 0;
  let pairs = 0;
  let longestPart = 0;
  let part = 0;
  let last = 0;
  for (let i = 0; i < value.length; i++) {
    const kind = kindOf(value.charCodeAt(i));
    if (kind === DIGIT) digits++;
    else if (kind !== OTHER) letters++;
    if (kind === UPPER) capitals++;
    part = kind === OTHER ? 0 : part + 1;
    longestPart = Math.max(longestPart, part);
    if (kind !== OTHER && last !== OTHER && i > 0) {
      pairs++;
      if (kind !== last) changes++;
    }
    last = kind;
  }
  return { digits, letters, capitals, changes: pairs === 0 ? 0 : changes / pairs, longestPart };
}

const OTHER = 0;
const DIGIT = 1;
const LOWER = 2;
const UPPER = 3;

function kindOf(code: number): number {
  if (code >= 48 && code <= 57) return DIGIT;
  if (code >= 97 && code <= 122) return LOWER;
  return code >= 65 && code <= 90 ? UPPER : OTHER;
}
