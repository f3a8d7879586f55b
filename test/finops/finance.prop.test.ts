/** However many callers reserve, settle, release and take at once, a hard budget is never overspent, and nothing leaks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Atomic, Draft } from '../../src/atomic/index.ts';
import { LoglineError } from '../../src/base/errors.ts';
import { balanceOf } from '../../src/finops/balance.ts';
import { clashFindings } from '../../src/finops/clashes.ts';
import { decideBudget, decideRelease, decideReservation, decideUsage } from '../../src/finops/decisions.ts';
import type { Decision } from '../../src/finops/decisions.ts';
import { foldFinance, noFinance, openReservations } from '../../src/finops/finance.ts';
import type { Finance } from '../../src/finops/finance.ts';
import { formatMoney, parseMoney } from '../../src/finops/money.ts';
import { formatFinance, parseFinance } from '../../src/finops/snapshot.ts';
import { covers } from '../../src/finops/scope.ts';

const START = Date.UTC(2026, 0, 15, 12);
const LIMIT = '100';
const scope = { organisation: 'acme', mission: 'M-1' };

const ACTS = ['reserve', 'settle', 'release', 'take'] as const;

/** What a caller does next; `lag` is how many lines of others come in after it looked, `waited` the seconds since the last step. */
const step = fc.record({
  caller: fc.nat(2),
  act: fc.constantFrom(...ACTS),
  cents: fc.integer({ min: 1, max: 4000 }),
  lag: fc.nat(3),
  waited: fc.constantFrom(0, 0, 0, 400),
});

interface Step {
  readonly caller: number;
  readonly act: (typeof ACTS)[number];
  readonly cents: number;
}

/** A ledger that takes lines only on the head that was looked at. */
class Ledger {
  readonly lines: Atomic[] = [];

  read(count = this.lines.length): Finance {
    return this.lines.slice(0, count).reduce(foldFinance, noFinance());
  }

  append(head: number, drafts: readonly Draft[]): boolean {
    if (head !== this.lines.length) return false;
    this.lines.push(...drafts.map((draft) => ({ ...draft, schema_version: '1.1.0' as const })));
    return true;
  }
}

const terms = (budget: string, own: object) => ({
  budget,
  limit: LIMIT,
  currency: 'USD',
  period: 'total' as const,
  scope: own,
  hard: true,
  thresholds: [50, 100],
});

function decide(finance: Finance, { caller, act, cents }: Step, n: number, at: Date): Decision | undefined {
  const context = { actor: `caller-${String(caller)}`, createdAt: at.toISOString() };
  const amount = parseMoney('0.01') * BigInt(cents);
  const own = openReservations(finance, at).find(({ id }) => id.startsWith(`${String(caller)}-`));
  const usage = { usage: `u-${String(n)}`, scope, currency: 'USD', attestation: 'signed' as const };
  if (act === 'take') {
    return decideUsage(finance, { ...usage, cost: formatMoney(amount) }, context, { withinBudget: true });
  }
  if (act === 'reserve') {
    const expires_at = new Date(at.getTime() + 900_000).toISOString();
    const reservation = `${String(caller)}-${String(n)}`;
    return decideReservation(
      finance,
      { reservation, amount: formatMoney(amount), currency: 'USD', scope, expires_at },
      context,
    );
  }
  if (own === undefined) return undefined;
  if (act === 'release') return decideRelease(finance, own.id, context);
  const cost = formatMoney(amount < own.amount ? amount : own.amount);
  return decideUsage(finance, { ...usage, reservation: own.id, cost }, context);
}

test('no interleaving overspends a hard budget, at any moment and at any prefix', () => {
  const seen = { refused: 0, races: 0, expired: 0, thresholds: 0 };
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 60, size: 'max' }), (steps) => {
      const ledger = new Ledger();
      const begun = { actor: 'admin', createdAt: new Date(START).toISOString() };
      ledger.append(0, decideBudget(noFinance(), terms('team', { organisation: 'acme' }), begun).drafts);
      ledger.append(1, decideBudget(noFinance(), terms('mission', { mission: 'M-1' }), begun).drafts);
      let now = START;
      for (const [n, next] of steps.entries()) {
        now += 1000 * next.waited;
        const head = Math.max(2, ledger.lines.length - next.lag);
        try {
          const decision = decide(ledger.read(head), next, n, new Date(now));
          if (decision !== undefined && !ledger.append(head, decision.drafts)) seen.races++;
        } catch (error) {
          assert.ok(error instanceof LoglineError && error.code === 'BUDGET_EXCEEDED');
          seen.refused++;
        }
        holds(ledger.read(), new Date(now), seen);
      }
      const told = ledger.lines.filter(({ intent }) => intent === 'budget_threshold').map(({ payload }) => payload!);
      const names = told.map((payload) => `${String(payload['budget'])} ${String(payload['percent'])}`);
      assert.equal(new Set(names).size, names.length, 'a threshold was told twice');
      seen.thresholds += names.length;
      for (let count = 2; count <= ledger.lines.length; count += 7) holds(ledger.read(count), new Date(now), seen);
    }),
    { numRuns: 150 },
  );
  assert.ok(seen.refused > 50 && seen.races > 50 && seen.thresholds > 50, JSON.stringify(seen));
  assert.ok(seen.expired > 50, JSON.stringify(seen));
});

function holds(state: Finance, at: Date, seen: { expired: number }): void {
  for (const budget of state.budgets.values()) {
    const { spent, reserved, remaining } = balanceOf(state, budget, at);
    assert.ok(remaining >= 0n, `overspent by ${formatMoney(remaining)}`);
    assert.equal(spent + reserved + remaining, parseMoney(LIMIT));
  }
  seen.expired += state.open.size - openReservations(state, at).length;
  const over = [...state.reservations.values()].filter(({ state: its }) => its !== 'open');
  assert.equal(state.open.size + over.length, state.reservations.size);
}

const ids = fc.constantFrom('a', 'b', 'c');
const cents = fc.integer({ min: 1, max: 100 }).map((number) => formatMoney(parseMoney('0.01') * BigInt(number)));
const event = fc.oneof(
  fc.record({ intent: fc.constant('budget_reserved'), id: ids, amount: cents }),
  fc.record({ intent: fc.constant('budget_released'), id: ids, amount: cents }),
  fc.record({ intent: fc.constant('usage_recorded'), id: ids, amount: cents }),
  fc.record({ intent: fc.constant('budget_set'), id: fc.constantFrom('a', 'd'), amount: cents }),
);

test('in whatever order atomics come, each counts once, what comes again counts for nothing, and no two things of one name are one', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40, size: 'max' }), (events) => {
      const lines = events.map(({ intent, id, amount }) => lineOf(intent, id, amount));
      const state = [...lines, ...lines].reduce(foldFinance, noFinance());
      assert.deepEqual(state, [...lines, ...lines, ...lines].reduce(foldFinance, noFinance()));
      const used = events
        .filter(({ intent }) => intent === 'usage_recorded')
        .map(({ id, amount }) => `${id} ${amount}`);
      const spent = [...state.spendings.values()].map(({ record, cost }) => `${record.usage} ${formatMoney(cost)}`);
      assert.deepEqual(spent, [...new Set(used)]);
      for (const kind of ['usage', 'reservation'] as const) {
        const intent = kind === 'usage' ? 'usage_recorded' : 'budget_reserved';
        const told = clashFindings(state).filter(({ details }) => details!['kind'] === kind);
        const several = ['a', 'b', 'c'].filter((id) => {
          const own = events.filter((one) => one.intent === intent && one.id === id);
          return new Set(own.map(({ amount }) => amount)).size > 1;
        });
        assert.deepEqual(told.map(({ details }) => details!['name']).sort(), several);
      }
      for (const budget of state.budgets.values()) {
        const own = [...state.spendings.values()].filter(({ record }) => covers(budget.terms.scope, record.scope));
        const sum = own.reduce((total, { cost }) => total + cost, 0n);
        assert.equal(balanceOf(state, budget, new Date(START)).spent, sum);
      }
      for (const { id, state: its } of state.reservations.values()) assert.equal(state.open.has(id), its === 'open');
    }),
    { numRuns: 300 },
  );
});

test('a snapshot at any prefix goes on as if it had read the lines itself', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30, size: 'max' }), fc.nat(30), (events, cut) => {
      const lines = events.map(({ intent, id, amount }) => lineOf(intent, id, amount));
      const kept = formatFinance(lines.slice(0, cut).reduce(foldFinance, noFinance()));
      assert.deepEqual(
        lines.slice(cut).reduce(foldFinance, parseFinance(kept)),
        lines.reduce(foldFinance, noFinance()),
      );
    }),
    { numRuns: 300 },
  );
});

test('what is no snapshot is refused', () => {
  for (const text of [
    '{}',
    '[1]',
    '[["budget_set"]]',
    '[[1,{},"",""]]',
    '[["a",1,"",""]]',
    '[["usage_recorded",{},"",""]]',
    '[["usage_recorded",{},"",1]]',
  ])
    assert.throws(() => parseFinance(text), { code: 'SCHEMA_INVALID' }, text);
  assert.throws(() => parseFinance('nothing'), { code: 'PARSE_ERROR' });
});

function lineOf(intent: string, id: string, amount: string): Atomic {
  const payloads: Readonly<Record<string, object>> = {
    budget_reserved: { reservation: id, amount, currency: 'USD', scope: {}, expires_at: '2026-01-15T13:00:00Z' },
    budget_released: { reservation: id },
    usage_recorded: {
      usage: id,
      reservation: id,
      cost: amount,
      currency: 'USD',
      scope: { mission: id },
      attestation: 'claimed',
    },
    budget_set: { ...terms(id, id === 'a' ? { mission: id } : {}), limit: amount },
  };
  return {
    schema_version: '1.1.0',
    entity_type: 'contract',
    intent,
    this: '/x',
    did: { actor: 'a', action: 'b' },
    metadata: { created_at: '2026-01-15T12:00:00Z' },
    payload: { ...payloads[intent] },
  };
}
