/**
 * Verification: one fold over the lines of a ledger, with the keys handed in. File, PostgreSQL, Action, services and packs all use it.
 *
 * Each line: text, schema, hash (LineReader), signatures (Engine), trust, chain, seals. A line that fails does not stop the others.
 */
import { DEFAULT_LIMITS, defaultEngine } from '../atomic/index.ts';
import type { LedgerReport } from './ledger-report.ts';
import { LineVerifier } from './line-verifier.ts';
import type { LineVerifierSetup } from './line-verifier.ts';
import { readAhead, readLineBatches } from './line-batches.ts';
import { demandRunning } from './signal.ts';
import type { LedgerSource } from './store.ts';
import type { VerifyEvent, VerifyOptions } from './verify-options.ts';
import { VerifyWorkers, usefulThreads } from './verify-workers.ts';

/** From so much on, about 100 lines, what the engine has to load pays from the first line on. */
const WORTH_WARMING_BYTES = 64 * 1024;

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
  const { sizeBytes: start = 0, lines = 0 } = options.after ?? {};
  const workers = openWorkers(options, totalBytes - start);
  warmUp(options, totalBytes - start);
  try {
    const verifier = await LineVerifier.open(source, totalBytes, options, { ...setup, ...(workers && { workers }) });
    const batches = readLineBatches(source, { start, end: totalBytes, firstLine: lines + 1, maxLineBytes }, verifier);
    for await (const batch of readAhead(batches)) {
      demandRunning(options.signal);
      const verdicts = await batch.verdicts;
      for (let i = 0; i < batch.items.length; i++) {
        const findings = verifier.step(batch.items[i]!, verdicts, batch.firstVerdict[i]!);
        // A wait for each line would cost as much as its hash.
        for (const finding of findings instanceof Promise ? await findings : findings)
          yield { kind: 'finding', finding };
        if (verifier.stopped) break;
      }
      yield { kind: 'progress', bytes: batch.endOffset, totalBytes, lines: verifier.lines };
      if (verifier.stopped) break;
    }
    for (const finding of await verifier.end()) yield { kind: 'finding', finding };
    yield { kind: 'report', report: verifier.report() };
  } finally {
    workers?.close();
  }
}

function warmUp({ engine = defaultEngine() }: VerifyOptions, sizeBytes: number): void {
  if (sizeBytes >= WORTH_WARMING_BYTES) engine.warmUp?.();
}

/** Threads that check signatures, where they are asked for or worth it. Whoever chose an engine gets that one, on this thread. */
function openWorkers({ engine, threads }: VerifyOptions, sizeBytes: number): VerifyWorkers | undefined {
  const count = engine === undefined ? (threads ?? usefulThreads(sizeBytes)) : 0;
  return count > 0 ? new VerifyWorkers(count, defaultEngine()) : undefined;
}
