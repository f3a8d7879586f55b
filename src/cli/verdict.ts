/** What `verify` found, over all that it was given, in the shape in which programs get it. */
import type { Finding } from '../base/report.ts';
import type { LedgerCounts, LedgerReport, StreamsReport } from '../ledger/index.ts';
import { findingJson } from './report-json.ts';

/** The version that a ledger was compared with. */
export interface BaseFacts {
  readonly name: string;
  /** Whether it has the ledger. */
  readonly isThere: boolean;
  /** What of it the ledger begins with. */
  readonly lines: number;
  readonly sizeBytes: number;
}

/** The verdict on one file or folder. */
export interface Verdict {
  readonly path: string;
  readonly report: LedgerReport | StreamsReport;
  readonly base?: BaseFacts;
}

/** The verdict on everything. */
export interface JointVerdict {
  readonly ok: boolean;
  readonly paths: readonly string[];
  /** Those that were not looked at, after a fault in another. */
  readonly skipped: readonly string[];
  readonly counts: LedgerCounts;
  readonly chain: LedgerReport['chain'];
  readonly trust: LedgerReport['trust'];
  readonly engine: string;
  readonly findings: readonly Finding[];
  readonly bases: readonly BaseFacts[];
  /** The report, where it is about one file. */
  readonly single?: LedgerReport;
  /** Where it is about one folder: how many of its streams seals cover. Not told beside a base, whose seals are not read again. */
  readonly sealed?: number;
  /** Where it is about several: the report on each, by path. */
  readonly parts: ReadonlyMap<string, LedgerReport>;
}

/**
 * Answers one verdict from those on each target. Pure.
 *
 * @param paths - of all targets, of which there is at least one; where a fault ended the work, the last have no verdict.
 */
export function joinVerdicts(paths: readonly string[], verdicts: readonly Verdict[]): JointVerdict {
  const reports = verdicts.map(({ report }) => report);
  const isOne = paths.length === 1;
  const only = isOne ? reports[0] : undefined;
  const bases = verdicts.flatMap(({ base }) => base ?? []);
  const chains = reports.map(({ chain }) => chain);
  return {
    ok: reports.every(({ ok }) => ok),
    paths,
    skipped: paths.slice(verdicts.length),
    counts: sumCounts(reports.map(({ counts }) => counts)),
    chain: (['broken', 'unchecked', 'unbroken'] as const).find((chain) => chains.includes(chain))!,
    trust: reports[0]!.trust,
    engine: reports[0]!.engine,
    findings: isOne
      ? reports[0]!.findings
      : verdicts.flatMap(({ path, report }) => report.findings.map((finding) => withPath(path, finding))),
    bases,
    ...(only && !('streams' in only) && { single: only }),
    ...(only && 'streams' in only && bases.length === 0 && { sealed: only.sealed }),
    parts: new Map(verdicts.flatMap((verdict) => partsOf(verdict, isOne))),
  };
}

/** Answers a finding with the path of what was verified before its own. Pure. */
export function withPath(path: string, finding: Finding): Finding {
  return { ...finding, path: finding.path === undefined ? path : `${path.replace(/\/$/, '')}/${finding.path}` };
}

/** Answers the verdict as JSON members. The findings are in `errors`. Pure. */
export function verdictJson(
  { ok, paths, skipped, counts, chain, trust, engine, findings, bases, single, sealed, parts }: JointVerdict,
  trustedBy: string | undefined,
): Record<string, unknown> {
  const [base] = bases;
  return {
    ok,
    ledger: paths.length === 1 ? paths[0] : paths,
    ...(skipped.length > 0 && { skipped }),
    ...countsJson(counts),
    chain,
    ...(single && endJson(single)),
    ...(sealed !== undefined && { sealed }),
    trust,
    ...(trustedBy !== undefined && { trusted_by: trustedBy }),
    engine,
    ...(base && { base: { name: base.name, exists: base.isThere, lines: base.lines, size_bytes: base.sizeBytes } }),
    ...(parts.size > 0 && {
      [paths.length === 1 ? 'streams' : 'ledgers']: Object.fromEntries(
        [...parts].map(([path, part]) => [path, partJson(part)]),
      ),
    }),
    errors: findings.map(findingJson),
    errors_total: counts.findings,
  };
}

function partsOf({ path, report }: Verdict, isOne: boolean): [string, LedgerReport][] {
  if (!('streams' in report)) return isOne ? [] : [[path, report]];
  return Object.entries(report.streams).map(([stream, part]) => [
    isOne ? stream : `${path.replace(/\/$/, '')}/${stream}`,
    part,
  ]);
}

function sumCounts(all: readonly LedgerCounts[]): LedgerCounts {
  const sum = (name: keyof LedgerCounts): number => all.reduce((total, counts) => total + counts[name], 0);
  return {
    total: sum('total'),
    valid: sum('valid'),
    invalid: sum('invalid'),
    unsigned: sum('unsigned'),
    nonCanonical: sum('nonCanonical'),
    findings: sum('findings'),
  };
}

function countsJson({ total, valid, invalid, unsigned, nonCanonical }: LedgerCounts): Record<string, number> {
  return { total, valid, invalid, unsigned, non_canonical: nonCanonical };
}

function endJson({ head, lastValidLine, partialFrom }: LedgerReport): Record<string, unknown> {
  return { head, last_valid_line: lastValidLine, ...(partialFrom !== undefined && { partial_from: partialFrom }) };
}

function partJson(report: LedgerReport): Record<string, unknown> {
  return { ok: report.ok, ...countsJson(report.counts), chain: report.chain, ...endJson(report) };
}
