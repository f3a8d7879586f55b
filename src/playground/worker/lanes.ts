/** Lines by time: for each mission or actor how many there were, and when. */
import type { Lane, Timeline } from './ledger-tasks.ts';
import type { LineIndex } from './line-index.ts';

const BUCKETS = 48;
const MOST_LANES = 24;

/** Answers the timeline of some lines, or of all. Lines without a time are counted, and stand in no bucket. */
export function timelineOf(index: LineIndex, among: Uint32Array | undefined, by: 'mission' | 'actor'): Timeline {
  const { timeMs, names } = index.columns;
  const total = among?.length ?? index.length;
  const span = spanOf(timeMs, total, among);
  const lanes = new Map<number, Lane & { count: number; firstMs: number; lastMs: number; buckets: number[] }>();
  for (let i = 0; i < total; i++) {
    const place = among?.[i] ?? i;
    const number = names[by][place]!;
    let lane = lanes.get(number);
    if (lane === undefined) {
      const name = index.listed[by].get(number)?.name;
      if (name === undefined && number !== 0) continue; // too many to be listed
      lane = {
        name: name ?? '',
        count: 0,
        firstMs: Infinity,
        lastMs: -Infinity,
        buckets: new Array<number>(BUCKETS).fill(0),
      };
      lanes.set(number, lane);
    }
    lane.count++;
    const at = timeMs[place]!;
    if (Number.isNaN(at)) continue;
    lane.firstMs = Math.min(lane.firstMs, at);
    lane.lastMs = Math.max(lane.lastMs, at);
    lane.buckets[bucketOf(at, span)]!++;
  }
  const sorted = [...lanes.values()].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  return { ...span, lanes: sorted.slice(0, MOST_LANES), others: Math.max(0, sorted.length - MOST_LANES) };
}

interface Span {
  readonly firstMs: number;
  readonly lastMs: number;
}

function spanOf(timeMs: Float64Array, total: number, among: Uint32Array | undefined): Span {
  let [firstMs, lastMs] = [Infinity, -Infinity];
  for (let i = 0; i < total; i++) {
    const at = timeMs[among?.[i] ?? i]!;
    if (at < firstMs) firstMs = at;
    if (at > lastMs) lastMs = at;
  }
  return { firstMs, lastMs };
}

const bucketOf = (at: number, { firstMs, lastMs }: Span): number =>
  lastMs === firstMs ? 0 : Math.min(BUCKETS - 1, Math.floor(((at - firstMs) / (lastMs - firstMs)) * BUCKETS));
