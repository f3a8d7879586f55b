/** The timeline of a ledger, from its index. */
import { lanesOf } from '../../drawing/index.ts';
import type { Lanes } from '../../drawing/index.ts';
import type { LineIndex } from './line-index.ts';

/** Answers the timeline of some lines, or of all. Names that are too many to be listed have no lane. */
export function timelineOf(index: LineIndex, among: Uint32Array | undefined, by: 'mission' | 'actor'): Lanes {
  const { timeMs, names } = index.columns;
  const listed = index.listed[by];
  const placeOf = (i: number): number => among?.[i] ?? i;
  return lanesOf<number>({
    total: among?.length ?? index.length,
    timeAt: (i) => timeMs[placeOf(i)]!,
    keyAt: (i) => {
      const number = names[by][placeOf(i)]!;
      return number === 0 || listed.has(number) ? number : undefined;
    },
    nameOf: (number) => listed.get(number)?.name ?? '',
  });
}
