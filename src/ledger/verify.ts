/**
 * Verification: one fold over the lines of a ledger, with the keys handed in. File, PostgreSQL, Action, services and packs all use it.
 *
 * Each line: text, schema, hash (LineReader), signatures (Engine), trust, chain, seals. A line that fails does not stop the others.
 */
import { DEFAULT_LIMITS } from '../atomic/index.ts';
import type { Engine, JsonLimits } from '../atomic/index.ts';
import type { Finding } from '../base/report.ts';
import type { Keyring } from './keyring.ts';
import type { LedgerReport } from './ledger-report.ts';
import { LineVerifier } from './line-verifier.ts';
import type { LineVerifierSetup } from './line-verifier.ts';
import { readAhead, readLineBatches } from './line-batches.ts';
import { demandRunning } from './signal.ts';
import type { LedgerSource } from './store.ts';

/** How a ledger is verified. */
export interface VerifyOptions {
  /** Whether the chain is checked: `prev`, forks, duplicates. @default true */
  readonly chain?: boolean;
  /** The keys that are trusted. @default none: each signature is checked against the key inside it, which does not say who signed */
  readonly keyring?: Keyring;
  /** Whether an atomic without a signature is refused; else it is counted in `unsigned`. @default false */
  readonly requireSignatures?: boolean;
  /** Whether a line that is not canonical is refused; else it is counted in `nonCanonical`. @default false */
  readonly strict?: boolean;
  /** Whether to stop at the first line that fails. @default false */
  readonly stopOnError?: boolean;
  /** Counts and line findings of atomics with this trace id only; every line and the whole chain are checked all the same. */
  readonly traceId?: string;
  /** Whether the first line may have a `prev`: a part of a ledger. @default false */
  readonly partial?: boolean;
  /** The hash that the first line has to name as its `prev`: the part that follows it. */
  readonly from?: string;
  /** Begins behind these lines, which were verified before: their bytes are not judged again. @default the start */
  readonly after?: VerifiedPrefix;
  /** How many findings the report keeps; all are counted, and `verifyEvents` answers all. @default 1000 */
  readonly maxFindings?: number;
  /** @default 10 MiB a line, 64 levels */
  readonly limits?: JsonLimits;
  /** Who hashes and checks signatures. @default the fastest that runs here */
  readonly engine?: Engine;
  /** Ends the work with CANCELLED. */
  readonly signal?: AbortSignal;
}

/** A prefix of a ledger that need not be verified again. */
export interface VerifiedPrefix {
  /** Its size in bytes, the last line feed included. */
  readonly sizeBytes: number;
  /** How many lines it has. */
  readonly lines: number;
}

/** What happens during verification, in the order of the lines. */
export type VerifyEvent =
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'progress'; readonly bytes: number; readonly totalBytes: number; readonly lines: number }
  | { readonly kind: 'report'; readonly report: LedgerReport };

/**
 * Verifies a ledger and answers the report. Memory does not grow with the ledger, unless its chain has branches.
 *
 * @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE - it cannot be read. CANCELLED - by the signal. Never for what it holds.
 * @see docs/format.md, "Verification"
 */
export async function verifyLedger(source: LedgerSource, options: VerifyOptions = {}): Promise<LedgerReport> {
  return lastReport(verifyEvents(source, options));
}

/** Verifies a ledger and answers findings and progress as they come; the report is the last event. @throws as {@link verifyLedger} */
export async function* verifyEvents(source: LedgerSource, options: VerifyOptions = {}): AsyncGenerator<VerifyEvent> {
  yield* verifyWith(source, options, {});
}

/** The report at the end of events. */
export async function lastReport(events: AsyncIterable<VerifyEvent>): Promise<LedgerReport> {
  let report: LedgerReport | undefined;
  for await (const event of events) if (event.kind === 'report') report = event.report;
  return report!;
}

/** `verifyEvents`, with what the other streams of a folder add. */
export async function* verifyWith(
  source: LedgerSource,
  options: VerifyOptions,
  setup: LineVerifierSetup,
): AsyncGenerator<VerifyEvent> {
  const totalBytes = await source.sizeBytes();
  const { maxLineBytes = DEFAULT_LIMITS.maxLineBytes } = options.limits ?? {};
  const verifier = await LineVerifier.open(source, totalBytes, options, setup);
  const { sizeBytes: start = 0, lines = 0 } = options.after ?? {};
  const batches = readLineBatches(source, { start, end: totalBytes, firstLine: lines + 1, maxLineBytes }, verifier);
  for await (const batch of readAhead(batches)) {
    demandRunning(options.signal);
    const verdicts = await batch.verdicts;
    for (let i = 0; i < batch.items.length; i++) {
      const findings = verifier.step(batch.items[i]!, verdicts, batch.firstVerdict[i]!);
      // A wait for each line would cost as much as its hash.
      for (const finding of findings instanceof Promise ? await findings : findings) yield { kind: 'finding', finding };
      if (verifier.stopped) break;
    }
    yield { kind: 'progress', bytes: batch.endOffset, totalBytes, lines: verifier.lines };
    if (verifier.stopped) break;
  }
  for (const finding of await verifier.end()) yield { kind: 'finding', finding };
  yield { kind: 'report', report: verifier.report() };
}
