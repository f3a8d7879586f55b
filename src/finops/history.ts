/** What became of earlier forecasts: what was said, and what was spent on it in the end. */
import type { Finance } from './finance.ts';
import type { ForecastRecord } from './generated/types.ts';
import { parseMoney } from './money.ts';
import type { Money } from './money.ts';

/** A forecast that money was spent on. */
export interface SettledForecast {
  readonly forecast: ForecastRecord;
  /** All usages that name it, in its currency. */
  readonly actual: Money;
}

/** How good the forecasts of a ledger were. */
export interface ForecastAccuracy {
  /** How many forecasts were settled. */
  readonly count: number;
  /** Mean absolute percentage error: how far the forecasts were from what was spent, in percent of that. Left out where there is none. */
  readonly mapePercent?: number;
  /** Percent of them whose cost lay between their low and high. Left out where there is none. */
  readonly withinPercent?: number;
}

/** Answers the forecasts on which something was spent, in the order of the ledger. Pure. */
export function settledForecasts({ forecasts, spendings }: Finance): SettledForecast[] {
  const actual = new Map<string, Money>();
  for (const { cost, record } of spendings.values()) {
    const forecast = record.forecast === undefined ? undefined : forecasts.get(record.forecast);
    if (forecast?.currency !== record.currency) continue;
    actual.set(forecast.forecast, (actual.get(forecast.forecast) ?? 0n) + cost);
  }
  return [...forecasts.values()].flatMap((forecast) => {
    const spent = actual.get(forecast.forecast) ?? 0n;
    return spent > 0n ? [{ forecast, actual: spent }] : [];
  });
}

/** Answers how good forecasts were. Pure. */
export function accuracyOf(settled: readonly SettledForecast[]): ForecastAccuracy {
  const count = settled.length;
  if (count === 0) return { count };
  const errors = settled.map(({ forecast, actual }) => Math.abs(ratio(parseMoney(forecast.cost), actual) - 1));
  const within = settled.filter(
    ({ forecast: { low, high }, actual }) => actual >= parseMoney(low) && actual <= parseMoney(high),
  );
  const mean = errors.reduce((sum, error) => sum + error, 0) / count;
  return { count, mapePercent: round(mean * 100), withinPercent: round((within.length / count) * 100) };
}

/** Answers a / b, to a millionth. Pure. */
export const ratio = (a: Money, b: Money): number => Number((a * 1_000_000n) / b) / 1e6;

const round = (value: number): number => Math.round(value * 10) / 10;

/** Answers the value that the share of all values is not above: nearest rank. Values must not be empty. Pure. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]!;
}
