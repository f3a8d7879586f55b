/** However many callers reserve, settle and release at once, a hard budget is never overspent, and nothing leaks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Atomic, Draft } from '../../src/atomic/index.ts';
import { LoglineError } from '../../src/base/errors.ts';
import { balanceOf } from '../../src/finops/balance.ts';
import { decideBudget, decideRelease, decideReservation, decideUsage } from '../../src/finops/decisions.ts';
import { foldFinance, noFinance } from '../../src/finops/finance.ts';
import type { Finance } from '../../src/finops/finance.ts';
import { formatMoney, parseMoney } from '../../src/finops/money.ts';

const context = { actor: 'agent', createdAt: '2026-01-15T12:00:00Z' };
const NOW = new Date(context.createdAt);
const LIMIT = '100';

/** What a caller does next; `lag` is how many lines of others come in after it looked. */
const step = fc.record({
  caller: fc.nat(2),
  act: fc.constantFrom('reserve', 'settle', 'release'),
  cents: fc.integer({ min: 1, max: 4000 }),
  lag: fc.nat(3),
});

/** A ledger that takes a line only on the head that was looked at. */
class Ledger {
  readonly lines: Atomic[] = [];

  read(count: number): Finance {
    return this.lines.slice(0, count).reduce(foldFinance, noFinance());
  }

  append(head: number, draft: Draft): boolean {
    if (head !== this.lines.length) return false;
    this.lines.push({ schema_version: '1.1.0', ...draft });
    return true;
  }
}

test('no interleaving overspends a hard budget', () => {
  let refused = 0;
  let races = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 60, size: 'max' }), (steps) => {
      const ledger = new Ledger();
      const terms = {
        budget: 'b',
        limit: LIMIT,
        currency: 'USD',
        period: 'total' as const,
        scope: {},
        hard: true,
        thresholds: [],
      };
      ledger.append(0, decideBudget(noFinance(), terms, context).draft!);
      for (const [n, { caller, act, cents, lag }] of steps.entries()) {
        const head = Math.max(1, ledger.lines.length - lag);
        const finance = ledger.read(head);
        const amount = formatMoney(parseMoney('0.01') * BigInt(cents));
        const own = [...finance.reservations.values()].find(
          ({ id, state }) => state === 'open' && id.startsWith(`${String(caller)}-`),
        );
        try {
          const draft =
            act === 'reserve'
              ? decideReservation(
                  finance,
                  {
                    reservation: `${String(caller)}-${String(n)}`,
                    amount,
                    currency: 'USD',
                    scope: {},
                    expires_at: '2026-01-15T13:00:00Z',
                  },
                  context,
                ).draft
              : own === undefined
                ? undefined
                : act === 'release'
                  ? decideRelease(finance, own.id, context).draft
                  : decideUsage(
                      finance,
                      {
                        usage: `u-${String(n)}`,
                        reservation: own.id,
                        scope: {},
                        cost: formatMoney(min(own.amount, parseMoney(amount))),
                        currency: 'USD',
                        attestation: 'signed',
                      },
                      context,
                    ).draft;
          if (draft !== undefined && !ledger.append(head, draft)) races++;
        } catch (error) {
          assert.ok(error instanceof LoglineError && error.code === 'BUDGET_EXCEEDED');
          refused++;
        }
        const state = ledger.read(ledger.lines.length);
        const { spent, reserved, remaining } = balanceOf(state, state.budgets.get('b')!, NOW);
        assert.ok(remaining >= 0n, `overspent by ${formatMoney(remaining)}`);
        assert.equal(spent + reserved + remaining, parseMoney(LIMIT));
      }
    }),
    { numRuns: 300 },
  );
  assert.ok(refused > 50 && races > 50, `only ${String(refused)} refusals and ${String(races)} races`);
});

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
