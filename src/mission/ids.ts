/** Ids that are derived from what there is: no clock and no chance, so that every reader of a ledger finds the same next one. */
import type { Mission, Missions } from './state.ts';

/** Answers the next free `M-N`: one more than the highest number given. Pure. */
export function nextMissionId({ missions }: Missions): string {
  return `M-${String(1 + highest([...missions.keys()], 'M-'))}`;
}

/** Answers the next free `batch-N` of a mission. Pure. */
export function nextBatchId({ batches }: Mission): string {
  return `batch-${String(
    1 +
      highest(
        batches.map(({ id }) => id),
        'batch-',
      ),
  )}`;
}

/** Ids that somebody else chose may be no numbers, or too large to count on from. */
function highest(ids: readonly string[], prefix: string): number {
  const numbers = ids.map((id) => id.slice(prefix.length)).filter((text) => /^[0-9]{1,15}$/.test(text));
  return Math.max(0, ...numbers.map(Number));
}
