/**
 * The state of money as text and back: for a snapshot that a later fold goes on from. It is as trustworthy as the place where it is
 * kept: what stands in it is not compared with the ledger again.
 */
import { parseJson } from '../atomic/index.ts';
import { LoglineError } from '../base/errors.ts';
import { foldFinance, noFinance } from './finance.ts';
import type { Finance, MoneyAtomic, NameClash } from './finance.ts';
import { MAX_BYTES } from './prices.ts';

/** Answers a state as JSON text: the facts that fold to it again, each once. Pure. */
export function formatFinance(finance: Finance): string {
  const { budgets, reservations, spendings, alerts, forecasts, policies, clashes } = finance;
  // Other usages of a name are among the spendings themselves.
  const others = (kind: NameClash['kind']): readonly object[] =>
    [...clashes.values()].filter((one) => one.kind === kind).flatMap((one) => one.others);
  const held = [...reservations.values()];
  return JSON.stringify([
    ...[...budgets.values()].map(({ terms }) => fact('budget_set', terms)),
    ...[...alerts.values()].map((alert) => fact('budget_threshold', alert)),
    ...[...forecasts.values()].map((record) => fact('forecast_made', record)),
    ...[...policies.values()].map((policy) => fact('model_policy_set', policy)),
    // Those that are settled stand before the usages that settle them, the others behind, so that none does.
    ...held.filter(({ state }) => state === 'settled').map(({ terms }) => fact('budget_reserved', terms)),
    ...[...spendings.values()].map(({ record, actor, at }) => fact('usage_recorded', record, actor, at.toISOString())),
    ...held.filter(({ state }) => state !== 'settled').map(({ terms }) => fact('budget_reserved', terms)),
    ...held.filter(({ state }) => state === 'released').map(({ id }) => fact('budget_released', { reservation: id })),
    ...others('reservation').map((terms) => fact('budget_reserved', terms)),
    ...others('forecast').map((record) => fact('forecast_made', record)),
  ]);
}

type Fact = readonly [intent: string, payload: object, actor: string, createdAt: string];

const fact = (intent: string, payload: object, actor = '', createdAt = ''): Fact => [intent, payload, actor, createdAt];

/**
 * Answers the state of a text of {@link formatFinance}. Pure.
 *
 * @throws {LoglineError} SCHEMA_INVALID - it is none. PARSE_ERROR and the other codes of strict JSON.
 */
export function parseFinance(text: string | Uint8Array): Finance {
  const facts = parseJson(text, { maxLineBytes: 16 * MAX_BYTES });
  if (!Array.isArray(facts)) throw new LoglineError('SCHEMA_INVALID', 'The snapshot of money is no list of facts.');
  return facts.reduce<Finance>((finance, one, index) => foldFinance(finance, atomicOf(one, index)), noFinance());
}

function atomicOf(value: unknown, index: number): MoneyAtomic {
  const [intent, payload, actor, createdAt] = Array.isArray(value) ? (value as unknown[]) : [];
  if (typeof intent !== 'string' || typeof payload !== 'object' || typeof actor !== 'string') throw noFact(index);
  const isTimed = typeof createdAt === 'string' && !Number.isNaN(Date.parse(createdAt));
  if (intent === 'usage_recorded' && !isTimed) throw noFact(index);
  return {
    intent,
    payload: payload as Readonly<Record<string, unknown>>,
    did: { actor, action: '' },
    metadata: { created_at: String(createdAt) },
  };
}

const noFact = (index: number): LoglineError =>
  new LoglineError('SCHEMA_INVALID', `The snapshot of money has no fact at ${String(index)}.`);
