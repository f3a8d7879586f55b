/** What the two sides of a merge have in common, and what each has beyond it. */
import { LineReader, defaultEngine, resolveLimits } from '../atomic/index.ts';
import type { Atomic, Engine, JsonLimits, LedgerMerge, LineReading } from '../atomic/index.ts';
import { LoglineError } from '../base/errors.ts';
import { commonLines } from './append-only.ts';
import { readLinesBackward } from './lines-backward.ts';
import { readLines } from './lines.ts';
import { looseAtomic } from './loose.ts';
import type { LedgerSource } from './store.ts';
import type { VerifiedPrefix } from './verify-options.ts';

/** The versions of a ledger that are merged. */
export interface MergeSides {
  /** The version that their side began with. @default none: their side may be anything that verifies */
  readonly base?: LedgerSource;
  /** The version that is kept byte for byte. */
  readonly ours: LedgerSource;
  /** The version whose new lines are added. */
  readonly theirs: LedgerSource;
}

/** A line that one side has beyond the lines in common. */
export interface TailLine {
  /** Its number in its own file, from 1. */
  readonly line: number;
  /** Without the line feed. */
  readonly bytes: Uint8Array;
  readonly hash: string;
  readonly prev: string | undefined;
  /** The ends that it joins, where it is a signed merge. */
  readonly joins: readonly string[] | undefined;
}

/** Two sides, taken apart. */
export interface ReadSides {
  /** The lines that both begin with. */
  readonly shared: VerifiedPrefix;
  /** Hash of the last of these; `null` where there are none. */
  readonly sharedHead: string | null;
  readonly ours: readonly TailLine[];
  readonly theirs: readonly TailLine[];
  /** Whether our last line lacks its line feed. */
  readonly isOpen: boolean;
}

/** How lines are read. */
export interface ReadSidesOptions {
  readonly limits?: JsonLimits;
  readonly engine?: Engine;
}

/**
 * Takes the sides of a merge apart. Lines are read for text, schema and hash; signatures are not checked.
 *
 * @throws {LoglineError} NOT_APPEND_ONLY - their side lacks a line of the base. TRUNCATED_TAIL, PARSE_ERROR, HASH_MISMATCH and the other codes of one
 *   line - a side has such a line. LEDGER_BROKEN - the last line in common states no hash. INPUT_MISSING, INPUT_UNREADABLE.
 */
export async function readSides({ base, ours, theirs }: MergeSides, options: ReadSidesOptions): Promise<ReadSides> {
  const shared = await commonLines(ours, theirs);
  const { maxLineBytes } = resolveLimits(options.limits);
  if (base) await demandKept(base, theirs, maxLineBytes);
  const our = await readTail('ours', ours, shared, options);
  const their = await readTail('theirs', theirs, shared, options);
  const sharedHead = await headOfPrefix(ours, shared, maxLineBytes);
  return { shared, sharedHead, ours: our.lines, theirs: their.lines, isOpen: our.isOpen };
}

/**
 * Their side has every line of the base. Ours need not: when a commit is replayed elsewhere, the base is its parent, which our side may never have
 * seen; what it lacks then comes with theirs.
 */
async function demandKept(base: LedgerSource, theirs: LedgerSource, maxLineBytes: number): Promise<void> {
  const { sizeBytes: start, lines } = await commonLines(base, theirs);
  if ((await base.sizeBytes()) === start) return;
  const kept = new Set<string>();
  for await (const { bytes, starts, ends } of readLines(theirs, { start, maxLineBytes })) {
    for (const [i, from] of starts.entries()) kept.add(latin1(bytes.subarray(from, ends[i])));
  }
  for await (const { bytes, starts, ends, firstLine, terminated } of readLines(base, {
    start,
    firstLine: lines + 1,
    maxLineBytes,
  })) {
    for (const [i, from] of starts.entries()) {
      const line = bytes.subarray(from, ends[i]);
      const isTorn = !terminated && looseAtomic(line) === undefined;
      if (!kept.has(latin1(line)) && !isTorn) throw notKept(base, theirs, firstLine + i);
    }
  }
}

function notKept(base: LedgerSource, theirs: LedgerSource, line: number): LoglineError {
  const message = `Line ${String(line)} of ${base.name} is not in ${theirs.name}: it was changed or removed there.`;
  return new LoglineError('NOT_APPEND_ONLY', message, { details: { side: 'theirs', name: theirs.name, line } });
}

type Side = 'ours' | 'theirs';

async function readTail(
  side: Side,
  source: LedgerSource,
  { sizeBytes: start, lines }: VerifiedPrefix,
  { limits = {}, engine = defaultEngine() }: ReadSidesOptions,
): Promise<{ lines: TailLine[]; isOpen: boolean }> {
  const reader = new LineReader({ engine, limits });
  const range = { start, firstLine: lines + 1, maxLineBytes: resolveLimits(limits).maxLineBytes };
  const tail: TailLine[] = [];
  let isOpen = false;
  for await (const { bytes, starts, ends, firstLine, byteOffset, terminated } of readLines(source, range)) {
    for (const [i, from] of starts.entries()) {
      const reading = reader.read(bytes, from, ends[i]!);
      const atomic = demandSound(reading, terminated, {
        side,
        name: source.name,
        line: firstLine + i,
        byteOffset: byteOffset + from,
      });
      tail.push({ line: firstLine + i, bytes: bytes.slice(from, ends[i]), ...linksOf(atomic) });
    }
    isOpen = !terminated;
  }
  return { lines: tail, isOpen };
}

interface Place {
  readonly side: Side;
  readonly name: string;
  readonly line: number;
  readonly byteOffset: number;
}

function demandSound({ atomic, findings }: LineReading, terminated: boolean, place: Place): Atomic {
  const [first] = findings;
  if (atomic !== undefined && first === undefined) return atomic;
  const isTorn = !terminated && atomic === undefined;
  const code = isTorn ? 'TRUNCATED_TAIL' : first!.code;
  const what = isTorn ? 'it has no line feed and is not a whole atomic' : first!.message;
  const message = `Line ${String(place.line)} of ${place.name} cannot be merged: ${what}`;
  throw new LoglineError(code, message, { details: { ...place, findings } });
}

function linksOf({ hash, prev, intent, payload, signature }: Atomic): Pick<TailLine, 'hash' | 'prev' | 'joins'> {
  const isMerge = intent === 'ledger_merge' && signature !== undefined;
  const joins = isMerge ? (payload as unknown as LedgerMerge).heads.slice(0, -1) : undefined;
  return { hash: hash!, prev, joins };
}

async function headOfPrefix(
  source: LedgerSource,
  { sizeBytes: end }: VerifiedPrefix,
  maxLineBytes: number,
): Promise<string | null> {
  for await (const { bytes, starts, ends } of readLinesBackward(source, { end, maxLineBytes })) {
    const hash = looseAtomic(bytes.subarray(starts.at(-1), ends.at(-1)))?.hash;
    if (hash !== undefined) return hash;
    throw new LoglineError(
      'LEDGER_BROKEN',
      `The last line that ${source.name} has in common with the other side states no hash.`,
    );
  }
  return null;
}

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
