/** `finops forecast` */
import { LoglineError } from '../../base/errors.ts';
import { openWorkTree, patchFiles, specDigest } from '../../dte/index.ts';
import type { ChangeSpec } from '../../dte/index.ts';
import {
  forecastChange,
  forecastDraft,
  forecastRecord,
  formatMoney,
  loadTokenCounter,
  noFinance,
  parseMoney,
} from '../../finops/index.ts';
import type { Finance, Forecast, ForecastRecord } from '../../finops/index.ts';
import type * as api from '../../client/index.ts';
import { openClient } from '../api.ts';
import { amountText } from '../balance-text.ts';
import type { FINOPS_FORECAST } from '../catalog/costs.ts';
import type { Call, Run } from '../command.ts';
import { decideFinance, needed, nextName, readFinance, scopeOf } from '../finance.ts';
import { pricesOf } from '../price-files.ts';
import { withProgress } from '../progress.ts';
import { snakeCased } from '../snake-case.ts';
import { readSpec } from '../spec-file.ts';
import { factLines } from '../table.ts';

type Flags = (typeof FINOPS_FORECAST)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, terminal } = call;
  const spec = await readSpec(flags.spec, terminal);
  const model = needed(flags.model, '--model NAME', 'Which model would make it?');
  const client = await openClient(call, ['spec', 'model', 'record']);
  if (client !== undefined) {
    await printThere(call, await client.finops.forecast({ changeSpec: spec, model, record: flags.record }));
    return 0;
  }
  const prices = await pricesOf(call);
  const files = patchFiles(spec, await openWorkTree(flags.root));
  const count = await withProgress(call, 'counting', loadTokenCounter);
  const make = (finance: Finance): Forecast => forecastChange(finance, { spec, files }, model, prices, count);
  if (flags.record) {
    const { forecast, record } = await recorded(call, spec, make);
    await print(call, forecast, record);
  } else {
    await print(call, make(await history(call)));
  }
  return 0;
};

async function printThere(call: Call<Flags>, answer: api.Forecast): Promise<void> {
  const { forecast: name, cost, low, high, uncalibrated, ...rest } = answer;
  const exact = Object.fromEntries(
    Object.entries({ cost, low, high, uncalibrated }).map(([part, amount]) => [part, parseMoney(amount)]),
  );
  await print(call, { ...rest, ...exact } as unknown as Forecast, name === undefined ? undefined : { forecast: name });
}

/** Without a ledger there is no history. */
async function history({ flags, ...call }: Call<Flags>): Promise<Finance> {
  const { ledger } = flags;
  return ledger === undefined ? noFinance() : readFinance({ ...call, flags: { ...flags, ledger } });
}

async function recorded(
  { flags, ...call }: Call<Flags>,
  spec: ChangeSpec,
  make: (finance: Finance) => Forecast,
): Promise<{ readonly forecast: Forecast; readonly record: ForecastRecord }> {
  const ledger = needed(flags.ledger, '--ledger FILE', 'Where is it to be recorded?');
  const own = { ...call, flags: { ...flags, ledger } };
  const { decision } = await decideFinance(own, (finance, context) => {
    const name = flags.forecast ?? nextName('F', finance.forecasts);
    if (finance.forecasts.has(name)) {
      throw new LoglineError('NAME_TAKEN', `The forecast ${name} is there already.`, { details: { forecast: name } });
    }
    const forecast = make(finance);
    const record = forecastRecord(forecast, { name, specDigest: specDigest(spec), scope: scopeOf(flags) });
    return { drafts: [forecastDraft(record, context)], forecast, record };
  });
  return decision;
}

async function print(
  { output }: Call<Flags>,
  forecast: Forecast,
  record?: Pick<ForecastRecord, 'forecast'>,
): Promise<void> {
  const { cost, low, high, uncalibrated, currency, ...rest } = forecast;
  const value = {
    ...(record !== undefined && { forecast: record.forecast }),
    ...(snakeCased(rest) as object),
    currency,
    cost: formatMoney(cost),
    low: formatMoney(low),
    high: formatMoney(high),
    uncalibrated: formatMoney(uncalibrated),
  };
  await output.one(
    value,
    factLines({ ...(record !== undefined && { forecast: record.forecast }), ...facts(forecast) }),
  );
}

function facts({ cost, low, high, currency, tokens, workload, p95Latency, ...rest }: Forecast): Record<string, string> {
  const { calibration, accuracy, changeSpec, model, provider } = rest;
  const { calls, input, output, edits } = workload;
  return {
    change_spec: changeSpec,
    model: `${model} (${provider})`,
    cost: amountText(cost, currency),
    low: amountText(low, currency),
    high: amountText(high, currency),
    tokens: `${String(tokens)}: ${String(input)} read, ${String(output)} written, ${String(calls)} calls, ${String(edits)} edits`,
    p95_latency: `${(p95Latency / 1000).toFixed(1)} s`,
    calibration:
      calibration.basis === 'none'
        ? 'none: the bounds are wide'
        : `${calibration.factor.toFixed(2)}, by ${String(calibration.count)} settled forecasts of this ${calibration.basis}`,
    accuracy:
      accuracy.mapePercent === undefined
        ? 'no forecast of this ledger is settled yet'
        : `${String(accuracy.mapePercent)} % off on average, ${String(accuracy.withinPercent)} % within low and high, of ${String(accuracy.count)}`,
  };
}
