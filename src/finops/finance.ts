/**
 * The state of all money, as a fold over the ledger: budgets, what is reserved, what is spent. There is no other record of it.
 *
 * Time is that of the atomics. A payload that does not fit its schema counts for nothing: it can neither spend nor give back.
 */
import type { Atomic } from '../atomic/index.ts';
import type { CompiledSchema } from '../base/schema.ts';
import type { BudgetRelease, BudgetReservation, BudgetSet, SpendScope, UsageRecord } from './generated/types.ts';
import {
  budgetReleaseSchema,
  budgetReservationSchema,
  budgetSetSchema,
  usageRecordSchema,
} from './generated/validators.ts';
import { parseMoney } from './money.ts';
import type { Money } from './money.ts';

/** A budget as it is set now. */
export interface Budget {
  readonly id: string;
  readonly limit: Money;
  readonly terms: BudgetSet;
}

/** Money that is set aside. */
export interface Reservation {
  readonly id: string;
  readonly amount: Money;
  readonly terms: BudgetReservation;
  readonly expiresAt: Date;
  /** `expired` is no state of its own: an open one is over at its time. */
  readonly state: 'open' | 'settled' | 'released';
}

/** Money that was spent. */
export interface Spending {
  readonly id: string;
  readonly cost: Money;
  readonly at: Date;
  readonly record: UsageRecord;
}

/** All money that a ledger tells of. */
export interface Finance {
  readonly budgets: ReadonlyMap<string, Budget>;
  readonly reservations: ReadonlyMap<string, Reservation>;
  readonly spendings: ReadonlyMap<string, Spending>;
}

/** Answers the state before the first line. */
export const noFinance = (): Finance => ({ budgets: new Map(), reservations: new Map(), spendings: new Map() });

/**
 * Answers the state after one more atomic. The state handed in is used up: it may be changed and answered again.
 *
 * @see docs/finops.md, "Atomics"
 */
export function foldFinance(finance: Finance, atomic: Atomic): Finance {
  const fold = FOLDS[atomic.intent ?? ''];
  fold?.(finance as OpenFinance, atomic);
  return finance;
}

/** The same maps, for the fold alone. */
interface OpenFinance {
  readonly budgets: Map<string, Budget>;
  readonly reservations: Map<string, Reservation>;
  readonly spendings: Map<string, Spending>;
}

type Fold = (finance: OpenFinance, atomic: Atomic) => void;

/** Null-prototype: an intent is somebody else's text. */
const FOLDS: Readonly<Record<string, Fold | undefined>> = Object.assign(Object.create(null) as object, {
  budget_set: fold(budgetSetSchema, ({ budgets }, terms: BudgetSet) => {
    budgets.set(terms.budget, { id: terms.budget, limit: parseMoney(terms.limit), terms });
  }),
  budget_reserved: fold(budgetReservationSchema, ({ reservations }, terms: BudgetReservation) => {
    if (reservations.has(terms.reservation)) return;
    const { reservation: id, expires_at: expiresAt, amount } = terms;
    reservations.set(id, { id, amount: parseMoney(amount), terms, expiresAt: new Date(expiresAt), state: 'open' });
  }),
  budget_released: fold(budgetReleaseSchema, ({ reservations }, { reservation }: BudgetRelease) => {
    end(reservations, reservation, 'released');
  }),
  usage_recorded: fold(usageRecordSchema, ({ reservations, spendings }, record: UsageRecord, at) => {
    if (spendings.has(record.usage)) return;
    if (record.reservation !== undefined) end(reservations, record.reservation, 'settled');
    spendings.set(record.usage, { id: record.usage, cost: parseMoney(record.cost), at, record });
  }),
});

function fold<T>(schema: CompiledSchema<T>, take: (finance: OpenFinance, payload: T, at: Date) => void): Fold {
  return (finance, { payload, metadata }) => {
    if (schema.accepts(payload)) take(finance, payload, new Date(metadata.created_at));
  };
}

function end(reservations: Map<string, Reservation>, id: string, state: 'settled' | 'released'): void {
  const reservation = reservations.get(id);
  if (reservation?.state === 'open') reservations.set(id, { ...reservation, state });
}

/** Answers the reservations that hold money at a moment. Pure. */
export function openReservations({ reservations }: Finance, at: Date): Reservation[] {
  return [...reservations.values()].filter(({ state, expiresAt }) => state === 'open' && expiresAt > at);
}

export type { SpendScope };
