/** How a string is written. */
import type { ContentPiece, Spell } from '../string-content.ts';

/** What stands between the quotes of a string, or between its expressions. */
export interface StringPart {
  readonly start: number;
  readonly end: number;
  readonly pieces: readonly ContentPiece[];
  readonly spell: Spell;
  /** Why a text cannot be written here, or `undefined`. */
  readonly fault: (text: string) => string | undefined;
}

/** Answers the pieces of a range. @param escape - a global pattern of what stands for something else, and of any single letter */
export function piecesOf(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  escape: RegExp,
  valueOf: (match: string) => string,
): ContentPiece[] {
  return [...text.slice(start, end).matchAll(escape)].map((match) => {
    const at = start + match.index;
    return { value: valueOf(match[0]), start: at, end: at + match[0].length };
  });
}
