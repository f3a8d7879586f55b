/** What every operation refuses: a selection of nothing, or of more or fewer than expected. */
import type { Finding } from '../base/report.ts';
import type { Patch } from './generated/types.ts';
import type { MatchedNode } from './patch.ts';
import { placeOf } from './source-text.ts';

/** Answers the places of matches as people read them, such as `src/a.ts:3:7`. @param textOf - answers the text of a file */
export const placesIn = (matches: readonly MatchedNode[], textOf: (path: string) => string): string[] =>
  matches.map(({ path, start }) => {
    const { line, column } = placeOf(textOf(path), start);
    return `${path}:${line}:${column}`;
  });

/**
 * Answers why a patch cannot go on with what it found: nothing although something has to be there, or another number than expected.
 *
 * @param what - what was counted, such as "strings"
 * @param found - their places
 */
export function selectionFaults(
  { path, selector = '', details = {} }: Patch,
  what: string,
  found: readonly string[],
  hint = '',
): Finding[] {
  const { expectCount, optional } = details;
  if (found.length === 0 && optional !== true && expectCount !== 0) {
    return [{ code: 'TARGET_MISSING', message: `${selector} picks no ${what} in ${path}.${hint}` }];
  }
  if (expectCount === undefined || found.length === expectCount) return [];
  const message = `There are ${found.length} ${what} in ${path}, and details.expectCount is ${expectCount}.`;
  return [{ code: 'COUNT_MISMATCH', message, details: { places: found } }];
}
