/**
 * Whether money may be spent, decided on the state that the next line is appended to. Whoever appends the answer must do so onto the
 * very head that the state was folded up to (compare-and-set), and ask again where another line came in between: so no two callers
 * spend the same money.
 */
import { canonicalize } from '../atomic/index.ts';
import type { Draft } from '../atomic/index.ts';
import { LoglineError } from '../base/errors.ts';
import { balancesFor } from './balance.ts';
import type { Balance } from './balance.ts';
import { budgetDraft, releaseDraft, reservationDraft, usageDraft } from './drafts.ts';
import type { EventContext } from './drafts.ts';
import type { Finance } from './finance.ts';
import type { BudgetReservation, BudgetSet, SpendScope, UsageRecord } from './generated/types.ts';
import { formatMoney, parseMoney } from './money.ts';
import type { Money } from './money.ts';
import { scopeText } from './scope.ts';

/** What is to be appended. */
export interface Decision {
  /** Left out where it stands in the ledger already: asking twice does nothing twice. */
  readonly draft?: Draft;
  /** Thresholds that the decision reaches and the state before it did not, by the budget's name. */
  readonly alerts: readonly ThresholdAlert[];
}

/** A threshold that is reached for the first time in a period. */
export interface ThresholdAlert {
  readonly budget: string;
  readonly period: string;
  readonly percent: number;
}

/** Answers the decision to set a budget. @throws {LoglineError} CURRENCY_MISMATCH - the budget has another currency so far. */
export function decideBudget(finance: Finance, terms: BudgetSet, context: EventContext): Decision {
  const known = finance.budgets.get(terms.budget);
  if (known !== undefined && known.terms.currency !== terms.currency) {
    throw mismatch(`The budget ${terms.budget}`, known.terms.currency, terms.currency);
  }
  return { draft: budgetDraft(terms, context), alerts: [] };
}

/**
 * Answers the decision to set money aside.
 *
 * @throws {LoglineError} BUDGET_EXCEEDED - a hard budget that covers it has less left. CURRENCY_MISMATCH - one has another currency.
 *   BUDGET_UNKNOWN - the name stands for another reservation.
 */
export function decideReservation(finance: Finance, terms: BudgetReservation, context: EventContext): Decision {
  const known = finance.reservations.get(terms.reservation);
  if (known !== undefined) {
    if (known.state === 'open' && isSame(known.terms, terms)) return { alerts: [] };
    throw taken(`The reservation ${terms.reservation}`);
  }
  const amount = parseMoney(terms.amount);
  for (const balance of coveringBalances(finance, terms.scope, terms.currency, context)) {
    if (balance.budget.terms.hard && balance.remaining < amount) throw exceeded(balance, amount);
  }
  return { draft: reservationDraft(terms, context), alerts: [] };
}

/**
 * Answers the decision to record what was spent. What is spent is spent, so no budget refuses it; thresholds that it reaches are told.
 *
 * @throws {LoglineError} CURRENCY_MISMATCH - a budget that covers it has another currency. BUDGET_UNKNOWN - there is no such open
 *   reservation, or the name stands for another record.
 */
export function decideUsage(finance: Finance, record: UsageRecord, context: EventContext): Decision {
  const known = finance.spendings.get(record.usage);
  if (known !== undefined) {
    if (isSame(known.record, record)) return { alerts: [] };
    throw taken(`The usage ${record.usage}`);
  }
  if (record.reservation !== undefined) demandOpen(finance, record.reservation);
  const before = coveringBalances(finance, record.scope, record.currency, context);
  return {
    draft: usageDraft(record, context),
    alerts: before.flatMap((one) => alertsOf(one, parseMoney(record.cost))),
  };
}

/** Answers the decision to give a reservation back. @throws {LoglineError} BUDGET_UNKNOWN - there is no such reservation, or it is settled. */
export function decideRelease(finance: Finance, reservation: string, context: EventContext): Decision {
  if (finance.reservations.get(reservation)?.state === 'released') return { alerts: [] };
  demandOpen(finance, reservation);
  return { draft: releaseDraft({ reservation }, context), alerts: [] };
}

function coveringBalances(
  finance: Finance,
  scope: SpendScope,
  currency: string,
  { createdAt }: EventContext,
): Balance[] {
  const balances = balancesFor(finance, scope, new Date(createdAt));
  const other = balances.find(({ budget }) => budget.terms.currency !== currency);
  if (other !== undefined) throw mismatch(`The budget ${other.budget.id}`, other.budget.terms.currency, currency);
  return balances;
}

function alertsOf({ budget, period, spent, reached }: Balance, cost: Money): ThresholdAlert[] {
  const isReached = (percent: number): boolean => (spent + cost) * 100n >= budget.limit * BigInt(percent);
  return budget.terms.thresholds
    .filter((percent) => !reached.includes(percent) && isReached(percent))
    .sort((a, b) => a - b)
    .map((percent) => ({ budget: budget.id, period, percent }));
}

/** An expired reservation can still be settled: the call was made. */
function demandOpen({ reservations }: Finance, id: string): void {
  const state = reservations.get(id)?.state;
  if (state === 'open') return;
  const what = state === undefined ? 'There is no reservation' : `The reservation is ${state} already:`;
  throw new LoglineError('BUDGET_UNKNOWN', `${what} ${id}.`, { details: { reservation: id } });
}

const isSame = (a: object, b: object): boolean => canonicalize(a) === canonicalize(b);

function exceeded({ budget, period, remaining }: Balance, amount: Money): LoglineError {
  const { currency, scope } = budget.terms;
  const message = `The budget ${budget.id} (${scopeText(scope)}) has ${formatMoney(remaining)} ${currency} left in ${period}, and ${formatMoney(amount)} are asked for.`;
  const details = { budget: budget.id, period, remaining: formatMoney(remaining), amount: formatMoney(amount) };
  return new LoglineError('BUDGET_EXCEEDED', message, { details });
}

const mismatch = (what: string, own: string, other: string): LoglineError =>
  new LoglineError('CURRENCY_MISMATCH', `${what} is in ${own}, not in ${other}.`, { details: { own, other } });

const taken = (what: string): LoglineError =>
  new LoglineError('BUDGET_UNKNOWN', `${what} is another one: choose a name of its own.`);
