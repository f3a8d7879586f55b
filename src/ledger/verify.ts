/**
 * Verification: one fold over the lines of a ledger, with the keys handed in. File, PostgreSQL, Action, services and packs all use it.
 *
 * Each line: text, schema, hash and signatures (line-checks.ts), trust, chain, seals (line-verifier.ts). A line that fails does not stop the others.
 */
import { DEFAULT_LIMITS, defaultEngine } from '../atomic/index.ts';
import type { Finding } from '../base/report.ts';
import type { LedgerReport } from './ledger-report.ts';
import { readAhead, readLineBatches } from './line-batches.ts';
import type { LineBatch } from './line-batches.ts';
import { LineChecker } from './line-checks.ts';
import type { LineRules } from './line-checks.ts';
import { LineVerifier } from './line-verifier.ts';
import type { LineVerifierSetup } from './line-verifier.ts';
import { demandRunning } from './signal.ts';
import type { LedgerSource } from './store.ts';
import type { VerifyEvent, VerifyOptions } from './verify-options.ts';
import { VerifyWorkers, usefulThreads } from './verify-workers.ts';

/** From so much on, about 100 lines, what the engine has to load pays from the first line on. */
const WORTH_WARMING_BYTES = 64 * 1024;
/** From so much on, about 10 000 lines, the time that a thread takes to start is a small part of what it saves. */
const LARGE_BYTES = 6 * 1024 * 1024;

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
  const isLarge = totalBytes - start >= LARGE_BYTES;
  const rules = { limits: options.limits ?? {}, vouchedLines: setup.vouchedLines ?? 0, isLarge };
  const workers = openWorkers(options, rules);
  const checks = workers ?? new LineChecker(options.engine ?? defaultEngine(), rules);
  warmUp(options, totalBytes - start);
  try {
    const verifier = await LineVerifier.open(source, totalBytes, options, setup);
    const batches = readLineBatches(source, { start, end: totalBytes, firstLine: lines + 1, maxLineBytes }, checks);
    for await (const batch of readAhead(batches)) {
      demandRunning(options.signal);
      yield* findingsIn(batch, verifier);
      yield { kind: 'progress', bytes: batch.endOffset, totalBytes, lines: verifier.lines };
      if (verifier.stopped) break;
    }
    for (const finding of await verifier.end()) yield { kind: 'finding', finding };
    yield { kind: 'report', report: verifier.report(checks.engineName) };
  } finally {
    workers?.close();
  }
}

/** Judges the lines of a batch in their order, up to the one at which the work ends. */
async function* findingsIn(batch: LineBatch, verifier: LineVerifier): AsyncGenerator<VerifyEvent> {
  const { facts, unverified } = await batch.checked;
  for (let i = 0; i < facts.length && !verifier.stopped; i++) {
    const findings = verifier.step({
      facts: facts[i]!,
      unverified: unverified.get(i) ?? NONE,
      line: batch.firstLine + i,
      byteOffset: batch.offsets[i]!,
      terminated: batch.terminated,
    });
    // A wait for each line would cost as much as its hash.
    for (const finding of findings instanceof Promise ? await findings : findings) yield { kind: 'finding', finding };
  }
}

const NONE: readonly Finding[] = [];

function warmUp({ engine = defaultEngine() }: VerifyOptions, sizeBytes: number): void {
  if (sizeBytes >= WORTH_WARMING_BYTES) engine.warmUp?.();
}

/** Threads that check lines, where they are asked for or worth it. Whoever chose an engine gets that one, on this thread. */
function openWorkers({ engine, threads }: VerifyOptions, rules: LineRules): VerifyWorkers | undefined {
  const count = engine === undefined ? (threads ?? (rules.isLarge ? usefulThreads() : 0)) : 0;
  return count > 0 ? new VerifyWorkers(count, defaultEngine(), rules) : undefined;
}
