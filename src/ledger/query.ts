/** Finding atomics by what they say. A filter with an exact text parses only the lines that may hold it. */
import { traceIdOf } from '../atomic/index.ts';
import type { Atomic } from '../atomic/index.ts';
import { LoglineError } from '../base/errors.ts';
import { entriesOf } from './entries.ts';
import type { Entries, EntryReader, LedgerEntry, ReadOptions } from './entries.ts';
import { LineSearch } from './line-search.ts';
import type { Lines } from './lines-backward.ts';
import { readBlocks } from './read-blocks.ts';
import type { LedgerSource } from './store.ts';

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
 * Answers the atomics of a ledger that fit the filter, as they are found. Memory does not grow with the ledger.
 *
 * `skipped` counts the lines that are no atomics among those that were looked at: all lines where the filter has no exact text.
 *
 * @throws {LoglineError} USAGE - at once: a time or the limit is none. While reading: INPUT_MISSING, INPUT_UNREADABLE; CANCELLED - by the
 *   signal; LEDGER_CONFLICT - the ledger was cut while it was read from its end.
 */
export function queryLedger(source: LedgerSource, filter: QueryFilter = {}, options: ReadOptions = {}): Entries {
  const query: Query = {
    fits: predicateOf(filter),
    search: searchOf(filter),
    limit: limitOf(filter),
    reverse: filter.reverse === true,
  };
  return entriesOf(options.limits, (reader) => run(source, query, reader, options));
}

interface Query {
  readonly fits: (atomic: Atomic) => boolean;
  readonly search: LineSearch | undefined;
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
  for await (const block of readBlocks(source, options, query.reverse)) {
    for (const index of candidates(block, query)) {
      const entry = reader.read(block, index);
      if (entry === undefined || !query.fits(entry.atomic)) continue;
      yield entry;
      if (++found === query.limit) return;
    }
  }
}

function candidates(block: Lines, { search, reverse }: Query): number[] {
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
} as const satisfies Partial<Record<keyof QueryFilter, (atomic: Atomic) => string | undefined>>;

const EXACT_NAMES = Object.keys(EXACT) as (keyof typeof EXACT)[];

function predicateOf(filter: QueryFilter): Query['fits'] {
  const names = EXACT_NAMES.filter((name) => filter[name] !== undefined);
  const since = instantOf('since', filter.since) ?? -Infinity;
  const until = instantOf('until', filter.until) ?? Infinity;
  const isTimed = filter.since !== undefined || filter.until !== undefined;
  return (atomic) =>
    names.every((name) => EXACT[name](atomic) === filter[name]) && (!isTimed || isWithin(atomic, since, until));
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
