/** Judges one ledger that a commit or a push changes: it extends the old version, and what was added verifies. */
import type { Finding } from '../../base/report.ts';
import { compareWithBase, queryLedger, verifyLedger } from '../../ledger/index.ts';
import type { LedgerReport, LedgerSource, VerifyOptions } from '../../ledger/index.ts';
import type { GitBlob } from './hook-git.ts';
import type { HookSettings } from './hook-settings.ts';
import { comparePrefix } from './kept-prefix.ts';
import { objectSource, sourceFrom, sourceUpTo } from './staged-source.ts';

/** A ledger in two versions. */
export interface LedgerVersions {
  /** From the top of the work tree. */
  readonly path: string;
  /** `undefined` where the ledger is new. */
  readonly old: GitBlob | undefined;
  readonly source: LedgerSource;
}

/** What came of it. */
export interface LedgerVerdict {
  readonly findings: readonly Finding[];
  /** How many lines were added. */
  readonly lines: number;
}

/**
 * Judges one ledger. Its cost is one pass over the old bytes, for their hash, and the verification of what was added; only where that does
 * not settle it are the old lines read as well: after a change of keys, for a merge, and to say which line is wrong.
 */
export async function checkLedger(top: string, ledger: LedgerVersions, settings: HookSettings): Promise<LedgerVerdict> {
  const { old, source } = ledger;
  const options = optionsOf(settings);
  if (old === undefined || old.sizeBytes === 0) return verdictOf(ledger, await verifyLedger(source, options));
  const settled = await checkAdded(source, old, options);
  return settled ? verdictOf(ledger, settled) : checkWhole(top, ledger, old, options);
}

/** Every line that a hook lets in is signed and canonical: `append` writes no others. */
function optionsOf({ config, keyring }: HookSettings): VerifyOptions {
  const { maxLineBytes, maxDepth, requireSignatures = true, strict = true } = config;
  const limits = { ...(maxLineBytes !== undefined && { maxLineBytes }), ...(maxDepth !== undefined && { maxDepth }) };
  return { requireSignatures, strict, limits, ...(keyring && { keyring }) };
}

/** Answers the report on the added lines alone, where they are good by themselves and simply follow the old head. */
async function checkAdded(
  source: LedgerSource,
  old: GitBlob,
  options: VerifyOptions,
): Promise<LedgerReport | undefined> {
  const { isKept, endsWithLf, mayChangeKeys } = await comparePrefix(source, old);
  if (!isKept || !endsWithLf || (mayChangeKeys && options.keyring !== undefined)) return undefined;
  const added = sourceFrom(source, old.sizeBytes);
  if (await joinsBranches(added)) return undefined;
  const from = await headOf(sourceUpTo(source, old.sizeBytes));
  if (from === undefined) return undefined;
  const report = await verifyLedger(added, { ...options, from });
  return report.ok ? report : undefined;
}

async function headOf(source: LedgerSource): Promise<string | undefined> {
  for await (const { atomic } of queryLedger(source, { reverse: true, limit: 1 })) return atomic.hash;
  return undefined;
}

/** A merge names lines above: those have to be there. */
async function joinsBranches(added: LedgerSource): Promise<boolean> {
  for await (const _ of queryLedger(added, { intent: 'ledger_merge', limit: 1 })) return true;
  return false;
}

async function checkWhole(
  top: string,
  ledger: LedgerVersions,
  old: GitBlob,
  options: VerifyOptions,
): Promise<LedgerVerdict> {
  const { path, source } = ledger;
  const { prefix, finding } = await compareWithBase(objectSource(top, path, old), source);
  if (finding) return { findings: [{ ...finding, path }], lines: 0 };
  return verdictOf(ledger, await verifyLedger(source, { ...options, after: prefix }));
}

function verdictOf({ path }: LedgerVersions, { findings, counts }: LedgerReport): LedgerVerdict {
  return { findings: findings.map((finding) => ({ ...finding, path })), lines: counts.total };
}
