/**
 * Merging: two versions of a ledger that were appended to in parallel become one that verifies.
 *
 * Our bytes stay as they are; the other side's new lines follow, as they were signed; one signed `ledger_merge` atomic joins the branches. Nothing
 * is lost, nothing stands twice, and nobody's signature is made again. Source: docs/format.md, "One file, two branches".
 */
import { signDraft } from '../atomic/index.ts';
import type { Atomic, Draft, SignedLine, Signer } from '../atomic/index.ts';
import { concatBytes, equalBytes, toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import type { Finding } from '../base/report.ts';
import { appendedSource } from './appended-source.ts';
import type { Keyring } from './keyring.ts';
import { LooseEnds } from './loose-ends.ts';
import { readSides } from './merge-sides.ts';
import type { MergeSides, ReadSides, ReadSidesOptions, TailLine } from './merge-sides.ts';
import type { LedgerSource } from './store.ts';
import { verifyWith } from './verify.ts';

export type { MergeSides } from './merge-sides.ts';

/** How ledgers are merged. */
export interface MergeOptions extends ReadSidesOptions {
  /** Who merges, for `did.actor`. */
  readonly actor: string;
  /** RFC 3339, for `metadata.created_at` of the merge. */
  readonly createdAt: string;
  /** Who signs the merge. @default nobody: fine where one side only has new lines, else KEY_MISSING */
  readonly signer?: Signer;
  /** The keys that are trusted: the merged ledger has to verify with them. @default none: each signature is checked against the key inside it */
  readonly keyring?: Keyring;
  /** Whether `metadata.signed_by` binds the signer's key into the hash. @default true */
  readonly bindSigner?: boolean;
  /** Ends the work with CANCELLED. */
  readonly signal?: AbortSignal;
}

/** What a merge gives. */
export interface MergeResult {
  /** `unchanged`: their side has nothing new. `extended`: our side had nothing new, so their lines simply follow. `merged`: a merge joins both. */
  readonly kind: 'unchanged' | 'extended' | 'merged';
  /** What has to be appended to our bytes. Where our last line lacks its line feed, it begins with that. */
  readonly append: Uint8Array;
  /** How many lines of theirs are in it. */
  readonly lines: number;
  /** Hash of the last line of the result; `null` for an empty ledger. */
  readonly head: string | null;
  /** The merge, where one was made. */
  readonly merge?: Atomic;
}

/**
 * Merges their side's new lines into ours. Nothing is written: the caller appends what is answered. What both sides share was verified before and
 * is not judged again; all else has to verify, and so has the chain as a whole.
 *
 * @throws {LoglineError} NOT_APPEND_ONLY - their side lacks a line of the base. TRUNCATED_TAIL, PARSE_ERROR and the other codes of one line - a
 *   side has a line that is no sound atomic. DUPLICATE_ATOMIC - both sides have one atomic with different bytes. KEY_MISSING - a merge is
 *   needed and there is no signer. Any code of a finding - the result would not verify. SIGNER_FAILED, INPUT_MISSING, INPUT_UNREADABLE, CANCELLED.
 * @see docs/format.md, "One file, two branches"
 */
export async function mergeLedgers(sides: MergeSides, options: MergeOptions): Promise<MergeResult> {
  const read = await readSides(sides, options);
  const lines = newLines(read, sides);
  const ourHead = read.ours.at(-1)?.hash ?? read.sharedHead;
  if (lines.length === 0) return { kind: 'unchanged', append: new Uint8Array(), lines: 0, head: ourHead };
  const joined = await joinBranches(branchEnds(ourHead, lines), read.sharedHead, options);
  const append = bytesOf(read.isOpen, lines, joined);
  await demandVerified(sides, read, lines, append, options);
  const head = joined?.atomic.hash ?? lines.at(-1)!.hash;
  return {
    kind: joined ? 'merged' : 'extended',
    append,
    lines: lines.length,
    head,
    ...(joined && { merge: joined.atomic }),
  };
}

/** Their lines that we do not have, in their order. */
function newLines({ ours, theirs }: ReadSides, names: MergeSides): TailLine[] {
  const own = new Map(ours.map((line) => [line.hash, line]));
  return theirs.filter((line) => {
    const twin = own.get(line.hash);
    if (twin !== undefined && !equalBytes(twin.bytes, line.bytes)) throw differing(names, twin, line);
    return twin === undefined;
  });
}

function differing({ ours, theirs }: MergeSides, twin: TailLine, { line, hash }: TailLine): LoglineError {
  const message =
    `Line ${String(line)} of ${theirs.name} is the atomic in line ${String(twin.line)} of ${ours.name} with other bytes: ` +
    'with another signature or form. One of the two has to be restored from history first.';
  return new LoglineError('DUPLICATE_ATOMIC', message, { details: { hash, ours: twin.line, theirs: line } });
}

/** The ends that stay behind when `lines` follow our head, in the order of the file, and the last line: none where nothing stays behind. */
function branchEnds(ourHead: string | null, lines: readonly TailLine[]): string[] {
  const ends = new LooseEnds();
  let previous = ourHead;
  for (const { hash, prev, line, joins } of lines) {
    const follows = previous === null || prev === previous;
    if (!follows) ends.leave({ hash: previous!, leftBy: line, base: prev });
    else if (joins) ends.join(joins);
    previous = hash;
  }
  return ends.all.length === 0 ? [] : [...ends.all.map(({ hash }) => hash), previous!];
}

async function joinBranches(
  heads: readonly string[],
  base: string | null,
  options: MergeOptions,
): Promise<SignedLine | undefined> {
  if (heads.length === 0) return undefined;
  const { signer, bindSigner = true, limits, engine } = options;
  if (signer === undefined)
    throw new LoglineError(
      'KEY_MISSING',
      'Both sides have new lines, so a merge has to be signed; no signing key is set.',
    );
  const settings = { prev: heads.at(-1)!, bindSigner, ...(limits && { limits }), ...(engine && { engine }) };
  return signDraft(mergeDraft(heads, base, options), signer, settings);
}

function mergeDraft(heads: readonly string[], base: string | null, { actor, createdAt }: MergeOptions): Draft {
  return {
    entity_type: 'contract',
    intent: 'ledger_merge',
    this: '/ledger/merge',
    did: { actor, action: 'merge' },
    metadata: { created_at: createdAt },
    payload: { ...(base !== null && { base }), heads },
  };
}

function bytesOf(isOpen: boolean, lines: readonly TailLine[], merge: SignedLine | undefined): Uint8Array {
  const all = [...lines.map(({ bytes }) => bytes), ...(merge ? [toUtf8(merge.line)] : [])];
  return concatBytes(...(isOpen ? [LF] : []), ...all.flatMap((line) => [line, LF]));
}

const LF = Uint8Array.of(0x0a);

/** No merge makes a ledger that does not verify. Whatever is wrong with lines that both sides share was so before. */
async function demandVerified(
  sides: MergeSides,
  { shared, ours }: ReadSides,
  lines: readonly TailLine[],
  append: Uint8Array,
  { keyring, limits, engine, signal }: MergeOptions,
): Promise<void> {
  const options = {
    ...(keyring && { keyring }),
    ...(limits && { limits }),
    ...(engine && { engine }),
    ...(signal && { signal }),
  };
  const events = verifyWith(appendedSource(sides.ours, append), options, { vouchedLines: shared.lines });
  for await (const event of events) {
    if (event.kind !== 'finding' || event.finding.line! <= shared.lines) continue;
    throw refusal(
      event.finding,
      placeOf(sides, event.finding.line! - shared.lines - ours.length, lines, event.finding.line!),
    );
  }
}

function placeOf({ ours, theirs }: MergeSides, index: number, lines: readonly TailLine[], line: number): string {
  if (index <= 0) return `line ${String(line)} of ${ours.name}`;
  const their = lines[index - 1];
  return their === undefined ? 'the merge' : `line ${String(their.line)} of ${theirs.name}`;
}

function refusal(finding: Finding, place: string): LoglineError {
  return new LoglineError(finding.code, `The merged ledger would not verify, at ${place}: ${finding.message}`, {
    details: { finding },
  });
}

/** The versions of a ledger of which one is put onto the other. */
export interface RebaseSides {
  /** The version that is kept byte for byte, so that the result is append-only against it. */
  readonly onto: LedgerSource;
  /** The version whose new lines follow. */
  readonly ours: LedgerSource;
}

/**
 * Puts our new lines behind another version of the ledger: the answer is what has to be appended to `onto`.
 *
 * @throws {LoglineError} as {@link mergeLedgers}
 */
export async function rebaseLedger({ onto, ours }: RebaseSides, options: MergeOptions): Promise<MergeResult> {
  return mergeLedgers({ ours: onto, theirs: ours }, options);
}
