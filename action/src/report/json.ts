/** The report for programs. */
import type { Spending } from '../checks/spending-check.ts';
import type { Verdict } from '../verdict.ts';
import { headlineOf } from '../verdict.ts';

/** Answers the verdict as JSON text. Its members may grow; none changes its meaning while `version` is 1. Pure. */
export function formatJsonReport(verdict: Verdict): string {
  const { state, subject, judgedBy, ledgers, changes, spending, remarks, notRun } = verdict;
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
    spending: spending === undefined ? null : spendingJson(spending),
    remarks,
    not_run: notRun,
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Answers sums of money as text, exact, since a number would not be. Pure. */
export function spendingJson({ calls, tokens, spent, unread }: Spending): object {
  const sums = spent.map(({ currency, micros, signedMicros }) => ({
    currency,
    amount: decimal(micros),
    signed: decimal(signedMicros),
  }));
  return { calls, tokens, spent: sums, unread };
}

const decimal = (micros: bigint): string =>
  `${String(micros / 1_000_000n)}.${String(micros % 1_000_000n).padStart(6, '0')}`;
