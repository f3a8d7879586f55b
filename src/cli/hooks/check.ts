/** What `pre-commit` and `pre-push` check. Read `checkStaged` and `checkPushed` first. */
import type { Finding } from '../../base/report.ts';
import { changesBetween, headCommit, stagedChanges } from './changes.ts';
import type { Change } from './changes.ts';
import { reportOf } from './change-set.ts';
import type { ChangeSet, HookReport } from './change-set.ts';
import { findBlobs } from './hook-git.ts';
import type { GitBlob } from './hook-git.ts';
import { lineScan, readSettings } from './hook-settings.ts';
import { checkLedger } from './ledger-check.ts';
import { ledgersAmong } from './ledger-paths.ts';
import { checkMerge } from './merge-check.ts';
import { mergedCommits } from './other-parents.ts';
import { checkAddedLines, checkFiles } from './secret-check.ts';
import { objectSource, stagedSource } from './staged-source.ts';
import type { LedgerSource } from '../../ledger/index.ts';

/**
 * Judges what is staged: each ledger extends the version that is checked out, and what was added verifies; nothing that is being merged
 * is lost; no private key and no secret comes in. Keys and settings are those of the commit that is checked out.
 *
 * @throws {LoglineError} CONFIG_INVALID, KEYRING_INVALID, COMMAND_FAILED, CANCELLED.
 */
export async function checkStaged(top: string): Promise<HookReport> {
  const [head, merged] = await Promise.all([headCommit(top), mergedCommits(top)]);
  const [changes, settings] = await Promise.all([
    stagedChanges(top, head),
    readSettings(top, head === undefined ? [''] : [head, '']),
  ]);
  const open = (path: string, blob: GitBlob): Promise<LedgerSource> => stagedSource(top, path, blob);
  const changesFrom = (commit: string): Promise<Change[]> => stagedChanges(top, commit);
  const set = { top, changes, base: head, settings, open, changesFrom };
  return merged.length === 0 || head === undefined ? checkChanges(set) : checkMerge(set, [head, ...merged]);
}

/**
 * Judges what a push adds to a branch, from commit to commit, as {@link checkStaged} does. What was put onto the main branch meanwhile, with
 * `rebase --onto`, need not extend what was pushed before, as long as it loses no line of it.
 *
 * @param base - the commit that the other side has; `undefined` for none.
 * @param main - answers the last commit of the main branch that the push contains.
 * @throws {LoglineError} as {@link checkStaged}
 */
export async function checkPushed(
  top: string,
  base: string | undefined,
  head: string,
  main: () => Promise<string | undefined>,
): Promise<HookReport> {
  const [changes, settings] = await Promise.all([
    changesBetween(top, base, head),
    readSettings(top, base === undefined ? [head] : [base, head]),
  ]);
  const open = (path: string, blob: GitBlob): LedgerSource => objectSource(top, path, blob);
  const changesFrom = (commit: string): Promise<Change[]> => changesBetween(top, commit, head);
  const set = { top, changes, base, settings, open, changesFrom };
  const report = await checkChanges(set);
  if (base === undefined || !report.findings.some(({ code }) => code === 'NOT_APPEND_ONLY')) return report;
  const onto = await main();
  return onto === undefined || onto === base ? report : checkMerge(set, [base, onto]);
}

async function checkChanges(set: ChangeSet): Promise<HookReport> {
  const { top, changes, base, settings } = set;
  const paths = changes.map(({ path }) => path);
  const ledgers = await ledgersAmong(top, settings.config, paths, base === undefined ? [] : [base]);
  const findings = await checkFiles(
    top,
    changes.filter(({ path }) => !ledgers.has(path)),
    settings.keyring,
  );
  let lines = 0;
  for (const change of changes.filter(({ path }) => ledgers.has(path))) {
    const verdict = await checkChange(set, change);
    findings.push(...verdict.findings);
    lines += verdict.lines;
  }
  return reportOf(findings, { files: changes.length, ledgers: ledgers.size, lines });
}

async function checkChange(
  { top, settings, open }: ChangeSet,
  { path, oldId, newId }: Change,
): Promise<{ findings: readonly Finding[]; lines: number }> {
  if (newId === undefined)
    return { findings: [{ code: 'NOT_APPEND_ONLY', message: 'The ledger is gone.', path }], lines: 0 };
  const [blob, old] = await findBlobs(top, oldId === undefined ? [newId] : [newId, oldId]);
  const source = await open(path, blob!);
  const verdict = await checkLedger(top, { path, old, source }, settings);
  if (verdict.findings.length > 0) return verdict;
  const secrets = await checkAddedLines(path, source, old?.sizeBytes ?? 0, lineScan(settings));
  return { findings: secrets, lines: verdict.lines };
}
