/** Lines by time: for each mission or actor how many there were, and when. */

const BUCKETS = 48;
const MOST_LANES = 24;

/** One row of a timeline: a mission or an actor, and when it had how many lines. */
export interface Lane {
  /** Empty: the lines that have none. */
  readonly name: string;
  readonly count: number;
  /** Milliseconds since 1970; not finite where no line has a time. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** How many in each part of the whole time. */
  readonly buckets: readonly number[];
}

/** A timeline. */
export interface Lanes {
  readonly firstMs: number;
  readonly lastMs: number;
  /** Those with most lines first. */
  readonly lanes: readonly Lane[];
  /** Further names, which have no lane. */
  readonly others: number;
}

/** What is counted, one after the other, without a copy of any. */
export interface LaneEntries<Key> {
  readonly total: number;
  /** `undefined`: it is counted nowhere. */
  readonly keyAt: (i: number) => Key | undefined;
  /** Milliseconds since 1970; NaN where there is no time. */
  readonly timeAt: (i: number) => number;
  readonly nameOf: (key: Key) => string;
}

/** Answers the timeline. What has no time is counted, and stands in no bucket. Pure. */
export function lanesOf<Key>(entries: LaneEntries<Key>): Lanes {
  const { total, keyAt, timeAt, nameOf } = entries;
  const span = spanOf(entries);
  const lanes = new Map<Key, Counted>();
  for (let i = 0; i < total; i++) {
    const key = keyAt(i);
    if (key === undefined) continue;
    let lane = lanes.get(key);
    if (lane === undefined) lanes.set(key, (lane = emptyLane()));
    count(lane, timeAt(i), span);
  }
  const named = [...lanes].map(([key, lane]) => ({ ...lane, name: nameOf(key) }));
  const sorted = named.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  return { ...span, lanes: sorted.slice(0, MOST_LANES), others: Math.max(0, sorted.length - MOST_LANES) };
}

interface Counted {
  count: number;
  firstMs: number;
  lastMs: number;
  readonly buckets: number[];
}

interface Span {
  readonly firstMs: number;
  readonly lastMs: number;
}

const emptyLane = (): Counted => ({
  count: 0,
  firstMs: Infinity,
  lastMs: -Infinity,
  buckets: new Array<number>(BUCKETS).fill(0),
});

function count(lane: Counted, at: number, span: Span): void {
  lane.count++;
  if (Number.isNaN(at)) return;
  lane.firstMs = Math.min(lane.firstMs, at);
  lane.lastMs = Math.max(lane.lastMs, at);
  lane.buckets[bucketOf(at, span)]!++;
}

function spanOf({ total, timeAt }: Pick<LaneEntries<unknown>, 'total' | 'timeAt'>): Span {
  let [firstMs, lastMs] = [Infinity, -Infinity];
  for (let i = 0; i < total; i++) {
    const at = timeAt(i);
    if (at < firstMs) firstMs = at;
    if (at > lastMs) lastMs = at;
  }
  return { firstMs, lastMs };
}

const bucketOf = (at: number, { firstMs, lastMs }: Span): number =>
  lastMs === firstMs ? 0 : Math.min(BUCKETS - 1, Math.floor(((at - firstMs) / (lastMs - firstMs)) * BUCKETS));
