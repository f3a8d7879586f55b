/** The report for programs. */
import { formatMoney } from 'logline-core/finops';
import type { Spending } from '../checks/spending-check.ts';
import type { Verdict } from '../verdict.ts';
import { headlineOf } from '../verdict.ts';

/** Answers the verdict as JSON text. What became of its signature is not in it, since the signature is over it. Its members may grow; none changes its meaning while `version` is 1. Pure. */
export function formatJsonReport(verdict: Verdict): string {
  const { state, subject, judgedBy, ledgers, changes, evidence, spending, remarks, notRun } = verdict;
  const value = {
    version: 1,
    verdict: state,
    headline: headlineOf(verdict),
    subject,
    judged_by: judgedBy ?? null,
    ledgers: ledgers.map(({ path, isNew, total, added, verified, trust, tip, baseTip }) => ({
      path,
      new: isNew,
      total,
      added,
      verified,
      trust,
      tip,
      base_tip: baseTip,
    })),
    specs: changes?.specs ?? [],
    files: (changes?.files ?? []).map(({ path, verdict: explained, specs }) => ({ path, verdict: explained, specs })),
    evidence: evidence?.records ?? [],
    spending: spending === undefined ? null : spendingJson(spending),
    remarks,
    not_run: notRun,
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** A spending as JSON. */
export interface SpendingJson {
  readonly calls: number;
  readonly tokens: number;
  readonly spent: readonly { readonly currency: string; readonly amount: string; readonly signed: string }[];
  readonly unread: number;
}

/** Answers sums of money as text, exact, since a number would not be. Pure. */
export function spendingJson({ calls, tokens, spent, unread }: Spending): SpendingJson {
  const sums = spent.map(({ currency, amount, signed }) => ({
    currency,
    amount: formatMoney(amount),
    signed: formatMoney(signed),
  }));
  return { calls, tokens, spent: sums, unread };
}
