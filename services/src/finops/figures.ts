/** Figures about money: what the ledger says, read when it is asked for. */
import { accuracyOf, balanceOf, settledForecasts, toNumber } from 'logline-core/finops';
import type { Finance, Money } from 'logline-core/finops';
import type { ServiceParts } from '../parts.ts';

/** Adds them to the figures of the process, for one budget. Where there is nothing to tell of yet, a figure is not a number. */
export function addMoneyFigures({ metrics, access, now }: ServiceParts, budget: string): void {
  const consumed = metrics.reading('finops_consumed_usd', 'Spent of the budget in its present period.');
  const limit = metrics.reading('finops_budget_limit_usd', 'Limit of the budget for one period.');
  const perMission = metrics.reading('finops_cost_per_mission_usd', 'Mean cost of the missions that cost anything.');
  const error = metrics.reading(
    'finops_forecast_error_ratio',
    'Mean distance of forecasts from what was spent, as a share of that.',
  );
  metrics.addReading(async () => {
    const finance = await access.finance.read();
    const set = finance.budgets.get(budget);
    if (set?.terms.currency === 'USD') {
      consumed.set(toNumber(balanceOf(finance, set, now()).spent));
      limit.set(toNumber(set.limit));
    }
    perMission.set(meanCost(finance));
    error.set((accuracyOf(settledForecasts(finance)).mapePercent ?? NaN) / 100);
  });
}

function meanCost({ spendings }: Finance): number {
  const missions = new Map<string, Money>();
  for (const { cost, record } of spendings.values()) {
    const { mission } = record.scope;
    if (mission !== undefined && record.currency === 'USD') missions.set(mission, (missions.get(mission) ?? 0n) + cost);
  }
  const total = [...missions.values()].reduce((sum, cost) => sum + cost, 0n);
  return missions.size === 0 ? NaN : toNumber(total) / missions.size;
}
