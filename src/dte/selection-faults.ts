/** What every operation refuses: a selection of nothing, or of more or fewer than expected. */
import type { Finding } from '../base/report.ts';
import type { Patch } from './generated/types.ts';
import type { MatchedNode } from './patch.ts';

/** Answers the places of matches as people read them, such as `src/a.ts:3:7`. @param textOf - answers the text of a file */
export function placesIn(matches: readonly MatchedNode[], textOf: (path: string) => string): string[] {
  const known = new Map<string, readonly number[]>();
  return matches.map(({ path, start }) => {
    let starts = known.get(path);
    if (starts === undefined) known.set(path, (starts = lineStarts(textOf(path))));
    const line = lineAt(starts, start);
    return `${path}:${line}:${start - starts[line - 1]! + 1}`;
  });
}

/** Offsets at which lines begin: there may be as many matches as there are lines. */
const lineStarts = (text: string): readonly number[] => [
  0,
  ...Array.from(text.matchAll(/\r\n|[\r\n]/g), (match) => match.index + match[0].length),
];

/** The line that an offset is in, from 1. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  for (let high = starts.length; low < high;) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

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
