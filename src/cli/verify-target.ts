/** Verifies one file or one folder as the flags of `verify` ask. */
import type { Engine } from '../atomic/index.ts';
import { LoglineError } from '../base/errors.ts';
import type { Finding } from '../base/report.ts';
import { compareStreams, compareWithBase, createMemoryStore, verifyEvents, verifyStreams } from '../ledger/index.ts';
import type {
  Keyring,
  LedgerReport,
  LedgerSource,
  StreamsExtension,
  StreamsReport,
  VerifiedPrefix,
  VerifyOptions,
} from '../ledger/index.ts';
import { listVersion, openVersion } from './base-version.ts';
import type { VERIFY } from './catalog/verifying.ts';
import type { Call } from './command.ts';
import { demandStreams } from './ledgers.ts';
import type { LedgerTarget } from './ledgers.ts';
import { warn } from './notice.ts';
import { withProgress } from './progress.ts';
import type { BaseFacts, Verdict } from './verdict.ts';

type VerifyCall = Call<(typeof VERIFY)['flags']>;
type OnFinding = (finding: Finding) => Promise<void>;
type Folder = Extract<LedgerTarget, { kind: 'folder' }>;
type File = Extract<LedgerTarget, { kind: 'file' }>;

/** By what is judged, where it is not by the defaults. */
export interface Judge {
  readonly keyring: Keyring | undefined;
  readonly engine: Engine | undefined;
}

/** Answers the verdict on a target. Each finding is told to `onFinding` once, as early as it is known. */
export async function verifyTarget(
  call: VerifyCall,
  target: LedgerTarget,
  judge: Judge,
  onFinding: OnFinding,
): Promise<Verdict> {
  const options = optionsOf(call, target, judge);
  return target.kind === 'file'
    ? verifyFile(call, target, options, onFinding)
    : verifyFolder(call, target, options, onFinding);
}

function optionsOf(
  { flags, origins, terminal }: VerifyCall,
  { kind }: LedgerTarget,
  { keyring, engine }: Judge,
): VerifyOptions {
  const { maxLineBytes, maxDepth, traceId, from, base, partial } = flags;
  const impliesChain = kind === 'folder' || base !== undefined || from !== undefined || partial;
  return {
    chain: origins.checkPrevChain === 'default' ? impliesChain : flags.checkPrevChain,
    requireSignatures: flags.requireSignatures,
    strict: flags.strict,
    stopOnError: flags.stopOnError,
    limits: { maxLineBytes, maxDepth },
    signal: terminal.signal,
    partial,
    ...(keyring && { keyring }),
    ...(engine && { engine }),
    ...(traceId !== undefined && { traceId }),
    ...(from !== undefined && { from }),
  };
}

async function verifyFile(
  call: VerifyCall,
  { path, source }: File,
  options: VerifyOptions,
  onFinding: OnFinding,
): Promise<Verdict> {
  const { base } = call.flags;
  const old = base === undefined ? undefined : await openVersion(base, path);
  const now = old === undefined ? source : await orGone(call, source, old);
  const comparison = old && (await compareWithBase(old, now));
  if (comparison?.finding) await onFinding(comparison.finding);
  const skips = comparison !== undefined && comparison.finding === undefined && !call.flags.full;
  const report = await verifyShowing(
    call,
    path,
    now,
    skips ? { ...options, after: comparison.prefix } : options,
    onFinding,
  );
  return {
    path,
    report: withFindings(report, comparison?.finding ? [comparison.finding] : []),
    ...(base !== undefined && { base: factsOf(base, comparison?.prefix) }),
  };
}

/** A ledger of which the base has lines, and that is not there, has lost them all. */
async function orGone({ terminal }: VerifyCall, source: LedgerSource, base: LedgerSource): Promise<LedgerSource> {
  try {
    await source.sizeBytes();
    return source;
  } catch (error) {
    const isGone = error instanceof LoglineError && error.code === 'INPUT_MISSING' && (await base.sizeBytes()) > 0;
    if (!isGone) throw error;
    warn(terminal, `${source.name} is not there; the base has it.`);
    return createMemoryStore({ name: source.name });
  }
}

/** Verifies one ledger with a bar, and tells of each finding. */
async function verifyShowing(
  call: VerifyCall,
  path: string,
  source: LedgerSource,
  options: VerifyOptions,
  onFinding: OnFinding,
): Promise<LedgerReport> {
  let report: LedgerReport | undefined;
  await withProgress(call, path, async (progress) => {
    for await (const event of verifyEvents(source, options)) {
      if (event.kind === 'finding') await onFinding(event.finding);
      else if (event.kind === 'progress') progress.update(event.bytes, event.totalBytes);
      else report = event.report;
    }
  });
  return report!;
}

/** A line that the base has otherwise is not good, whatever it says by itself. */
function withFindings<R extends LedgerReport | StreamsReport>(report: R, findings: readonly Finding[]): R {
  if (findings.length === 0) return report;
  const all = [...findings, ...report.findings];
  const counts = { ...report.counts, findings: report.counts.findings + findings.length };
  const lastValidLine =
    'lastValidLine' in report ? { lastValidLine: Math.min(report.lastValidLine, findings[0]!.line! - 1) } : {};
  return { ...report, ok: false, findings: all, counts, ...lastValidLine };
}

function factsOf(name: string, prefix: VerifiedPrefix | undefined): BaseFacts {
  return { name, isThere: prefix !== undefined, lines: prefix?.lines ?? 0, sizeBytes: prefix?.sizeBytes ?? 0 };
}

async function verifyFolder(
  call: VerifyCall,
  { path, streams }: Folder,
  options: VerifyOptions,
  onFinding: OnFinding,
): Promise<Verdict> {
  const { base, full, sinceSeal, jobs } = call.flags;
  const { from: _from, partial: _partial, after: _after, ...common } = options;
  const old = base === undefined ? undefined : await listVersion(base, path);
  if (!old?.size) demandStreams(path, streams);
  const comparison = old && (await compareStreams(old, streams));
  const totalBytes = (await Promise.all(streams.map(({ source }) => source.sizeBytes()))).reduce(
    (sum, size) => sum + size,
    0,
  );
  const report = await withProgress(call, path, (progress) =>
    verifyStreams(
      streams.map((stream) => ({ ...stream, source: progress.watch(stream.source, totalBytes) })),
      { ...common, sinceSeal, jobs, ...(comparison && !full && { after: comparison.prefixes }) },
    ),
  );
  const whole = withFindings(report, comparison?.findings ?? []);
  for (const finding of whole.findings) await onFinding(finding);
  return {
    path,
    report: whole,
    ...(base !== undefined && old && comparison && { base: folderFacts(base, old, comparison) }),
  };
}

function folderFacts(
  name: string,
  old: ReadonlyMap<string, LedgerSource>,
  { lines, sizeBytes }: StreamsExtension,
): BaseFacts {
  return { name, isThere: old.size > 0, lines, sizeBytes };
}
