/** A folder of streams, verified as one ledger: the trunk first, then the others, held against the seals in the trunk. */
import { defaultEngine } from '../atomic/index.ts';
import type { Atomic } from '../atomic/index.ts';
import type { Finding, Report } from '../base/report.ts';
import type { LedgerCounts, LedgerReport } from './ledger-report.ts';
import type { LineVerifierSetup } from './line-verifier.ts';
import type { SealedHead } from './seal-check.ts';
import { TRUNK, lastSealLine, sealOf } from './seal.ts';
import type { Stream } from './seal.ts';
import { Trust } from './trust.ts';
import { lastReport, verifyWith } from './verify.ts';
import type { VerifiedPrefix, VerifyOptions } from './verify-options.ts';

/** How a folder is verified. */
export interface VerifyStreamsOptions extends Omit<VerifyOptions, 'after' | 'from' | 'partial'> {
  /**
   * Checks no signatures of lines that the last seal covers: text, hashes and chain of them are checked, and the seal's own signature vouches
   * for the rest. @default false
   */
  readonly sinceSeal?: boolean;
  /** Prefixes that were verified before, by path. */
  readonly after?: Readonly<Record<string, VerifiedPrefix>>;
  /** How many streams are verified at a time. @default 1 */
  readonly jobs?: number;
}

/** The verdict on a folder of streams. */
export interface StreamsReport extends Report {
  /** The counts of all streams together. */
  readonly counts: LedgerCounts & Readonly<Record<string, number>>;
  /** The verdict on each stream, by path in sorted order. */
  readonly streams: Readonly<Record<string, LedgerReport>>;
  /** `unbroken` where every stream is. */
  readonly chain: LedgerReport['chain'];
  /** As in the report on one ledger. */
  readonly trust: LedgerReport['trust'];
  /** Which engine judged. */
  readonly engine: string;
  /** How many of the streams seals cover. */
  readonly sealed: number;
}

/**
 * Verifies a folder of streams. Rotations and revocations in the trunk count in every stream; a stream's line is older than one of the trunk
 * exactly when a seal between them says so.
 *
 * @param streams - paths relative to the folder. Without a `main.jsonl` there are no seals.
 * @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE, CANCELLED.
 */
export async function verifyStreams(
  streams: readonly Stream[],
  options: VerifyStreamsOptions = {},
): Promise<StreamsReport> {
  const sorted = [...streams].sort((a, b) => (a.path < b.path ? -1 : 1));
  const trunk = await verifyTrunk(sorted, options);
  const reports = new Map<string, LedgerReport>();
  const beginnings = new Map<string, string>();
  const rest = sorted.filter(({ path }) => path !== TRUNK);
  await inParallel(rest, options.jobs ?? 1, async ({ path, source }) => {
    const onSound: LineVerifierSetup['onSound'] = ({ statedHash }, line) => {
      if (line === 1) beginnings.set(path, statedHash!);
    };
    const setup = { ...setupFor(trunk, path), onSound };
    reports.set(path, await lastReport(verifyWith(source, optionsFor(options, path), setup)));
  });
  if (trunk.report) reports.set(TRUNK, trunk.report);
  if (trunk.beginning !== undefined) beginnings.set(TRUNK, trunk.beginning);
  const paths = sorted.map(({ path }) => path);
  const across = [...missingStreams(trunk.seals, reports), ...copiedStreams(paths, beginnings)];
  const { name: engine } = options.engine ?? defaultEngine();
  return {
    ...combine(
      paths.map((path) => [path, reports.get(path)!]),
      across,
      trunk,
    ),
    engine,
  };
}

/** What the trunk says of the others. */
interface TrunkFacts {
  readonly report?: LedgerReport;
  /** Hash of its first line. */
  readonly beginning?: string;
  readonly keyring?: Trust;
  /** What seals say, by path. */
  readonly seals: ReadonlyMap<string, readonly SealedHead[]>;
  /** Line of the seal that vouches for signatures; 0 where none does. */
  readonly vouchingSeal: number;
}

async function verifyTrunk(streams: readonly Stream[], options: VerifyStreamsOptions): Promise<TrunkFacts> {
  const trunk = streams.find(({ path }) => path === TRUNK);
  const trust = options.keyring && new Trust(options.keyring);
  if (trunk === undefined) return { ...(trust && { keyring: trust }), seals: new Map(), vouchingSeal: 0 };
  const vouchingSeal = options.sinceSeal === true ? await lastSealLine(trunk.source) : 0;
  const seals = new Map<string, SealedHead[]>();
  let beginning: string | undefined;
  const setup: LineVerifierSetup = {
    ...(trust && { trust }),
    vouchedLines: Math.max(vouchingSeal - 1, 0),
    onSound: ({ wellKnown, statedHash }, line) => {
      if (wellKnown) noteSeal(seals, wellKnown, line);
      if (line === 1) beginning = statedHash;
    },
  };
  const report = await lastReport(verifyWith(trunk.source, optionsFor(options, TRUNK), setup));
  return {
    report,
    ...(beginning !== undefined && { beginning }),
    ...(trust && { keyring: trust }),
    seals,
    vouchingSeal,
  };
}

function noteSeal(seals: Map<string, SealedHead[]>, atomic: Atomic, sealLine: number): void {
  for (const { path, lines, head } of sealOf(atomic)?.streams ?? []) {
    const heads = seals.get(path) ?? [];
    heads.push({ lines, head, sealLine });
    seals.set(path, heads);
  }
}

function optionsFor({ after, ...options }: VerifyStreamsOptions, path: string): VerifyOptions {
  const prefix = after?.[path];
  return { ...options, ...(prefix && { after: prefix }) };
}

function setupFor({ keyring, seals, vouchingSeal }: TrunkFacts, path: string): LineVerifierSetup {
  const sealed = seals.get(path) ?? [];
  const sealedBefore = (trunkLine: number): number =>
    Math.max(0, ...sealed.filter(({ sealLine }) => sealLine < trunkLine).map(({ lines }) => lines));
  const vouched = vouchingSeal === 0 ? 0 : (sealed.find(({ sealLine }) => sealLine === vouchingSeal)?.lines ?? 0);
  return { sealed, vouchedLines: vouched, ...(keyring && { trust: keyring.forStream(sealedBefore) }) };
}

/** Streams that a seal names and that are not there. */
function missingStreams(seals: TrunkFacts['seals'], reports: ReadonlyMap<string, LedgerReport>): Finding[] {
  return [...seals].flatMap(([path, heads]): Finding[] => {
    if (reports.has(path)) return [];
    const { sealLine, lines } = heads.at(-1)!;
    const message = `The stream is missing; the seal in line ${String(sealLine)} of the trunk covers it to line ${String(lines)}.`;
    return [{ code: 'SEAL_MISMATCH', message, path, details: { ...heads.at(-1)! } }];
  });
}

/** A stream under a second name would tell each of its facts twice. Chains with different beginnings have no line in common. */
function copiedStreams(paths: readonly string[], beginnings: ReadonlyMap<string, string>): Finding[] {
  const seen = new Map<string, string>();
  return paths.flatMap((path): Finding[] => {
    const hash = beginnings.get(path);
    if (hash === undefined) return [];
    const first = seen.get(hash);
    if (first === undefined) seen.set(hash, path);
    if (first === undefined) return [];
    const message = `The stream begins with the atomic that ${first} begins with: one of them is a copy.`;
    return [{ code: 'DUPLICATE_ATOMIC', message, path, line: 1, byteOffset: 0, hash, details: { first } }];
  });
}

function combine(
  reports: readonly (readonly [string, LedgerReport])[],
  across: readonly Finding[],
  trunk: TrunkFacts,
): Omit<StreamsReport, 'engine'> {
  const counts = { total: 0, valid: 0, invalid: 0, unsigned: 0, nonCanonical: 0, findings: across.length };
  for (const [, report] of reports)
    for (const name of Object.keys(counts) as (keyof LedgerCounts)[]) counts[name] += report.counts[name];
  const all = reports.map(([, report]) => report);
  return {
    ok: counts.findings === 0,
    findings: [
      ...reports.flatMap(([path, { findings }]) => findings.map((finding) => ({ path, ...finding }))),
      ...across,
    ],
    counts,
    streams: Object.fromEntries(reports),
    chain: all.some(({ chain }) => chain === 'broken')
      ? 'broken'
      : all.some(({ chain }) => chain === 'unchecked')
        ? 'unchecked'
        : 'unbroken',
    trust: trunk.keyring ? 'keyring' : 'self-asserted',
    sealed: reports.filter(([path]) => trunk.seals.has(path)).length,
  };
}

async function inParallel<T>(items: readonly T[], jobs: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(jobs, items.length)) }, worker));
}
