/**
 * A state folded from a ledger: what its lines say together. Where a fold was brought to its end before, only the lines that came
 * since then are read.
 */
import { DEFAULT_LIMITS, parseAtomic } from '../atomic/index.ts';
import type { Atomic, JsonLimits } from '../atomic/index.ts';
import { toUtf8 } from '../base/bytes.ts';
import type { Entries, LedgerEntry, ReadOptions } from './entries.ts';
import { readLinesBackward } from './lines-backward.ts';
import type { Lines } from './lines-backward.ts';
import { queryLedger } from './query.ts';
import type { Head, LedgerSource } from './store.ts';

/** How a state comes out of a ledger. */
export interface LedgerFold<S> {
  /** Answers the state before the first line. */
  readonly begin: () => S;
  /** Answers the state after one more atomic. May change the state that it is given, and answer it again. */
  readonly step: (state: S, atomic: Atomic) => S;
}

/** A state, and the place in the ledger that it belongs to: a snapshot, keyed by the hash of the head. */
export interface Folded<S> {
  /** What the fold made of the ledger up to there. */
  readonly state: S;
  /** The end of the part that was read. */
  readonly head: Head;
  /** How many lines of it are no atomics. They are left out, as by every reader. */
  readonly skipped: number;
}

/** What is folded, and how it is read. */
export interface FoldOptions<S> extends Omit<ReadOptions, 'start'> {
  /** A snapshot to go on from; its state is used up. It counts only where its head still stands in the ledger. @default none */
  readonly from?: Folded<S> | undefined;
}

/**
 * Answers the state after all atomics of a ledger, or of its part up to `end`. Nothing is verified, as with every reader: a state is
 * worth as much as what `verify` says about the lines.
 *
 * @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE, CANCELLED; LEDGER_CONFLICT - the ledger was cut while it was read. Whatever `step` throws.
 */
export function foldLedger<S>(
  source: LedgerSource,
  fold: LedgerFold<S>,
  options: FoldOptions<S> = {},
): Promise<Folded<S>> {
  return foldOnto(source, fold, options, () => undefined);
}

/**
 * As {@link foldLedger}, for those who go on with a state again and again.
 *
 * @param keep - told what is left of the state where the reading fails: all that was folded, or nothing where a step failed, since its state is
 *   neither the old one nor the new one then. Not told where it was not touched.
 */
export async function foldOnto<S>(
  source: LedgerSource,
  { begin, step }: LedgerFold<S>,
  { from: snapshot, ...reading }: FoldOptions<S>,
  keep: (folded: Folded<S> | undefined) => void,
): Promise<Folded<S>> {
  const end = reading.end ?? (await source.sizeBytes());
  if (snapshot?.head.sizeBytes === end && (await stands(source, snapshot.head, reading.limits))) return snapshot;
  const known = snapshot !== undefined && snapshot.head.sizeBytes < end ? snapshot : undefined;
  const going = known && (await goingOn(source, known.head, { ...reading, end }));
  const from = going === undefined ? { state: begin(), head: START, skipped: 0 } : known!;
  const entries = going ?? new Going(queryLedger(source, {}, { ...reading, end }));
  const at = { state: from.state, last: undefined as LedgerEntry | undefined, skipped: 0, isWhole: true };
  try {
    for await (const entry of entries) {
      at.isWhole = false;
      at.state = step(at.state, entry.atomic);
      at.isWhole = true;
      at.last = entry;
      at.skipped = entries.skipped;
    }
    at.skipped = entries.skipped;
    return foldedTo(at, from);
  } catch (error) {
    keep(at.isWhole ? foldedTo(at, from) : undefined);
    throw error;
  }
}

const START: Head = { hash: null, sizeBytes: 0 };

/** How far a fold has come. */
interface FoldPlace<S> {
  readonly state: S;
  readonly last: LedgerEntry | undefined;
  readonly skipped: number;
}

const foldedTo = <S>({ state, last, skipped }: FoldPlace<S>, from: Folded<S>): Folded<S> => ({
  state,
  head: last === undefined ? from.head : headBehind(last),
  skipped: from.skipped + skipped,
});

const headBehind = ({ atomic, byteOffset, text }: LedgerEntry): Head => ({
  hash: atomic.hash ?? null,
  sizeBytes: byteOffset + toUtf8(text).length + 1,
});

/** Entries of which the first one may have been looked at already. */
class Going implements AsyncIterable<LedgerEntry> {
  readonly #entries: Entries;
  readonly #rest: AsyncIterator<LedgerEntry>;
  #first: Promise<IteratorResult<LedgerEntry>> | undefined;

  constructor(entries: Entries) {
    this.#entries = entries;
    this.#rest = entries[Symbol.asyncIterator]();
  }

  get skipped(): number {
    return this.#entries.skipped;
  }

  async first(): Promise<LedgerEntry | undefined> {
    this.#first = this.#rest.next();
    const first = await this.#first;
    return first.done === true ? undefined : first.value;
  }

  [Symbol.asyncIterator](): AsyncIterator<LedgerEntry> {
    return {
      next: () => {
        const first = this.#first;
        this.#first = undefined;
        return first ?? this.#rest.next();
      },
      return: () => this.end(),
    };
  }

  /** Reads no further. */
  end(): Promise<IteratorResult<LedgerEntry>> {
    return this.#rest.return!(); // that of a generator, which has one
  }
}

/** The entries behind a place, where what stands before it is what it was: the first of them says so itself, or else the line before it. */
async function goingOn(
  source: LedgerSource,
  head: Head,
  reading: ReadOptions & { readonly end: number },
): Promise<Going | undefined> {
  const { hash, sizeBytes } = head;
  const going = new Going(queryLedger(source, {}, { ...reading, start: sizeBytes }));
  const first = await going.first();
  const isNext = hash !== null && first?.byteOffset === sizeBytes && first.atomic.prev === hash;
  if (isNext || (await stands(source, head, reading.limits))) return going;
  await going.end();
  return undefined;
}

/** Whether the line before that place, which is in the source, still is the one with that hash: then everything before it is the same as well. */
async function stands(
  source: LedgerSource,
  { hash, sizeBytes }: Head,
  limits: JsonLimits | undefined,
): Promise<boolean> {
  if (sizeBytes === 0) return true;
  const { maxLineBytes } = { ...DEFAULT_LIMITS, ...limits };
  // From the end of a ledger that is not empty there always is a block.
  const { bytes, starts, ends } = (await readLinesBackward(source, { end: sizeBytes, maxLineBytes }).next())
    .value as Lines;
  return hashIn(bytes.subarray(starts.at(-1), ends.at(-1)), limits) === hash;
}

function hashIn(line: Uint8Array, limits: JsonLimits | undefined): string | null | undefined {
  try {
    return parseAtomic(line, limits).hash ?? null;
  } catch {
    return undefined;
  }
}
