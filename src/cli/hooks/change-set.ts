/** What the checks of a hook are handed, and what they answer. */
import type { Finding, Report } from '../../base/report.ts';
import type { LedgerSource } from '../../ledger/index.ts';
import type { Change } from './changes.ts';
import type { GitBlob } from './hook-git.ts';
import type { HookSettings } from './hook-settings.ts';

/** The answer of a hook. */
export interface HookReport extends Report {
  readonly counts: { readonly files: number; readonly ledgers: number; readonly lines: number };
}

/** A set of changes, with the way to the new bytes. */
export interface ChangeSet {
  readonly top: string;
  readonly changes: readonly Change[];
  /** The commit that they were made to; `undefined` for none. */
  readonly base: string | undefined;
  readonly settings: HookSettings;
  /** What there is otherwise than in another commit. */
  readonly changesFrom: (commit: string) => Promise<readonly Change[]>;
  readonly open: (path: string, blob: GitBlob) => Promise<LedgerSource> | LedgerSource;
}

/** Answers the report with these findings. Pure. */
export const reportOf = (findings: readonly Finding[], counts: HookReport['counts']): HookReport => ({
  ok: findings.length === 0,
  findings,
  counts,
});
