/** A ledger from one place to another, byte for byte: from a file to a database and back. */
import { resolveLimits } from '../atomic/index.ts';
import type { JsonLimits } from '../atomic/index.ts';
import { concatBytes, isHex } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { compareWithBase } from './append-only.ts';
import { readLines } from './lines.ts';
import type { LineBlock, ReadLinesOptions } from './lines.ts';
import { looseJson } from './loose.ts';
import { demandRunning } from './signal.ts';
import type { Head, LedgerSource, LedgerStore } from './store.ts';

/** How a ledger is copied. */
export interface CopyOptions {
  /** Limits on a line. @default 10 MiB */
  readonly limits?: JsonLimits;
  /** Ends the copying with CANCELLED; what was copied stays, and a later copy goes on behind it. */
  readonly signal?: AbortSignal;
  /** Told how far it has come. */
  readonly onProgress?: (copiedBytes: number, totalBytes: number) => void;
}

/** What was copied. */
export interface CopyResult {
  /** Bytes that were in the target before. */
  readonly foundBytes: number;
  /** Bytes that came behind them. */
  readonly copiedBytes: number;
  /** Lines that came behind them. */
  readonly copiedLines: number;
  /** The head of both ledgers now. */
  readonly head: Head;
}

/**
 * Appends to the target what the source has more, so that both hold the same bytes. The target has to be empty, or a beginning of the
 * source: an interrupted copy goes on where it ended. Durable when it returns. Nothing is verified: what the bytes are worth is for `verify`.
 *
 * @throws {LoglineError} NOT_APPEND_ONLY - the target holds something else; nothing was copied. TRUNCATED_TAIL - the source does not end with
 *   a whole line. LEDGER_BROKEN - its last line states no hash. LINE_TOO_LARGE. LEDGER_CONFLICT - somebody appended to the target meanwhile.
 *   CANCELLED, and what source and target throw.
 */
export async function copyLedger(
  source: LedgerSource,
  target: LedgerStore,
  options: CopyOptions = {},
): Promise<CopyResult> {
  const { maxLineBytes } = resolveLimits(options.limits);
  const end = await source.sizeBytes();
  const found = await target.head();
  const start = await beginningOf(source, target, found.sizeBytes);
  let head = found;
  let copiedLines = 0;
  for await (const { bytes, hash, lines } of groupsOf(source, { start, end, maxLineBytes })) {
    demandRunning(options.signal);
    head = await target.append(head.hash, bytes, hash);
    copiedLines += lines;
    options.onProgress?.(head.sizeBytes, end);
  }
  return { foundBytes: found.sizeBytes, copiedBytes: head.sizeBytes - found.sizeBytes, copiedLines, head };
}

/** Where the source goes on behind what the target holds of it. */
async function beginningOf(source: LedgerSource, target: LedgerStore, sizeBytes: number): Promise<number> {
  // A torn tail of the target is no part of it; the first append moves it aside.
  const base: LedgerSource = {
    name: target.name,
    sizeBytes: () => Promise.resolve(sizeBytes),
    read: () => target.read({ end: sizeBytes }),
  };
  const { prefix, finding } = await compareWithBase(base, source);
  if (finding === undefined) return prefix.sizeBytes;
  const message = `${target.name} is not empty, and no beginning of ${source.name}: they differ in line ${finding.line!}. Nothing was copied.`;
  throw new LoglineError('NOT_APPEND_ONLY', message, {
    details: { source: source.name, target: target.name, finding },
  });
}

/** Lines that are appended in one piece. */
interface Group {
  readonly bytes: Uint8Array;
  /** What the last of them states. */
  readonly hash: string;
  readonly lines: number;
}

/** Lines without a hash wait for one that has one; more of them than this are no ledger. */
const MOST_BYTES_WITHOUT_HASH = 16 * 1024 * 1024;

/** Answers the lines of a range in groups of about a chunk, each of which ends with a line that states a hash. */
async function* groupsOf(source: LedgerSource, range: ReadLinesOptions): AsyncGenerator<Group> {
  let rest: Uint8Array = new Uint8Array(0);
  let restLines = 0;
  for await (const block of readLines(source, range)) {
    demandWhole(source.name, block, range.maxLineBytes);
    const { bytes, starts, ends } = block;
    const last = lastWithHash(block);
    if (last !== undefined) {
      const upTo = ends[last.index]!;
      const whole = concatBytes(rest, bytes.subarray(0, upTo), LINE_FEED);
      yield { bytes: whole, hash: last.hash, lines: restLines + last.index + 1 };
      rest = new Uint8Array(0);
      restLines = 0;
    }
    const from = last === undefined ? 0 : last.index + 1;
    if (from === starts.length) continue;
    rest = concatBytes(rest, bytes.subarray(starts[from], ends.at(-1)), LINE_FEED);
    restLines += starts.length - from;
    if (rest.length > MOST_BYTES_WITHOUT_HASH) throw withoutHash(source.name);
  }
  if (rest.length > 0) throw withoutHash(source.name);
}

const LINE_FEED = Uint8Array.of(0x0a);

function lastWithHash({ bytes, starts, ends }: LineBlock): { index: number; hash: string } | undefined {
  for (let index = starts.length - 1; index >= 0; index--) {
    const { hash } = Object(looseJson(bytes.subarray(starts[index], ends[index]))) as { readonly hash?: unknown };
    if (isHex(hash, 32)) return { index, hash };
  }
  return undefined;
}

function demandWhole(name: string, { starts, ends, byteOffset, terminated }: LineBlock, maxLineBytes: number): void {
  const tooLong = starts.findIndex((start, i) => ends[i]! - start > maxLineBytes);
  if (tooLong >= 0) {
    const byteOffsetOf = byteOffset + starts[tooLong]!;
    const message = `${name}: the line at byte ${byteOffsetOf} has more than ${maxLineBytes} bytes.`;
    throw new LoglineError('LINE_TOO_LARGE', message, { details: { name, byteOffset: byteOffsetOf } });
  }
  if (terminated) return;
  const message = `${name}: the last line, at byte ${byteOffset}, has no line feed: mend the ledger first.`;
  throw new LoglineError('TRUNCATED_TAIL', message, { details: { name, byteOffset } });
}

function withoutHash(name: string): LoglineError {
  return new LoglineError('LEDGER_BROKEN', `${name}: the last line has no hash of 64 lower-case hex characters.`, {
    details: { name },
  });
}
