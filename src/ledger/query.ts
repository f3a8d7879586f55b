/** Finding atomics by what they say. A filter with an exact text parses only the lines that may hold it. */
import { traceIdOf } from '../atomic/index.ts';
import type { Atomic } from '../atomic/index.ts';
import { LoglineError } from '../base/errors.ts';
import { entriesOf } from './entries.ts';
import type { Entries, EntryReader, LedgerEntry, ReadOptions } from './entries.ts';
import { LineSearch } from './line-search.ts';
import type { Lines } from './lines-backward.ts';
import { readBlocks } from './read-blocks.ts';
import { missionOf } from './mission-of.ts';
import { demandRunning } from './signal.ts';
import type { FoundLine, LedgerSource, LineFilter } from './store.ts';

/** What atomics are wanted: those that fit all of it. Texts are compared as they are written, to the letter. */
export interface QueryFilter {
  /** `trace_id`, or `metadata.trace_id` of older writers. */
  readonly traceId?: string;
  /** `did.actor`. */
  readonly actor?: string;
  /** `did.action`. */
  readonly action?: string;
  /** `intent`. */
  readonly intent?: string;
  /** `entity_type`. */
  readonly entityType?: string;
  /** `this`. */
  readonly this?: string;
  /** The mission that it is about: `payload.mission`, or `payload.scope.mission`. */
  readonly mission?: string;
  /** `hash`, as the atomic states it. */
  readonly hash?: string;
  /** `metadata.created_at` is this instant or later: RFC 3339, or a day (its start in UTC). To the millisecond. */
  readonly since?: string;
  /** `metadata.created_at` is before this instant. */
  readonly until?: string;
  /** No more than so many entries. @default all */
  readonly limit?: number;
  /** The newest first; reads from the end, so that the newest few cost little. Entries have no line number then. @default false */
  readonly reverse?: boolean;
}

/**
 * Answers the atomics of a ledger that fit the filter, as they are found. Memory does not grow with the ledger. Where the store has an
 * index for the filter (PostgreSQL: trace, actor, intent, mission, time), only the lines that it leads to are read.
 *
 * `skipped` counts the lines that are no atomics among those that were looked at: all lines where the filter has no exact text, and there
 * is no index.
 *
 * @throws {LoglineError} USAGE - at once: a time or the limit is none. While reading: INPUT_MISSING, INPUT_UNREADABLE; CANCELLED - by the
 *   signal; LEDGER_CONFLICT - the ledger was cut while it was read from its end; LEDGER_UNAVAILABLE - of a database.
 */
export function queryLedger(source: LedgerSource, filter: QueryFilter = {}, options: ReadOptions = {}): Entries {
  const times = timesOf(filter);
  const query: Query = {
    fits: predicateOf(filter, times),
    search: searchOf(filter),
    wanted: wantedOf(filter, times),
    limit: limitOf(filter),
    reverse: filter.reverse === true,
  };
  return entriesOf(options.limits, (reader) => run(source, query, reader, options));
}

interface Query {
  readonly fits: (atomic: Atomic) => boolean;
  readonly search: LineSearch | undefined;
  /** What of it an index can look for. */
  readonly wanted: LineFilter;
  readonly limit: number;
  readonly reverse: boolean;
}

async function* run(
  source: LedgerSource,
  query: Query,
  reader: EntryReader,
  options: ReadOptions,
): AsyncGenerator<LedgerEntry> {
  let found = 0;
  for await (const entry of candidates(source, query, reader, options)) {
    if (entry === undefined || !query.fits(entry.atomic)) continue;
    yield entry;
    if (++found === query.limit) return;
  }
}

/** The entries that may fit; `undefined` for lines that are none. */
async function* candidates(
  source: LedgerSource,
  query: Query,
  reader: EntryReader,
  options: ReadOptions,
): AsyncGenerator<LedgerEntry | undefined> {
  // Where every line is looked at, its number comes for nothing.
  const reading = { ...options, numbered: options.numbered !== false || query.search === undefined };
  for await (const block of (await indexed(source, query, options)) ?? readBlocks(source, reading, query.reverse)) {
    for (const index of candidatesIn(block, query)) yield reader.read(block, index);
  }
}

/** The lines that an index leads to, each as a block; `undefined` where there is none. */
async function indexed(
  source: LedgerSource,
  { wanted, reverse }: Query,
  { start = 0, end = Infinity, signal }: ReadOptions,
): Promise<AsyncIterable<Lines> | undefined> {
  if (source.find === undefined || Object.keys(wanted).length === 0) return undefined;
  const range = { start, end: Math.min(end, await source.sizeBytes()), reverse };
  return blocksOf(source.find(wanted, range), start === 0 && !reverse, signal);
}

async function* blocksOf(
  found: AsyncIterable<FoundLine>,
  isNumbered: boolean,
  signal: AbortSignal | undefined,
): AsyncGenerator<Lines> {
  for await (const { bytes, byteOffset, line } of found) {
    demandRunning(signal);
    const number = isNumbered && { firstLine: line };
    yield { bytes, starts: [0], ends: [bytes.length], byteOffset, terminated: true, ...number };
  }
}

function candidatesIn(block: Lines, { search, reverse }: Query): number[] {
  const indexes = search ? search.linesIn(block) : Array.from(block.starts.keys());
  return reverse ? indexes.reverse() : indexes;
}

/** The members that are compared to the letter. */
const EXACT = {
  traceId: traceIdOf,
  actor: ({ did }) => did.actor,
  action: ({ did }) => did.action,
  intent: ({ intent }) => intent,
  entityType: ({ entity_type }) => entity_type,
  this: (atomic) => atomic.this,
  mission: missionOf,
  hash: ({ hash }) => hash,
} as const satisfies Partial<Record<keyof QueryFilter, (atomic: Atomic) => string | undefined>>;

const EXACT_NAMES = Object.keys(EXACT) as (keyof typeof EXACT)[];

/** The instants between which something was created. */
type Times = Pick<LineFilter, 'sinceMs' | 'untilMs'>;

function timesOf(filter: QueryFilter): Times {
  const sinceMs = instantOf('since', filter.since);
  const untilMs = instantOf('until', filter.until);
  return { ...(sinceMs !== undefined && { sinceMs }), ...(untilMs !== undefined && { untilMs }) };
}

function wantedOf({ traceId, actor, intent, mission }: QueryFilter, times: Times): LineFilter {
  return {
    ...(traceId !== undefined && { traceId }),
    ...(actor !== undefined && { actor }),
    ...(intent !== undefined && { intent }),
    ...(mission !== undefined && { mission }),
    ...times,
  };
}

function predicateOf(filter: QueryFilter, { sinceMs = -Infinity, untilMs = Infinity }: Times): Query['fits'] {
  const names = EXACT_NAMES.filter((name) => filter[name] !== undefined);
  const isTimed = filter.since !== undefined || filter.until !== undefined;
  return (atomic) =>
    names.every((name) => EXACT[name](atomic) === filter[name]) && (!isTimed || isWithin(atomic, sinceMs, untilMs));
}

function isWithin({ metadata }: Atomic, since: number, until: number): boolean {
  const createdAt = Date.parse(metadata.created_at);
  return createdAt >= since && createdAt < until;
}

/** A long text is rarer than a short one, and found faster. */
function searchOf(filter: QueryFilter): LineSearch | undefined {
  const texts = EXACT_NAMES.flatMap((name) => filter[name] ?? []);
  return texts.length === 0 ? undefined : new LineSearch(texts.reduce((a, b) => (b.length > a.length ? b : a)));
}

const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?$/;

function instantOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const instant = TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(instant)) return instant;
  throw new LoglineError(
    'USAGE',
    `${name} is ${JSON.stringify(text)}; give a time such as 2026-01-31T12:00:00Z, or a day such as 2026-01-31.`,
  );
}

function limitOf({ limit = Infinity }: QueryFilter): number {
  if (limit === Infinity || (Number.isSafeInteger(limit) && limit > 0)) return limit;
  throw new LoglineError('USAGE', `limit is ${String(limit)}; give a whole number from 1 on.`);
}
