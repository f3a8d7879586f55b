/** What was spent, by what one wants to know it by. */
import type { Finance, Spending } from './finance.ts';
import type { Money } from './money.ts';
import { periodOf } from './period.ts';
import type { PeriodKind } from './period.ts';
import { tokenUsageOf, tokensRead } from './usage.ts';

/** What a report can be made by. */
export const REPORT_DIMENSIONS = [
  'mission',
  'model',
  'provider',
  'actor',
  'period',
  'task',
  'repository',
  'organisation',
] as const;

/** One of {@link REPORT_DIMENSIONS}. */
export type ReportDimension = (typeof REPORT_DIMENSIONS)[number];

/** Which usages count, and how they are put together. */
export interface ReportOptions {
  readonly by: ReportDimension;
  /** For `by: 'period'`. @default day */
  readonly period?: PeriodKind;
  /** The calendar of the periods. @default UTC */
  readonly timeZone?: string;
  /** Usages at this moment or later. */
  readonly since?: Date | undefined;
  /** Usages before this moment. */
  readonly until?: Date | undefined;
  /** Usages of this mission alone. */
  readonly mission?: string | undefined;
}

/** One row. Currencies never share one. */
export interface ReportRow {
  /** The mission, the model, …; empty where usages do not say it. */
  readonly key: string;
  readonly currency: string;
  readonly calls: number;
  /** Tokens read, cached ones included. */
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly cost: Money;
  /** What of the cost is signed: taken from providers' responses by the recorder. The rest is claimed. */
  readonly signed: Money;
}

/** Answers the rows of a report: the dearest first, periods in their order. Pure. @throws {LoglineError} TIME_ZONE_INVALID */
export function reportSpending(finance: Finance, options: ReportOptions): ReportRow[] {
  const rows = new Map<string, ReportRow>();
  for (const spending of spendingsIn(finance, options)) {
    const key = keyOf(spending, options);
    const { currency } = spending.record;
    const id = `${currency} ${key}`;
    rows.set(id, added(rows.get(id) ?? emptyRow(key, currency), spending));
  }
  const byKey = (a: ReportRow, b: ReportRow): number => compare(a.key, b.key) || compare(a.currency, b.currency);
  const byCost = (a: ReportRow, b: ReportRow): number => compare(b.cost, a.cost) || byKey(a, b);
  return [...rows.values()].sort(options.by === 'period' ? byKey : byCost);
}

/** Answers the usages that count, in the order of the ledger. Pure. */
export function spendingsIn({ spendings }: Finance, { since, until, mission }: Omit<ReportOptions, 'by'>): Spending[] {
  return [...spendings.values()].filter(
    ({ at, record }) =>
      (since === undefined || at >= since) &&
      (until === undefined || at < until) &&
      (mission === undefined || record.scope.mission === mission),
  );
}

function keyOf(spending: Spending, { by, period = 'day', timeZone = 'UTC' }: ReportOptions): string {
  if (by === 'period') return periodOf(spending.at, period, timeZone);
  if (by === 'actor') return spending.actor;
  const { scope, model, provider, task } = spending.record;
  return { ...scope, model, provider, task }[by] ?? '';
}

const emptyRow = (key: string, currency: string): ReportRow => ({
  key,
  currency,
  calls: 0,
  tokensIn: 0,
  tokensOut: 0,
  cost: 0n,
  signed: 0n,
});

function added(row: ReportRow, { cost, record }: Spending): ReportRow {
  const usage = tokenUsageOf(record.tokens);
  return {
    ...row,
    calls: row.calls + 1,
    tokensIn: row.tokensIn + tokensRead(usage),
    tokensOut: row.tokensOut + usage.output,
    cost: row.cost + cost,
    signed: row.signed + (record.attestation === 'signed' ? cost : 0n),
  };
}

const compare = <T extends string | bigint>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
