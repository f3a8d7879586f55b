/** Money as answers show it: amounts as exact texts. */
import { LoglineError } from 'logline-core';
import {
  balanceOf,
  budgetSummary,
  formatMoney,
  policyView,
  reportSpending,
  settledForecasts,
} from 'logline-core/finops';
import type { Balance, BudgetSummary, Finance, Forecast, ReportOptions } from 'logline-core/finops';

/** Answers how all budgets stand, by their names. Pure. */
export function balanceViews(finance: Finance, at: Date): object[] {
  return [...finance.budgets.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((budget) => balanceView(balanceOf(finance, budget, at)));
}

function balanceView(balance: Balance): object {
  const { budget, period, spentPercent } = balance;
  const { scope, currency, hard, thresholds, period: periodKind, time_zone: timeZone = 'UTC' } = budget.terms;
  return {
    budget: budget.id,
    scope,
    currency,
    hard,
    periodKind,
    timeZone,
    period,
    total: formatMoney(budget.limit),
    consumed: formatMoney(balance.spent),
    signed: formatMoney(balance.spentSigned),
    reserved: formatMoney(balance.reserved),
    remaining: formatMoney(balance.remaining),
    percent: Number.isFinite(spentPercent) ? spentPercent : null,
    spent: balance.isSpent,
    breached: balance.isBreached,
    thresholds,
    reached: balance.reached,
  };
}

/** Answers what was spent. Pure. */
export function spendingViews(finance: Finance, options: ReportOptions): object[] {
  return reportSpending(finance, options).map(({ cost, signed, ...row }) => ({
    ...row,
    cost: formatMoney(cost),
    signed: formatMoney(signed),
  }));
}

/** Answers the forecasts that were recorded, and what each came to. Pure. */
export function forecastViews(finance: Finance): object[] {
  const actual = new Map(settledForecasts(finance).map((settled) => [settled.forecast.forecast, settled.actual]));
  return [...finance.forecasts.values()].map(
    ({ forecast, change_spec: changeSpec, model, currency, cost, low, high }) => {
      const spent = actual.get(forecast);
      const outcome = spent === undefined ? null : formatMoney(spent);
      return { forecast, changeSpec, model, currency, cost, low, high, actual: outcome };
    },
  );
}

/** Answers the model policies, by task. Pure. */
export const policyViews = ({ policies }: Finance): object[] =>
  [...policies.values()].sort((a, b) => (a.task < b.task ? -1 : 1)).map(policyView);

/** Answers a forecast. Pure. */
export function forecastView({ cost, low, high, uncalibrated, ...rest }: Forecast): object {
  const exact = { cost, low, high, uncalibrated };
  return { ...rest, ...Object.fromEntries(Object.entries(exact).map(([name, money]) => [name, formatMoney(money)])) };
}

/** How a budget stands, with its name and period. */
export type NamedSummary = BudgetSummary & { readonly budget: string; readonly period: string };

/** Answers how a budget stands. @throws {LoglineError} BUDGET_UNKNOWN */
export function summaryOf(finance: Finance, name: string, at: Date): NamedSummary {
  const budget = finance.budgets.get(name);
  if (budget === undefined)
    throw new LoglineError('BUDGET_UNKNOWN', `There is no budget ${name}.`, { details: { budget: name } });
  const balance = balanceOf(finance, budget, at);
  return { budget: name, period: balance.period, ...budgetSummary(balance) };
}
