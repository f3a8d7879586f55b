/** What is left of a budget. */
import { covers } from './scope.ts';
import { NOTHING_SPENT, openReservations } from './finance.ts';
import type { Budget, Finance } from './finance.ts';
import type { SpendScope } from './generated/types.ts';
import { percentOf, toNumber } from './money.ts';
import type { Money } from './money.ts';
import { periodOf } from './period.ts';

/** How a budget stands at a moment. */
export interface Balance {
  readonly budget: Budget;
  /** The period that the moment lies in, such as `2026-11`. */
  readonly period: string;
  readonly spent: Money;
  /** What of it the recorder itself took from providers' responses. */
  readonly spentSigned: Money;
  /** Open reservations. They count in the period that is, whenever they were made. */
  readonly reserved: Money;
  /** Limit less spent and reserved; below zero where more was spent than there was. */
  readonly remaining: Money;
  /** Percent of the limit that is spent, rounded down. */
  readonly spentPercent: number;
  /** Whether nothing of the limit is left to be spent, reservations aside. */
  readonly isSpent: boolean;
  /** Whether more is spent than the limit allows. */
  readonly isBreached: boolean;
  /** The thresholds that are reached, in percent, ascending. */
  readonly reached: readonly number[];
}

/** Answers how a budget stands. Pure. */
export function balanceOf(finance: Finance, budget: Budget, at: Date): Balance {
  const { period: kind, time_zone: timeZone = 'UTC', scope, currency, thresholds } = budget.terms;
  const period = periodOf(at, kind, timeZone);
  const { cost: spent, signed } = finance.totals.get(budget.id)?.get(period) ?? NOTHING_SPENT;
  const held = openReservations(finance, at).filter(
    ({ terms }) => terms.currency === currency && covers(scope, terms.scope),
  );
  const reserved = sum(held.map(({ amount }) => amount));
  const spentPercent = percentOf(spent, budget.limit);
  return {
    budget,
    period,
    spent,
    spentSigned: signed,
    reserved,
    remaining: budget.limit - spent - reserved,
    spentPercent,
    isSpent: spent >= budget.limit,
    isBreached: spent > budget.limit,
    reached: [...thresholds].sort((a, b) => a - b).filter((threshold) => spentPercent >= threshold),
  };
}

/** Answers how all budgets stand that cover a scope, by their names. Pure. */
export function balancesFor(finance: Finance, scope: SpendScope, at: Date): Balance[] {
  return [...finance.budgets.values()]
    .filter(({ terms }) => covers(terms.scope, scope))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((budget) => balanceOf(finance, budget, at));
}

/** How a budget stands, in the shape of the services' `GET /finops/budget`. Amounts are rounded to doubles there: for screens, not for sums. */
export interface BudgetSummary {
  readonly total: number;
  readonly consumed: number;
  readonly remaining: number;
  readonly breached: boolean;
}

/** Answers a balance in the services' shape. Pure. */
export function budgetSummary({ budget, spent, remaining, isBreached }: Balance): BudgetSummary {
  return {
    total: toNumber(budget.limit),
    consumed: toNumber(spent),
    remaining: toNumber(remaining),
    breached: isBreached,
  };
}

const sum = (amounts: readonly Money[]): Money => amounts.reduce((total, amount) => total + amount, 0n);
