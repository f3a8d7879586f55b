/**
 * The check of what joins several versions. A ledger in it extends one of them, which need not be ours (`rebase --onto` puts our lines
 * behind theirs), and no line of any is lost.
 */
import type { Finding } from '../../base/report.ts';
import type { LedgerSource } from '../../ledger/index.ts';
import { reportOf } from './change-set.ts';
import type { ChangeSet, HookReport } from './change-set.ts';
import type { Change } from './changes.ts';
import { findBlobs } from './hook-git.ts';
import type { GitBlob } from './hook-git.ts';
import { lineScan } from './hook-settings.ts';
import { checkLedger } from './ledger-check.ts';
import { ledgersAmong } from './ledger-paths.ts';
import { lostLine } from './other-parents.ts';
import { checkAddedLines, checkFiles } from './secret-check.ts';
import { objectSource } from './staged-source.ts';

/**
 * Judges the result of a merge.
 *
 * @param parents - ours first.
 * @throws {LoglineError} as `checkStaged`
 */
export async function checkMerge(set: ChangeSet, parents: readonly string[]): Promise<HookReport> {
  const { top, settings } = set;
  const byParent = [set.changes, ...(await Promise.all(parents.slice(1).map(set.changesFrom)))];
  const changed = new Map(byParent.flat().map((change) => [change.path, change]));
  const ledgers = await ledgersAmong(top, settings.config, [...changed.keys()], parents);
  const files = [...changed.values()].filter(({ path }) => !ledgers.has(path) && isNewToAll(path, byParent));
  const findings = await checkFiles(top, files, settings.keyring);
  let lines = 0;
  for (const path of ledgers) {
    const verdict = await checkLedgerOfMerge(set, changed.get(path)!, parents);
    findings.push(...verdict.findings);
    lines += verdict.lines;
  }
  return reportOf(findings, { files: changed.size, ledgers: ledgers.size, lines });
}

/** What one side has as it is staged is in history already. */
function isNewToAll(path: string, byParent: readonly (readonly Change[])[]): boolean {
  return byParent.every((changes) => changes.some((change) => change.path === path));
}

interface Side {
  readonly commit: string;
  readonly blob: GitBlob;
}

async function checkLedgerOfMerge(
  { top, settings, open }: ChangeSet,
  { path, newId }: Change,
  parents: readonly string[],
): Promise<{ findings: readonly Finding[]; lines: number }> {
  const sides = await sidesOf(top, path, parents);
  if (newId === undefined) {
    const gone: Finding = {
      code: 'NOT_APPEND_ONLY',
      message: 'The ledger is gone, and a side of the merge has it.',
      path,
    };
    return { findings: sides.length > 0 ? [gone] : [], lines: 0 };
  }
  const [blob] = await findBlobs(top, [newId]);
  const source = await open(path, blob!);
  const olds: (GitBlob | undefined)[] = sides.length === 0 ? [undefined] : sides.map((side) => side.blob);
  const verdicts = [];
  for (const old of olds) {
    const verdict = await checkLedger(top, { path, old, source }, settings);
    if (verdict.findings.length === 0) {
      const secrets = await checkAddedLines(path, source, old?.sizeBytes ?? 0, lineScan(settings));
      return { findings: [...(await lostLines(top, path, sides, source)), ...secrets], lines: verdict.lines };
    }
    verdicts.push(verdict);
  }
  return verdicts[0]!;
}

async function sidesOf(top: string, path: string, parents: readonly string[]): Promise<Side[]> {
  const blobs = await findBlobs(
    top,
    parents.map((commit) => `${commit}:${path}`),
  );
  return parents.flatMap((commit, i) => (blobs[i] ? [{ commit, blob: blobs[i] }] : []));
}

async function lostLines(top: string, path: string, sides: readonly Side[], source: LedgerSource): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { commit, blob } of sides) {
    const finding = await lostLine(objectSource(top, path, blob), source, commit);
    if (finding) findings.push({ ...finding, path });
  }
  return findings;
}
