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
  /** Atomics that are missing above: of each kind, only the first 10 000 different names are counted one by one. */
  readonly others: Readonly<Record<'intents' | 'actors' | 'signers', number>>;
  /** The earliest `metadata.created_at`, as it is written. */
  readonly firstCreatedAt?: string;
  /** The latest. */
  readonly lastCreatedAt?: string;
}

/**
 * Counts what is in a ledger. Memory does not grow with the ledger.
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

/** Whoever has more different names than this is not going to read them. */
const MAX_NAMES = 10_000;

class Counter {
  readonly #entityTypes = new NameCount();
  readonly #intents = new NameCount();
  readonly #actors = new NameCount();
  readonly #signers = new NameCount();
  #unsigned = 0;
  #first = { createdAt: '', instant: Infinity };
  #last = { createdAt: '', instant: -Infinity };

  add(atomic: Atomic | undefined): void {
    if (atomic === undefined) return;
    this.#entityTypes.add(atomic.entity_type);
    if (atomic.intent !== undefined) this.#intents.add(atomic.intent);
    this.#actors.add(atomic.did.actor);
    if (atomic.signature === undefined) this.#unsigned++;
    else this.#signers.add(atomic.signature.public_key);
    this.#addTime(atomic.metadata.created_at);
  }

  result(): Omit<LedgerStats, 'sizeBytes' | 'lines' | 'skipped' | 'firstSkipped'> {
    const { createdAt: firstCreatedAt } = this.#first;
    return {
      unsigned: this.#unsigned,
      entityTypes: this.#entityTypes.tally(),
      intents: this.#intents.tally(),
      actors: this.#actors.tally(),
      signers: this.#signers.tally(),
      others: { intents: this.#intents.others, actors: this.#actors.others, signers: this.#signers.others },
      ...(firstCreatedAt !== '' && { firstCreatedAt, lastCreatedAt: this.#last.createdAt }),
    };
  }

  #addTime(createdAt: string): void {
    const instant = Date.parse(createdAt);
    if (instant < this.#first.instant) this.#first = { createdAt, instant };
    if (instant > this.#last.instant) this.#last = { createdAt, instant };
  }
}

class NameCount {
  readonly #counts = new Map<string, number>();
  /** How often a name came that there was no place for. */
  others = 0;

  add(name: string): void {
    const count = this.#counts.get(name);
    if (count === undefined && this.#counts.size === MAX_NAMES) this.others++;
    else this.#counts.set(name, (count ?? 0) + 1);
  }

  /** The most frequent first, and then by name. */
  tally(): Tally {
    return Object.fromEntries([...this.#counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
  }
}
