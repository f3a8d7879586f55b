/**
 * The state of all money, as a fold over the ledger: budgets, what is reserved, what is spent, forecasts and model policies. There is
 * no other record of it.
 *
 * Time is that of the atomics. A payload that does not fit its schema counts for nothing: it can neither spend nor give back.
 */
import { canonicalize } from '../atomic/index.ts';
import type { Atomic } from '../atomic/index.ts';
import type { CompiledSchema } from '../base/schema.ts';
import type {
  BudgetRelease,
  BudgetReservation,
  BudgetSet,
  BudgetThreshold,
  ForecastRecord,
  ModelPolicy,
  UsageRecord,
} from './generated/types.ts';
import {
  budgetReleaseSchema,
  budgetReservationSchema,
  budgetSetSchema,
  budgetThresholdSchema,
  forecastRecordSchema,
  modelPolicySchema,
  usageRecordSchema,
} from './generated/validators.ts';
import { parseMoney } from './money.ts';
import type { Money } from './money.ts';
import { isTimeZone, periodOf } from './period.ts';
import { covers } from './scope.ts';

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
  /** The name of the record; with ` (2)` behind it where the ledger has another record of that name. */
  readonly id: string;
  readonly cost: Money;
  readonly at: Date;
  /** Who recorded it: `did.actor` of the atomic. */
  readonly actor: string;
  readonly record: UsageRecord;
}

/** What was spent of a budget in one period. */
export interface Spent {
  readonly cost: Money;
  /** What of it is signed. */
  readonly signed: Money;
}

/** One name that a ledger has for several things: two lines of work were merged, or somebody appended past the decisions. */
export interface NameClash {
  readonly kind: 'usage' | 'reservation' | 'forecast';
  readonly name: string;
  /** What the name stands for beside the first one, each once. Usages of these count as well: the money is spent. */
  readonly others: readonly object[];
}

/** All money that a ledger tells of, each thing by its name. */
export interface Finance {
  readonly budgets: ReadonlyMap<string, Budget>;
  readonly reservations: ReadonlyMap<string, Reservation>;
  /** Those of {@link Finance.reservations} that are neither settled nor released. */
  readonly open: ReadonlyMap<string, Reservation>;
  readonly spendings: ReadonlyMap<string, Spending>;
  /** What {@link Finance.spendings} are in sum, by budget and period: a decision must not cost more the more was spent before. */
  readonly totals: ReadonlyMap<string, ReadonlyMap<string, Spent>>;
  /** Thresholds that were told, by budget, period, percent and limit: `team 2026-11 50 100`. */
  readonly alerts: ReadonlyMap<string, BudgetThreshold>;
  readonly forecasts: ReadonlyMap<string, ForecastRecord>;
  /** By task. */
  readonly policies: ReadonlyMap<string, ModelPolicy>;
  /** Names that stand for several things, by kind and name: `usage U-3`. */
  readonly clashes: ReadonlyMap<string, NameClash>;
}

/** Answers the state before the first line. */
export const noFinance = (): Finance => ({
  budgets: new Map(),
  reservations: new Map(),
  open: new Map(),
  spendings: new Map(),
  totals: new Map(),
  alerts: new Map(),
  forecasts: new Map(),
  policies: new Map(),
  clashes: new Map(),
});

/**
 * Answers the state after one more atomic. The state handed in is used up: it may be changed and answered again.
 *
 * @see docs/finops.md, "Atomics"
 */
export function foldFinance(finance: Finance, atomic: MoneyAtomic): Finance {
  const fold = FOLDS[atomic.intent ?? ''];
  fold?.(finance as OpenFinance, atomic);
  return finance;
}

/** What the fold looks at of an atomic. */
export type MoneyAtomic = Pick<Atomic, 'intent' | 'payload' | 'did' | 'metadata'>;

/** The fold as `openLedgerState` and `foldLedger` of the ledger take it. */
export const FINANCE = { begin: noFinance, step: foldFinance } as const;

/** The same maps, for the fold alone. */
type OpenFinance = Omit<
  { readonly [K in keyof Finance]: Finance[K] extends ReadonlyMap<string, infer V> ? Map<string, V> : never },
  'totals'
> & { readonly totals: Map<string, Map<string, Spent>> };

type Fold = (finance: OpenFinance, atomic: MoneyAtomic) => void;

/** Null-prototype: an intent is somebody else's text. */
const FOLDS: Readonly<Record<string, Fold | undefined>> = Object.assign(Object.create(null) as object, {
  budget_set: fold(budgetSetSchema, ({ budgets, totals, spendings }, terms: BudgetSet) => {
    if (!isTimeZone(terms.time_zone ?? 'UTC')) return;
    const budget = { id: terms.budget, limit: parseMoney(terms.limit), terms };
    budgets.set(budget.id, budget);
    const total = new Map<string, Spent>();
    for (const spending of spendings.values()) addTo(total, budget, spending);
    totals.set(budget.id, total);
  }),
  budget_reserved: fold(budgetReservationSchema, ({ reservations, open, clashes }, terms: BudgetReservation) => {
    const { reservation: id, expires_at: expiresAt, amount } = terms;
    const known = reservations.get(id);
    if (known !== undefined) {
      clash(clashes, 'reservation', id, [known.terms, terms]);
      return;
    }
    const made = { id, amount: parseMoney(amount), terms, expiresAt: new Date(expiresAt), state: 'open' as const };
    reservations.set(id, made);
    open.set(id, made);
  }),
  budget_released: fold(budgetReleaseSchema, (finance, { reservation }: BudgetRelease) => {
    end(finance, reservation, 'released');
  }),
  usage_recorded: fold(usageRecordSchema, (finance, record: UsageRecord, { metadata, did }) => {
    const { usage, cost, reservation } = record;
    const known = finance.spendings.get(usage)?.record;
    const place = known === undefined ? 1 : clash(finance.clashes, 'usage', usage, [known, record]);
    if (place === undefined) return;
    const id = place === 1 ? usage : `${usage} (${String(place)})`;
    if (reservation !== undefined) end(finance, reservation, 'settled');
    const at = new Date(metadata.created_at);
    const spending = { id, cost: parseMoney(cost), at, actor: did.actor, record };
    finance.spendings.set(id, spending);
    for (const budget of finance.budgets.values()) addTo(finance.totals.get(budget.id)!, budget, spending);
  }),
  budget_threshold: fold(budgetThresholdSchema, ({ alerts }, alert: BudgetThreshold) => {
    const { budget, period, percent, limit } = alert;
    const key = [budget, period, percent, limit].join(' ');
    if (!alerts.has(key)) alerts.set(key, alert);
  }),
  forecast_made: fold(forecastRecordSchema, ({ forecasts, clashes }, record: ForecastRecord) => {
    const known = forecasts.get(record.forecast);
    if (known === undefined) forecasts.set(record.forecast, record);
    else clash(clashes, 'forecast', record.forecast, [known, record]);
  }),
  model_policy_set: fold(modelPolicySchema, ({ policies }, policy: ModelPolicy) => {
    policies.set(policy.task, policy);
  }),
});

function fold<T>(
  schema: CompiledSchema<T>,
  take: (finance: OpenFinance, payload: T, atomic: MoneyAtomic) => void,
): Fold {
  return (finance, atomic) => {
    const { payload } = atomic;
    if (schema.accepts(payload)) take(finance, payload, atomic);
  };
}

/** Notes that a name stands for one thing more, and answers which one it is, from 2; `undefined` where it is known already. */
function clash(
  clashes: Map<string, NameClash>,
  kind: NameClash['kind'],
  name: string,
  [first, next]: readonly [object, object],
): number | undefined {
  const key = `${kind} ${name}`;
  const others = clashes.get(key)?.others ?? [];
  const text = canonicalize(next);
  if ([first, ...others].some((one) => canonicalize(one) === text)) return undefined;
  clashes.set(key, { kind, name, others: [...others, next] });
  return others.length + 2;
}

function addTo(total: Map<string, Spent>, { terms }: Budget, { cost, at, record }: Spending): void {
  if (record.currency !== terms.currency || !covers(terms.scope, record.scope)) return;
  const period = periodOf(at, terms.period, terms.time_zone ?? 'UTC');
  const before = total.get(period) ?? NOTHING_SPENT;
  const signed = record.attestation === 'signed' ? cost : 0n;
  total.set(period, { cost: before.cost + cost, signed: before.signed + signed });
}

/** What is spent in a period without usages. */
export const NOTHING_SPENT: Spent = { cost: 0n, signed: 0n };

function end({ reservations, open }: OpenFinance, id: string, state: 'settled' | 'released'): void {
  const reservation = open.get(id);
  if (reservation === undefined) return;
  reservations.set(id, { ...reservation, state });
  open.delete(id);
}

/** Answers the reservations that hold money at a moment. Pure. */
export function openReservations({ open }: Finance, at: Date): Reservation[] {
  return [...open.values()].filter(({ expiresAt }) => expiresAt > at);
}
