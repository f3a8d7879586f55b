/** States of money for tests, made by the same decisions as real ones. */
import { decideBudget, decideUsage } from '../../src/finops/decisions.ts';
import type { Decision } from '../../src/finops/decisions.ts';
import { forecastDraft } from '../../src/finops/drafts.ts';
import { foldFinance, noFinance } from '../../src/finops/finance.ts';
import type { Finance } from '../../src/finops/finance.ts';
import type { BudgetSet, ForecastRecord, ModelPolicy, UsageRecord } from '../../src/finops/generated/types.ts';
import { decidePolicy } from '../../src/finops/policies.ts';
import { parsePriceTable } from '../../src/finops/prices.ts';
import type { PriceTable } from '../../src/finops/prices.ts';

export const NOON = '2026-01-15T12:00:00Z';

/** A ledger's state that grows. */
export class Books {
  finance: Finance = noFinance();
  #next = 1;

  take({ drafts }: Pick<Decision, 'drafts'>): this {
    for (const draft of drafts) this.finance = foldFinance(this.finance, { schema_version: '1.1.0', ...draft });
    return this;
  }

  budget(limit: string, changes: Partial<BudgetSet> = {}): this {
    const terms: BudgetSet = {
      budget: 'team',
      limit,
      currency: 'USD',
      period: 'month',
      scope: {},
      hard: true,
      thresholds: [],
      ...changes,
    };
    return this.take(decideBudget(this.finance, terms, { actor: 'admin', createdAt: NOON }));
  }

  spend(cost: string, changes: Partial<UsageRecord> = {}, { actor = 'agent', createdAt = NOON } = {}): this {
    const usage = `u-${String(this.#next++)}`;
    const record = { usage, scope: {}, cost, currency: 'USD', attestation: 'claimed' as const, ...changes };
    return this.take(decideUsage(this.finance, record, { actor, createdAt }));
  }

  policy(policy: ModelPolicy): this {
    return this.take(decidePolicy(this.finance, policy, PRICES, { actor: 'admin', createdAt: NOON }));
  }

  forecast(record: ForecastRecord): this {
    return this.take({ drafts: [forecastDraft(record, { actor: 'agent', createdAt: NOON })] });
  }
}

/** Round prices: of small, a dollar a million tokens read and two written; of large ten times that; euro-model is another provider's. */
export const PRICES: PriceTable = parsePriceTable(
  JSON.stringify({
    source: 'tests',
    date: '2026-01-01',
    currency: 'USD',
    models: [
      { model: 'small', provider: 'one', input: '0.000001', output: '0.000002' },
      { model: 'large', provider: 'one', input: '0.00001', output: '0.00002' },
      { model: 'other', provider: 'two', input: '0.000002', output: '0.000004' },
    ],
  }),
);
