/**
 * Whether money may be spent, decided on the state that the next line is appended to. Whoever appends the answer must do so onto the
 * very head that the state was folded up to, as `openLedgerState` of the ledger does: so no two callers spend the same money.
 */
import { canonicalize } from '../atomic/index.ts';
import type { Draft } from '../atomic/index.ts';
import { LoglineError } from '../base/errors.ts';
import { balancesFor } from './balance.ts';
import type { Balance } from './balance.ts';
import { budgetDraft, releaseDraft, reservationDraft, thresholdDraft, usageDraft } from './drafts.ts';
import type { EventContext } from './drafts.ts';
import { openReservations } from './finance.ts';
import type { Finance } from './finance.ts';
import type { BudgetReservation, BudgetSet, BudgetThreshold, SpendScope, UsageRecord } from './generated/types.ts';
import { formatMoney, parseMoney } from './money.ts';
import type { Money } from './money.ts';
import { periodOf } from './period.ts';
import { scopeText } from './scope.ts';

/** What is to be appended. */
export interface Decision {
  /** To be appended together. None where it stands in the ledger already: asking twice does nothing twice. */
  readonly drafts: readonly Draft[];
  /** Thresholds that the decision reaches and the state before it did not, by the budget's name. */
  readonly alerts: readonly ThresholdAlert[];
}

/** A threshold that is reached for the first time in a period. */
export interface ThresholdAlert {
  readonly budget: string;
  readonly period: string;
  readonly percent: number;
}

const NOTHING: Decision = { drafts: [], alerts: [] };

/** Answers the decision to set a budget. @throws {LoglineError} CURRENCY_MISMATCH - the budget has another currency so far. TIME_ZONE_INVALID. */
export function decideBudget(finance: Finance, terms: BudgetSet, context: EventContext): Decision {
  const known = finance.budgets.get(terms.budget);
  if (known !== undefined && known.terms.currency !== terms.currency) {
    throw mismatch(`The budget ${terms.budget}`, known.terms.currency, terms.currency);
  }
  periodOf(new Date(context.createdAt), 'day', terms.time_zone ?? 'UTC');
  return { drafts: [budgetDraft(terms, context)], alerts: [] };
}

/**
 * Answers the decision to set money aside.
 *
 * @throws {LoglineError} BUDGET_EXCEEDED - a hard budget that covers it has less left. CURRENCY_MISMATCH - one has another currency.
 *   NAME_TAKEN - the name stands for another reservation, or for one that is over.
 */
export function decideReservation(finance: Finance, terms: BudgetReservation, context: EventContext): Decision {
  const known = finance.reservations.get(terms.reservation);
  if (known !== undefined) {
    if (known.state === 'open' && isSame(known.terms, terms)) return NOTHING;
    throw taken(`The reservation ${terms.reservation}`);
  }
  demandRoom(coveringBalances(finance, terms.scope, terms.currency, context), parseMoney(terms.amount));
  return { drafts: [reservationDraft(terms, context)], alerts: [] };
}

/** How a usage is recorded. */
export interface UsageOptions {
  /**
   * Whether a hard budget refuses it that has less left than it costs: for whoever asks before the money is gone. What a reservation
   * holds for it counts as left. @default false: what is spent is spent, and is recorded
   */
  readonly withinBudget?: boolean;
}

/**
 * Answers the decision to record what was spent, with an atomic for each threshold that it reaches.
 *
 * @throws {LoglineError} CURRENCY_MISMATCH - a budget that covers it has another currency. BUDGET_UNKNOWN - there is no such open
 *   reservation. NAME_TAKEN - the name stands for another record. BUDGET_EXCEEDED - only with `withinBudget`.
 */
export function decideUsage(
  finance: Finance,
  record: UsageRecord,
  context: EventContext,
  { withinBudget = false }: UsageOptions = {},
): Decision {
  const known = finance.spendings.get(record.usage);
  if (known !== undefined) {
    const others = finance.clashes.get(`usage ${record.usage}`)?.others ?? [];
    if ([known.record, ...others].some((one) => isSame(one, record))) return NOTHING;
    throw taken(`The usage ${record.usage}`);
  }
  if (record.reservation !== undefined) demandOpen(finance, record.reservation);
  const before = coveringBalances(finance, record.scope, record.currency, context);
  const cost = parseMoney(record.cost);
  if (withinBudget) demandRoom(before, cost, heldFor(finance, record, context));
  const told = before.flatMap((one) => alertsOf(one, cost));
  const thresholds = told.map(({ balance, alert }) => thresholdDraft(thresholdOf(balance, alert, record), context));
  return { drafts: [usageDraft(record, context), ...thresholds], alerts: told.map(({ alert }) => alert) };
}

/** Answers the decision to give a reservation back. @throws {LoglineError} BUDGET_UNKNOWN - there is no such reservation, or it is settled. */
export function decideRelease(finance: Finance, reservation: string, context: EventContext): Decision {
  if (finance.reservations.get(reservation)?.state === 'released') return NOTHING;
  demandOpen(finance, reservation);
  return { drafts: [releaseDraft({ reservation }, context)], alerts: [] };
}

/** @param held - what of the amount is set aside already, by the budget's name */
function demandRoom(balances: readonly Balance[], amount: Money, held: ReadonlyMap<string, Money> = new Map()): void {
  for (const balance of balances) {
    const left = balance.remaining + (held.get(balance.budget.id) ?? 0n);
    if (balance.budget.terms.hard && left < amount) throw exceeded(balance, left, amount);
  }
}

/** What the reservation of a usage holds, by the budgets that it is held in. An expired one holds nothing. */
function heldFor(finance: Finance, { reservation }: UsageRecord, context: EventContext): ReadonlyMap<string, Money> {
  const at = new Date(context.createdAt);
  const own = openReservations(finance, at).find(({ id }) => id === reservation);
  if (own === undefined) return new Map();
  return new Map(balancesFor(finance, own.terms.scope, at).map(({ budget }) => [budget.id, own.amount]));
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

function alertsOf(balance: Balance, cost: Money): { balance: Balance; alert: ThresholdAlert }[] {
  const { budget, period, spent, reached } = balance;
  const isReached = (percent: number): boolean => (spent + cost) * 100n >= budget.limit * BigInt(percent);
  return budget.terms.thresholds
    .filter((percent) => !reached.includes(percent) && isReached(percent))
    .sort((a, b) => a - b)
    .map((percent) => ({ balance, alert: { budget: budget.id, period, percent } }));
}

function thresholdOf({ budget, spent }: Balance, alert: ThresholdAlert, record: UsageRecord): BudgetThreshold {
  return {
    ...alert,
    spent: formatMoney(spent + parseMoney(record.cost)),
    limit: formatMoney(budget.limit),
    currency: record.currency,
    usage: record.usage,
  };
}

/** An expired reservation can still be settled: the call was made. */
function demandOpen({ reservations }: Finance, id: string): void {
  const state = reservations.get(id)?.state;
  if (state === 'open') return;
  const what = state === undefined ? 'There is no reservation' : `The reservation is ${state} already:`;
  throw new LoglineError('BUDGET_UNKNOWN', `${what} ${id}.`, { details: { reservation: id } });
}

const isSame = (a: object, b: object): boolean => canonicalize(a) === canonicalize(b);

function exceeded({ budget, period }: Balance, remaining: Money, amount: Money): LoglineError {
  const { currency, scope } = budget.terms;
  const message = `The budget ${budget.id} (${scopeText(scope)}) has ${formatMoney(remaining)} ${currency} left in ${period}, and ${formatMoney(amount)} are asked for.`;
  const details = { budget: budget.id, period, remaining: formatMoney(remaining), amount: formatMoney(amount) };
  return new LoglineError('BUDGET_EXCEEDED', message, { details });
}

const mismatch = (what: string, own: string, other: string): LoglineError =>
  new LoglineError('CURRENCY_MISMATCH', `${what} is in ${own}, not in ${other}.`, { details: { own, other } });

const taken = (what: string): LoglineError =>
  new LoglineError('NAME_TAKEN', `${what} is there already, and is another one.`);
