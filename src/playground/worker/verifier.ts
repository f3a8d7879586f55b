/** Verification, by the library as it is. */
import { CODES, defaultEngine } from '../../atomic/index.ts';
import type { Engine } from '../../atomic/index.ts';
import type { Finding } from '../../base/report.ts';
import { keyringOf, parseKeyring, verifyEvents, verifyStreams } from '../../ledger/index.ts';
import type { Keyring, LedgerReport, LedgerSource, StreamsReport, VerifyOptions } from '../../ledger/index.ts';
import { blobSource } from './blob-source.ts';
import { pace } from './paced.ts';
import type { Advance, Explained, OpenFile, Verdict, VerifySettings } from './ledger-tasks.ts';

/** More are counted, and not shown. */
const MOST_FINDINGS = 10_000;

/** Verifies one ledger, or a folder of streams. @throws {LoglineError} KEYRING_INVALID and the like - the settings */
export async function verifyFiles(
  files: readonly OpenFile[],
  settings: VerifySettings,
  tell: (advance: Advance) => void,
  engine: Engine = defaultEngine(),
): Promise<Verdict> {
  const started = performance.now();
  const options = { ...optionsOf(settings), engine };
  const [only] = files;
  const report =
    files.length === 1 && only !== undefined
      ? await verifyOne(blobSource(only.path, only.blob), options, tell)
      : await verifyFolder(files, options, tell);
  return { ...verdictOf(report), elapsedMs: performance.now() - started };
}

/** Verifies a text, as the lines of a ledger. */
export async function verifyText(text: string, settings: VerifySettings): Promise<Verdict> {
  const blob = new Blob([text]);
  return verifyFiles([{ path: 'text', blob }], settings, () => undefined);
}

/** Answers what codes mean. */
export function explained(findings: readonly Finding[]): Record<string, Explained> {
  const codes = [...new Set(findings.map(({ code }) => code))];
  return Object.fromEntries(codes.map((code) => [code, { title: CODES[code].title, fix: CODES[code].fix }]));
}

/** Answers the keyring of a text: a keyring file, or public keys. @throws {LoglineError} */
export function keyringIn(text: string): Keyring | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  return trimmed.startsWith('{') ? parseKeyring(trimmed) : keyringOf(trimmed.split(/[\s,]+/));
}

type Options = Pick<VerifyOptions, 'partial' | 'strict' | 'requireSignatures' | 'maxFindings' | 'keyring' | 'engine'>;

function optionsOf({ keyring, partial, strict, requireSignatures }: VerifySettings): Options {
  const trusted = keyringIn(keyring);
  return {
    partial,
    strict,
    requireSignatures,
    maxFindings: MOST_FINDINGS,
    ...(trusted !== undefined && { keyring: trusted }),
  };
}

const verdictOf = (report: LedgerReport | StreamsReport): Omit<Verdict, 'elapsedMs'> => ({
  report,
  codes: explained(report.findings),
});

async function verifyOne(
  source: LedgerSource,
  options: Options,
  tell: (advance: Advance) => void,
): Promise<LedgerReport> {
  let findings: Finding[] = [];
  let shown = 0;
  const isTime = pace();
  for await (const event of verifyEvents(source, options)) {
    if (event.kind === 'report') return event.report;
    if (event.kind === 'finding') {
      if (shown++ < MOST_FINDINGS) findings.push(event.finding);
    } else if (isTime()) {
      tell({ bytes: event.bytes, totalBytes: event.totalBytes, lines: event.lines, findings });
      findings = [];
    }
  }
  throw new TypeError('Verification ended without a report.');
}

function verifyFolder(
  files: readonly OpenFile[],
  { partial: _, ...options }: Options,
  tell: (advance: Advance) => void,
): Promise<StreamsReport> {
  const totalBytes = files.reduce((sum, { blob }) => sum + blob.size, 0);
  let bytes = 0;
  const isTime = pace();
  const onRead = (read: number): void => {
    bytes = Math.min(totalBytes, bytes + read);
    if (isTime()) tell({ bytes, totalBytes, lines: 0 });
  };
  const streams = files.map(({ path, blob }) => ({ path, source: blobSource(path, blob, onRead) }));
  return verifyStreams(streams, options);
}
