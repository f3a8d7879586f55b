/** The few lines of a ledger that change keys, found without looking at the others. */
import { defaultEngine, resolveLimits } from '../atomic/index.ts';
import type { JsonLimits, LineFacts } from '../atomic/index.ts';
import { LineChecker } from './line-checks.ts';
import type { LinePiece } from './line-checks.ts';
import { readLines } from './lines.ts';
import { mayHold } from './loose.ts';
import type { FoundLine, LedgerSource } from './store.ts';

/** Begins both intents that change keys. */
const KEY_CHANGES = 'key_r';
const INTENTS = ['key_rotation', 'key_revocation'];

/** Answers the places of the lines that may change keys: all that do are among them. Pure. */
export function keyChangePlaces({ bytes, ...piece }: Pick<LinePiece, 'bytes' | 'starts' | 'ends'>): number[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  // Most pieces hold none, and then nobody asks where their lines begin.
  if (!mayHold(view, KEY_CHANGES)) return [];
  const { starts, ends } = piece;
  return [...starts.keys()].filter((i) => mayHold(view.subarray(starts[i], ends[i]), KEY_CHANGES));
}

/** What a piece of a ledger does to keys. */
export interface KeyChanges {
  /** Lines that may change keys and are sound by themselves, signatures included, in their order. */
  readonly changes: readonly LineFacts[];
  /** The byte of the ledger behind the last whole line that was looked at. */
  readonly end: number;
}

/** A part of a ledger, in bytes. */
interface Range {
  readonly start: number;
  readonly end: number;
}

type Piece = LinePiece & { readonly nextOffset: number; readonly terminated: boolean };

/**
 * Answers the changes of keys in a part of a ledger, piece by piece. Whether they stand in the chain rightly, only `verify` looks.
 *
 * @param range - where it begins within a line, that one is left out.
 * @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE, LEDGER_UNAVAILABLE, ENGINE_DISAGREEMENT
 */
export async function* readKeyChanges(
  source: LedgerSource,
  range: Range,
  limits: JsonLimits,
): AsyncGenerator<KeyChanges> {
  const checker = new LineChecker(defaultEngine(), { limits, vouchedLines: 0, isLarge: false });
  const { maxLineBytes } = resolveLimits(limits);
  for await (const piece of indexed(source, range) ?? readLines(source, { ...range, maxLineBytes })) {
    if (!piece.terminated) return; // it is still being written
    yield { changes: await soundIn(piece, checker), end: piece.nextOffset };
  }
}

async function soundIn(piece: LinePiece, checker: LineChecker): Promise<readonly LineFacts[]> {
  const places = keyChangePlaces(piece);
  if (places.length === 0) return [];
  const { facts, unverified } = await checker.check(piece, places);
  return facts.filter(({ isAtomic, findings }, i) => isAtomic && findings.length === 0 && !unverified.has(i));
}

/** The lines that an index leads to, each as a piece; `undefined` where there is none. */
function indexed(source: LedgerSource, range: Range): AsyncIterable<Piece> | undefined {
  return source.find && found(source.find.bind(source), range);
}

async function* found(find: NonNullable<LedgerSource['find']>, { start, end }: Range): AsyncGenerator<Piece> {
  const lines: Pick<FoundLine, 'bytes' | 'line'>[] = [];
  for (const intent of INTENTS) {
    for await (const { bytes, line } of find({ intent }, { start, end, reverse: false }))
      lines.push({ bytes: bytes.slice(), line });
  }
  for (const { bytes, line } of lines.sort((a, b) => a.line - b.line))
    yield { bytes, starts: [0], ends: [bytes.length], firstLine: line, nextOffset: end, terminated: true };
}
