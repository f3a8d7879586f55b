/** Money is reserved before it is spent, and counted once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { balanceOf, balancesFor, budgetSummary } from '../../src/finops/balance.ts';
import { clashFindings } from '../../src/finops/clashes.ts';
import { decideBudget, decideRelease, decideReservation, decideUsage } from '../../src/finops/decisions.ts';
import type { Decision } from '../../src/finops/decisions.ts';
import { forecastDraft } from '../../src/finops/drafts.ts';
import { foldFinance, noFinance } from '../../src/finops/finance.ts';
import type { Finance } from '../../src/finops/finance.ts';
import type { BudgetSet, ForecastRecord, UsageRecord } from '../../src/finops/generated/types.ts';
import { formatMoney } from '../../src/finops/money.ts';
import { formatFinance, parseFinance } from '../../src/finops/snapshot.ts';

const at = (time: string) => ({ actor: 'agent', createdAt: `2026-01-${time}:00Z` });
const NOON = at('15T12:00');
const acme = { organisation: 'acme' };

const budget = (changes: Partial<BudgetSet> = {}): BudgetSet => ({
  budget: 'team',
  limit: '10',
  currency: 'USD',
  period: 'month',
  scope: acme,
  hard: true,
  thresholds: [50, 80, 100],
  ...changes,
});
const reservation = (id: string, amount: string, changes = {}) => ({
  reservation: id,
  amount,
  currency: 'USD',
  scope: { ...acme, mission: 'M-1' },
  expires_at: '2026-01-15T13:00:00Z',
  ...changes,
});
const usage = (id: string, cost: string, changes: Partial<UsageRecord> = {}): UsageRecord => ({
  usage: id,
  scope: acme,
  cost,
  currency: 'USD',
  attestation: 'signed',
  ...changes,
});

/** A ledger of its own. */
class Money {
  finance: Finance = noFinance();

  take({ drafts }: Pick<Decision, 'drafts'>): this {
    for (const draft of drafts) this.finance = foldFinance(this.finance, { schema_version: '1.1.0', ...draft });
    return this;
  }

  set = (changes: Partial<BudgetSet> = {}, when = NOON) => this.take(decideBudget(this.finance, budget(changes), when));
  reserve = (id: string, amount: string, changes = {}, when = NOON) =>
    this.take(decideReservation(this.finance, reservation(id, amount, changes), when));
  spend = (id: string, cost: string, changes: Partial<UsageRecord> = {}, when = NOON) => {
    const decision = decideUsage(this.finance, usage(id, cost, changes), when);
    this.take(decision);
    return decision.alerts.map(({ percent }) => percent);
  };

  left(when = NOON): string {
    return formatMoney(balanceOf(this.finance, this.finance.budgets.get('team')!, new Date(when.createdAt)).remaining);
  }
}

test('what is reserved cannot be reserved again; what is settled or released comes back', () => {
  const money = new Money().set().reserve('a', '6');
  assert.equal(money.left(), '4');
  assert.throws(() => money.reserve('b', '4.01'), {
    code: 'BUDGET_EXCEEDED',
    message: 'The budget team (organisation acme) has 4 USD left in 2026-01, and 4.01 are asked for.',
  });
  money.reserve('b', '4');
  assert.equal(money.left(), '0');
  money.spend('u', '1.5', { reservation: 'a' });
  assert.equal(money.left(), '4.5');
  money.take(decideRelease(money.finance, 'b', NOON));
  assert.equal(money.left(), '8.5');
});

test('a reservation that expires comes back by itself, and can still be settled', () => {
  const money = new Money().set().reserve('a', '10');
  const later = at('15T13:00');
  assert.equal(money.left(at('15T12:59')), '0');
  assert.equal(money.left(later), '10');
  money.reserve('b', '7', { expires_at: '2026-01-15T14:00:00Z' }, later);
  money.spend('u', '2', { reservation: 'a' }, later);
  assert.equal(money.left(later), '1');
});

test('asking twice does nothing twice; a name that stands for something else is refused', () => {
  const money = new Money().set().reserve('a', '6');
  assert.deepEqual(decideReservation(money.finance, reservation('a', '6'), NOON).drafts, []);
  assert.throws(() => money.reserve('a', '5'), { code: 'NAME_TAKEN' });
  money.spend('u', '1', { reservation: 'a' });
  assert.deepEqual(decideUsage(money.finance, usage('u', '1', { reservation: 'a' }), NOON).drafts, []);
  assert.throws(() => money.reserve('a', '6'), { code: 'NAME_TAKEN' });
  assert.throws(() => money.spend('u', '2'), {
    code: 'NAME_TAKEN',
    message: 'The usage u is there already, and is another one.',
  });
  assert.throws(() => money.spend('v', '1', { reservation: 'a' }), { message: /settled already/ });
  assert.throws(() => money.spend('v', '1', { reservation: 'none' }), { message: 'There is no reservation none.' });
  assert.throws(() => decideRelease(money.finance, 'a', NOON), { code: 'BUDGET_UNKNOWN' });
  money.reserve('c', '1').take(decideRelease(money.finance, 'c', NOON));
  assert.deepEqual(decideRelease(money.finance, 'c', NOON).drafts, []);
  assert.equal(money.left(), '9');
});

test('every budget that covers a call is asked, and only those', () => {
  const money = new Money()
    .set()
    .set({ budget: 'mission', limit: '2', scope: { mission: 'M-1' }, period: 'total' })
    .set({ budget: 'other', limit: '0', scope: { organisation: 'else' } });
  assert.throws(() => money.reserve('a', '3'), { message: /^The budget mission \(mission M-1\)/ });
  money.reserve('a', '2');
  assert.deepEqual(
    balancesFor(money.finance, { ...acme, mission: 'M-1' }, new Date(NOON.createdAt)).map(
      ({ budget: { id }, reserved, period }) => [id, formatMoney(reserved), period],
    ),
    [
      ['mission', '2', 'total'],
      ['team', '2', '2026-01'],
    ],
  );
});

test('a soft budget refuses nothing, and says when it is breached', () => {
  const money = new Money().set({ hard: false }).reserve('a', '20');
  money.spend('u', '11', { reservation: 'a', attestation: 'claimed' });
  const balance = balanceOf(money.finance, money.finance.budgets.get('team')!, new Date(NOON.createdAt));
  assert.deepEqual(
    [balance.isBreached, balance.spentPercent, formatMoney(balance.spentSigned), formatMoney(balance.remaining)],
    [true, 110, '0', '-1'],
  );
});

test('a threshold is told once a period', () => {
  const money = new Money().set();
  assert.deepEqual(money.spend('1', '4.99'), []);
  assert.deepEqual(money.spend('2', '0.01'), [50]);
  assert.deepEqual(money.spend('3', '5'), [80, 100]);
  assert.deepEqual(money.spend('4', '5'), []);
  assert.deepEqual(money.spend('5', '5', {}, at('31T23:59')), []);
  const february = { actor: 'agent', createdAt: '2026-02-01T00:00:00Z' };
  assert.deepEqual(money.spend('6', '5', {}, february), [50]);
  assert.equal(money.left(february), '5');
});

test('each threshold stands in the ledger as an atomic behind the usage that reached it', () => {
  const money = new Money().set();
  const { drafts } = decideUsage(money.finance, usage('1', '8.5'), NOON);
  assert.deepEqual(
    drafts.map(({ intent, this: about, payload }) => [intent, about, payload?.['percent'], payload?.['spent']]),
    [
      ['usage_recorded', '/usage/1', undefined, undefined],
      ['budget_threshold', '/budgets/team', 50, '8.5'],
      ['budget_threshold', '/budgets/team', 80, '8.5'],
    ],
  );
  money.take({ drafts }).take({ drafts });
  assert.deepEqual([...money.finance.alerts.keys()], ['team 2026-01 50 10', 'team 2026-01 80 10']);
  assert.deepEqual(parseFinance(formatFinance(money.finance)), money.finance);
});

test('within the budget, a usage is refused like a reservation; what is held for it counts as left', () => {
  const money = new Money().set().reserve('a', '6').reserve('b', '3');
  const within = (id: string, cost: string, changes: Partial<UsageRecord> = {}) =>
    decideUsage(money.finance, usage(id, cost, changes), NOON, { withinBudget: true });
  assert.throws(() => within('1', '1.01'), {
    code: 'BUDGET_EXCEEDED',
    message: /has 1 USD left .* 1\.01 are asked for/,
  });
  assert.throws(() => within('1', '7.01', { reservation: 'a' }), {
    code: 'BUDGET_EXCEEDED',
    message: /has 7 USD left/,
  });
  money.take(within('1', '7', { reservation: 'a' }));
  assert.equal(money.left(), '0');
  money.take(within('2', '3', { reservation: 'b' })).spend('3', '100');
  assert.throws(() => within('4', '0.01'), { code: 'BUDGET_EXCEEDED' });
});

test('the services see a balance as numbers', () => {
  const money = new Money().set().reserve('a', '6');
  money.spend('u', '2.5');
  const summary = () =>
    budgetSummary(balanceOf(money.finance, money.finance.budgets.get('team')!, new Date(NOON.createdAt)));
  assert.deepEqual(summary(), { total: 10, consumed: 2.5, remaining: 1.5, breached: false });
  money.spend('v', '8');
  assert.deepEqual(summary(), { total: 10, consumed: 10.5, remaining: -6.5, breached: true });
});

test('two currencies do not meet', () => {
  const money = new Money().set();
  assert.throws(() => money.reserve('a', '1', { currency: 'EUR' }), { code: 'CURRENCY_MISMATCH' });
  assert.throws(() => money.spend('a', '1', { currency: 'EUR' }), { code: 'CURRENCY_MISMATCH' });
  assert.throws(() => money.set({ currency: 'EUR' }), { code: 'CURRENCY_MISMATCH' });
});

test('an atomic whose payload does not fit counts for nothing', () => {
  const money = new Money().set();
  for (const payload of [undefined, {}, { ...usage('u', '5'), cost: '-5' }, { ...usage('u', '5'), cost: 5 }]) {
    money.take({ drafts: [{ ...draftOf('usage_recorded'), payload } as never] });
  }
  money.take({ drafts: [draftOf('__proto__')] });
  const mars = { ...budget({ limit: '99' }), time_zone: 'Mars/Olympus' };
  money.take({ drafts: [{ ...draftOf('budget_set'), payload: mars }] });
  assert.throws(() => money.set({ time_zone: 'Mars/Olympus' }), { code: 'TIME_ZONE_INVALID' });
  assert.equal(money.left(), '10');
});

const draftOf = (intent: string) => ({
  entity_type: 'contract' as const,
  intent,
  this: '/x',
  did: { actor: 'a', action: 'b' },
  metadata: { created_at: '2026-01-15T12:00:00Z' },
});

test('two records of one name, as merged ledgers have them, both count, and are told', () => {
  const money = new Money().set();
  money.spend('u', '1');
  const elsewhere = new Money().set();
  const { drafts } = decideUsage(elsewhere.finance, usage('u', '2'), NOON);
  money.take({ drafts }).take({ drafts });
  assert.equal(money.left(), '7');
  assert.deepEqual([...money.finance.spendings.keys()], ['u', 'u (2)']);
  assert.deepEqual(
    clashFindings(money.finance).map(({ code, message }) => [code, message]),
    [['NAME_TAKEN', 'The ledger has 2 different usages with the name u: all of them count.']],
  );
  assert.deepEqual(money.spend('u', '2'), []);
  assert.equal(money.left(), '7');
  assert.throws(() => money.spend('u', '3'), { code: 'NAME_TAKEN' });
  assert.deepEqual(parseFinance(formatFinance(money.finance)), money.finance);
});

test('of two reservations or forecasts of one name the first counts, and it is told', () => {
  const money = new Money().set().reserve('a', '1');
  money.take(decideReservation(noFinance(), reservation('a', '2'), NOON));
  const forecast = (cost: string): ForecastRecord => ({
    forecast: 'F-1',
    cost,
    currency: 'USD',
    low: cost,
    high: cost,
    uncalibrated: cost,
    tokens: 2,
    scope: {},
    provider: 'one',
    model: 'small',
    change_spec: 'CS-1',
    spec_digest: '0'.repeat(64),
    p95_latency_ms: 1,
    price_table: '0'.repeat(64),
  });
  for (const cost of ['1', '2', '2']) money.take({ drafts: [forecastDraft(forecast(cost), NOON)] });
  assert.equal(money.left(), '9');
  assert.deepEqual(
    clashFindings(money.finance).map(({ message }) => message),
    [
      'The ledger has 2 different reservations with the name a: the first one counts.',
      'The ledger has 2 different forecasts with the name F-1: the first one counts.',
    ],
  );
  assert.deepEqual(parseFinance(formatFinance(money.finance)), money.finance);
});
