/**
 * What a change will cost if a model makes it: counted tokens at the prices of a table, corrected by what earlier forecasts of the
 * same ledger turned out to cost.
 *
 * @see docs/finops.md, "Forecasts"
 */
import type { Finance } from './finance.ts';
import type { ForecastRecord, SpendScope } from './generated/types.ts';
import { accuracyOf, quantile, ratio, settledForecasts } from './history.ts';
import type { ForecastAccuracy, SettledForecast } from './history.ts';
import { formatMoney, parseMoney, timesFactor, toNumber } from './money.ts';
import type { Money } from './money.ts';
import { priceOf } from './prices.ts';
import type { PriceTable } from './prices.ts';
import type { CountTokens } from './tokens.ts';
import { NO_TOKENS, costOf } from './usage.ts';
import { workloadOf } from './workload.ts';
import type { ForecastWork, Workload } from './workload.ts';

/** What a change will cost, in the shape of the services' `POST /finops/forecast`, with the bounds and the reasons. */
export interface Forecast {
  readonly changeSpec: string;
  readonly provider: string;
  readonly model: string;
  /** The forecast for screens. Where prices are in another currency, in that one: {@link Forecast.currency}. */
  readonly usdEstimate: number;
  readonly currency: string;
  /** The forecast, exact. */
  readonly cost: Money;
  /** Four of five changes are to cost between this */
  readonly low: Money;
  /** and this. */
  readonly high: Money;
  /** What counting gave, before the history was looked at. */
  readonly uncalibrated: Money;
  /** Tokens in all: {@link Forecast.workload} in sum. */
  readonly tokens: number;
  readonly workload: Workload;
  /** Milliseconds that all calls take, one after the other, in 95 of 100 cases. */
  readonly p95Latency: number;
  readonly calibration: Calibration;
  /** How good the forecasts of this ledger were so far, for all models. */
  readonly accuracy: ForecastAccuracy;
  /** Digest of the price table. */
  readonly priceTable: string;
}

/** How a forecast was corrected: `uncalibrated` times `factor` is the cost, times `low` and `high` its bounds. */
export interface Calibration {
  /** Of what: settled forecasts of this model, of all models, or none: then the factor is 1 and the bounds are wide. */
  readonly basis: 'model' | 'ledger' | 'none';
  /** How many settled forecasts it was made of. */
  readonly count: number;
  readonly factor: number;
  readonly low: number;
  readonly high: number;
}

/** Answers what a change will cost with a model. Pure. @throws {LoglineError} MODEL_UNKNOWN - the table has no price of the model. */
export function forecastChange(
  finance: Finance,
  work: ForecastWork,
  model: string,
  prices: PriceTable,
  count: CountTokens,
): Forecast {
  const { provider } = priceOf(model, prices);
  const workload = workloadOf(work, count);
  const usage = { ...NO_TOKENS, input: workload.input, output: workload.output };
  // Each call is priced by itself: tiers are about the length of one call.
  const uncalibrated = costOf(model, perCall(usage, workload.calls), prices) * BigInt(workload.calls);
  const settled = settledForecasts(finance).filter(({ forecast }) => forecast.currency === prices.currency);
  const calibration = calibrate(settled, model);
  const cost = timesFactor(uncalibrated, calibration.factor);
  return {
    changeSpec: work.spec.id,
    provider,
    model,
    usdEstimate: toNumber(cost),
    currency: prices.currency,
    cost,
    low: timesFactor(uncalibrated, calibration.low),
    high: timesFactor(uncalibrated, calibration.high),
    uncalibrated,
    tokens: workload.input + workload.output,
    workload,
    p95Latency: latencyOf(finance, model, workload),
    calibration,
    accuracy: accuracyOf(settled),
    priceTable: prices.digest,
  };
}

/** Answers the payload of the atomic that keeps a forecast, for {@link settledForecasts} to measure. Pure. */
export function forecastRecord(
  forecast: Forecast,
  { name, specDigest, scope }: { readonly name: string; readonly specDigest: string; readonly scope: SpendScope },
): ForecastRecord {
  const { changeSpec, provider, model, cost, low, high, uncalibrated, currency, tokens, p95Latency, priceTable } =
    forecast;
  return {
    forecast: name,
    change_spec: changeSpec,
    spec_digest: specDigest,
    scope,
    provider,
    model,
    cost: formatMoney(cost),
    low: formatMoney(low),
    high: formatMoney(high),
    uncalibrated: formatMoney(uncalibrated),
    currency,
    tokens,
    p95_latency_ms: p95Latency,
    price_table: priceTable,
  };
}

const perCall = (usage: typeof NO_TOKENS, calls: number): typeof NO_TOKENS => ({
  ...usage,
  input: Math.ceil(usage.input / calls),
  output: Math.ceil(usage.output / calls),
});

/** Fewer say too little. */
const LEAST_HISTORY = 3;
/** From so many on, a tenth on either side can be left out; with fewer the bounds are the extremes, and a quarter more. */
const QUANTILE_HISTORY = 10;

function calibrate(settled: readonly SettledForecast[], model: string): Calibration {
  const own = settled.filter(({ forecast }) => forecast.model === model);
  const basis = own.length >= LEAST_HISTORY ? 'model' : settled.length >= LEAST_HISTORY ? 'ledger' : 'none';
  if (basis === 'none') return { basis, count: 0, factor: 1, low: 0.5, high: 2 };
  const used = basis === 'model' ? own : settled;
  const ratios = used.map(({ forecast, actual }) => ratio(actual, atLeastOne(parseMoney(forecast.uncalibrated))));
  const [low, high] =
    ratios.length >= QUANTILE_HISTORY
      ? [quantile(ratios, 0.1), quantile(ratios, 0.9)]
      : [Math.min(...ratios) / 1.25, Math.max(...ratios) * 1.25];
  return { basis, count: used.length, factor: quantile(ratios, 0.5), low, high };
}

/** A forecast of nothing cannot be divided by. */
const atLeastOne = (amount: Money): Money => (amount > 0n ? amount : 1n);

/** Without calls that were timed: a second until a model begins, and 25 ms a token, both with room to spare. */
const FIRST_TOKEN_MS = 2000;
const TOKEN_MS = 40;
const LEAST_TIMED = 5;

/** From the calls of the model that were timed, by what they took for each token that they wrote. */
function latencyOf({ spendings }: Finance, model: string, { calls, output }: Workload): number {
  const each = [...spendings.values()].flatMap(({ record: { model: own, latency_ms: ms, tokens } }) =>
    own === model && ms !== undefined && (tokens?.output ?? 0) > 0 ? [ms / tokens!.output!] : [],
  );
  if (each.length < LEAST_TIMED) return Math.round(calls * FIRST_TOKEN_MS + output * TOKEN_MS);
  return Math.round(quantile(each, 0.95) * output);
}
