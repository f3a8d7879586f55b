/** Every ledger: append-only against both bases, and what was appended verified with the keys of the base. */
import { CODES, DEFAULT_LIMITS, compareStreams, queryLedger, verifyLedger, verifyStreams } from 'logline-core';
import type { Finding, LedgerSource, Stream, StreamsExtension, VerifiedPrefix } from 'logline-core';
import { isSame } from '../comparison.ts';
import type { Comparison, Pair } from '../comparison.ts';
import { isPlain } from '../history.ts';
import type { History, Snapshot } from '../history.ts';
import type { Project } from '../project.ts';
import type { Remark } from '../remark.ts';
import type { LedgerPlace } from './find-ledgers.ts';
import { streamsOf } from './find-ledgers.ts';

/** How ledgers are verified. */
export interface LedgerCheckOptions {
  readonly history: History;
  readonly comparison: Comparison;
  readonly project: Project;
  /** Whether lines that the base has are verified once more. */
  readonly full: boolean;
  readonly signal?: AbortSignal;
}

/** What became of one ledger. */
export interface LedgerOutcome {
  readonly path: string;
  readonly isNew: boolean;
  /** Lines in all, and of those the ones that the base does not have. */
  readonly total: number;
  readonly added: number;
  /** How many lines were verified in this run. */
  readonly verified: number;
  readonly trust: 'keyring' | 'self-asserted';
  /** Hash of the last line of a file; none of a folder. */
  readonly tip: string | null;
  readonly baseTip: string | null;
  readonly remarks: readonly Remark[];
  /** The parts that the base does not have, for those who read them. */
  readonly appended: readonly Appended[];
}

/** What was appended to a file. */
export interface Appended {
  readonly path: string;
  readonly source: LedgerSource;
  readonly after: VerifiedPrefix;
}

/** Answers the verdict on one ledger. @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE, CANCELLED */
export async function checkLedger(place: LedgerPlace, options: LedgerCheckOptions): Promise<LedgerOutcome> {
  const { comparison, history, full } = options;
  const { base, head, branch } = comparison;
  const streams = streamsAt(place, head, history);
  const main = base && (await extension(place, { base, head }, history));
  const onBranch = branch && (await extension(place, branch, history));
  const prefixes = main?.prefixes ?? {};
  const report = await verifyAt(place, streams, full ? {} : prefixes, options);
  const known = Object.values(prefixes).reduce((sum, { lines }) => sum + lines, 0);
  const findings = distinct([...(main?.findings ?? []), ...(onBranch?.findings ?? []), ...report.findings]);
  return {
    path: place.path,
    isNew: base !== undefined && streamsAt(place, base, history).length === 0,
    total: full ? report.lines : known + report.lines,
    added: full ? Math.max(report.lines - known, 0) : report.lines,
    verified: report.lines,
    trust: report.trust,
    tip: await tipOf(place, head, history),
    baseTip: base === undefined ? null : await tipOf(place, base, history),
    remarks: [...oddEntries(place, head), ...findings.map((finding) => remarkOf(place, finding))],
    appended: streams.map(({ path, source }) => ({
      path: place.path + path,
      source,
      after: prefixes[path] ?? NOTHING,
    })),
  };
}

const NOTHING: VerifiedPrefix = { sizeBytes: 0, lines: 0 };

/** Answers the streams of a folder by their paths in it; a file is one stream without a name. Links are none: what they lead to is another file. */
export function streamsAt({ kind, path }: LedgerPlace, snapshot: Snapshot, history: History): Stream[] {
  const names = kind === 'folder' ? streamsOf(path, snapshot) : [''];
  return names.flatMap((name) => {
    const entry = snapshot.files.get(path + name);
    return entry !== undefined && isPlain(entry) ? [{ path: name, source: history.open(path + name, entry) }] : [];
  });
}

/** What has the same id has the same bytes: it is not read. */
async function extension(place: LedgerPlace, { base, head }: Pair, history: History): Promise<StreamsExtension> {
  const isFixed = ({ path }: Stream): boolean =>
    isSame(base.files.get(place.path + path), head.files.get(place.path + path));
  const before = streamsAt(place, base, history);
  const same = before.filter(isFixed);
  const changed = before.filter((stream) => !isFixed(stream));
  const compared = await compareStreams(
    new Map(changed.map(({ path, source }) => [path, source])),
    streamsAt(place, head, history),
  );
  const prefixes = { ...compared.prefixes };
  for (const { path, source } of same) prefixes[path] = await wholePrefix(source);
  return { ...compared, prefixes };
}

/** Answers a source as what need not be verified again. The line feed that its last line may lack is not there on either side. */
export async function wholePrefix(source: LedgerSource): Promise<VerifiedPrefix> {
  let lines = 0;
  let last = 0x0a;
  for await (const chunk of source.read()) {
    for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, at + 1)) lines++;
    last = chunk.at(-1) ?? last;
  }
  return { sizeBytes: await source.sizeBytes(), lines: last === 0x0a ? lines : lines + 1 };
}

/** What verification of a ledger came to. */
export interface Verification {
  /** Lines that were verified. */
  readonly lines: number;
  readonly findings: readonly Finding[];
  readonly trust: 'keyring' | 'self-asserted';
}

/** Answers what the rules of a project say of streams. @param after - what of them need not be verified again, by path. */
export async function verifyAt(
  { kind }: LedgerPlace,
  streams: readonly Stream[],
  after: Readonly<Record<string, VerifiedPrefix>>,
  { project, signal }: Pick<LedgerCheckOptions, 'project' | 'signal'>,
): Promise<Verification> {
  const { keyring, config } = project;
  const common = {
    strict: config.strict ?? true,
    requireSignatures: config.requireSignatures ?? true,
    limits: {
      maxLineBytes: config.maxLineBytes ?? DEFAULT_LIMITS.maxLineBytes,
      maxDepth: config.maxDepth ?? DEFAULT_LIMITS.maxDepth,
    },
    ...(keyring && { keyring }),
    ...(signal && { signal }),
  };
  const trust = keyring === undefined ? 'self-asserted' : 'keyring';
  if (streams.length === 0) return { lines: 0, findings: [], trust };
  if (kind === 'folder') {
    const { counts, findings } = await verifyStreams(streams, { ...common, after });
    return { lines: counts.total, findings, trust };
  }
  const [file] = streams as [Stream];
  const prefix = after[''];
  const { counts, findings } = await verifyLedger(file.source, { ...common, ...(prefix && { after: prefix }) });
  return { lines: counts.total, findings: findings.map((finding) => ({ path: '', ...finding })), trust };
}

/** The hash that the last line of a file states. */
async function tipOf(place: LedgerPlace, snapshot: Snapshot, history: History): Promise<string | null> {
  const [stream] = place.kind === 'file' ? streamsAt(place, snapshot, history) : [];
  if (stream === undefined) return null;
  for await (const { atomic } of queryLedger(stream.source, { reverse: true, limit: 1 })) return atomic.hash ?? null;
  return null;
}

/** The branch and its merge mostly say the same. */
function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Map(
    findings.map((finding) => [JSON.stringify([finding.code, finding.path, finding.line]), finding]),
  );
  return [...seen.values()];
}

function oddEntries({ path }: LedgerPlace, { files }: Snapshot): Remark[] {
  return [...files].flatMap(([name, entry]): Remark[] => {
    const isPart = path.endsWith('/')
      ? streamsOf(path, { name: '', files: new Map([[name, entry]]) }).length > 0
      : name === path;
    if (!isPart || isPlain(entry)) return [];
    const message = `${name} is a link or a submodule, and a ledger has to be a file.`;
    return [{ level: 'error', rule: 'ledger/NOT_A_FILE', message, path: name }];
  });
}

function remarkOf(place: LedgerPlace, { code, message, path = '', line }: Finding): Remark {
  return {
    level: 'error',
    rule: `ledger/${code}`,
    message,
    path: place.path + path,
    ...(line !== undefined && { line }),
    fix: CODES[code].fix,
  };
}
