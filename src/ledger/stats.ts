/** What a ledger consists of, counted in one pass. */
import type { Atomic } from '../atomic/index.ts';
import type { Finding } from '../base/report.ts';
import { EntryReader } from './entries.ts';
import type { ReadOptions } from './entries.ts';
import { readBlocks } from './read-blocks.ts';
import type { LedgerSource } from './store.ts';

/** Counts of atomics by some name. */
export type Tally = Readonly<Record<string, number>>;

/** What a ledger consists of. Nothing of it is verified. */
export interface LedgerStats {
  /** Size of the ledger in bytes. */
  readonly sizeBytes: number;
  /** All lines, good or bad. */
  readonly lines: number;
  /** Lines that are no atomics. They are in no other count. */
  readonly skipped: number;
  /** The first of them: what is wrong with it, and where. */
  readonly firstSkipped?: Finding;
  /** Atomics without a signature. */
  readonly unsigned: number;
  /** By `entity_type`. */
  readonly entityTypes: Tally;
  /** Atomics without an intent are in none. */
  readonly intents: Tally;
  /** By `did.actor`. */
  readonly actors: Tally;
  /** By the public key of the signature. */
  readonly signers: Tally;
  /** The earliest `metadata.created_at`, as it is written. */
  readonly firstCreatedAt?: string;
  /** The latest. */
  readonly lastCreatedAt?: string;
}

/**
 * Counts what is in a ledger. Memory grows with the number of different actors, intents and signers, and not with the ledger.
 *
 * @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE - it cannot be read. CANCELLED - by the signal.
 */
export async function ledgerStats(source: LedgerSource, options: ReadOptions = {}): Promise<LedgerStats> {
  const reader = new EntryReader(options.limits);
  const counter = new Counter();
  const { start = 0 } = options;
  const end = Math.min(options.end ?? Infinity, await source.sizeBytes());
  let lines = 0;
  for await (const block of readBlocks(source, { ...options, end }, false)) {
    for (let i = 0; i < block.starts.length; i++) counter.add(reader.read(block, i)?.atomic);
    lines += block.starts.length;
  }
  const { skipped, firstSkipped } = reader;
  return {
    sizeBytes: Math.max(0, end - start),
    lines,
    skipped,
    ...(firstSkipped && { firstSkipped }),
    ...counter.result(),
  };
}

class Counter {
  readonly #entityTypes = new Map<string, number>();
  readonly #intents = new Map<string, number>();
  readonly #actors = new Map<string, number>();
  readonly #signers = new Map<string, number>();
  #unsigned = 0;
  #first = { createdAt: '', instant: Infinity };
  #last = { createdAt: '', instant: -Infinity };

  add(atomic: Atomic | undefined): void {
    if (atomic === undefined) return;
    count(this.#entityTypes, atomic.entity_type);
    if (atomic.intent !== undefined) count(this.#intents, atomic.intent);
    count(this.#actors, atomic.did.actor);
    if (atomic.signature === undefined) this.#unsigned++;
    else count(this.#signers, atomic.signature.public_key);
    this.#addTime(atomic.metadata.created_at);
  }

  result(): Pick<
    LedgerStats,
    'unsigned' | 'entityTypes' | 'intents' | 'actors' | 'signers' | 'firstCreatedAt' | 'lastCreatedAt'
  > {
    return {
      unsigned: this.#unsigned,
      entityTypes: tally(this.#entityTypes),
      intents: tally(this.#intents),
      actors: tally(this.#actors),
      signers: tally(this.#signers),
      ...(this.#first.createdAt !== '' && {
        firstCreatedAt: this.#first.createdAt,
        lastCreatedAt: this.#last.createdAt,
      }),
    };
  }

  #addTime(createdAt: string): void {
    const instant = Date.parse(createdAt);
    if (instant < this.#first.instant) this.#first = { createdAt, instant };
    if (instant > this.#last.instant) this.#last = { createdAt, instant };
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** The most frequent first, and then by name. */
function tally(counts: ReadonlyMap<string, number>): Tally {
  return Object.fromEntries([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
}
