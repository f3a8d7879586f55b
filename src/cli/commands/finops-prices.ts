/** `finops prices` */
import { basename } from 'node:path';
import { formatPriceTable, importLiteLlmPrices, priceOf, roundMoney } from '../../finops/index.ts';
import type { ModelPrice, Money, PriceTable } from '../../finops/index.ts';
import type { FINOPS_PRICES } from '../catalog/costs.ts';
import type { Call, Run } from '../command.ts';
import { readInput } from '../input.ts';
import { warn } from '../notice.ts';
import { withPlace } from '../place.ts';
import { pricesOf } from '../price-files.ts';

type Flags = (typeof FINOPS_PRICES)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, output, terminal } = call;
  const whole = flags.import === undefined ? await pricesOf(call) : await imported(call, flags.import);
  const { model } = flags;
  const table = model === undefined ? whole : { ...whole, models: new Map([[model, priceOf(model, whole)]]) };
  if (output.form === 'json') {
    await output.write(`${formatPriceTable(table)}\n`);
    return 0;
  }
  await printTable(call, table);
  if (output.form === 'table')
    terminal.stderr.write(`${whole.currency} for a million tokens: ${whole.source}, ${whole.date}\n`);
  return 0;
};

async function imported({ flags, terminal }: Call<Flags>, path: string): Promise<PriceTable> {
  const { name, bytes } = await readInput(path, terminal);
  const date = flags.date ?? terminal.clock().toISOString().slice(0, 10);
  const source = flags.source ?? basename(name);
  const { table, leftOut, refused } = withPlace(name, bytes, () => importLiteLlmPrices(bytes, { source, date }));
  if (leftOut.length > 0) warn(terminal, `Left out, for want of a price of tokens: ${namesOf(leftOut)}.`);
  if (refused.length > 0)
    warn(terminal, `Left out, since their prices can be none of a single token: ${namesOf(refused)}.`);
  return table;
}

const namesOf = (models: readonly string[]): string =>
  models.slice(0, 3).join(', ') + (models.length > 3 ? ` and ${String(models.length - 3)} more` : '');

async function printTable({ output }: Call<Flags>, table: PriceTable): Promise<void> {
  const list = output.list(['MODEL', 'PROVIDER', 'INPUT', 'CACHED', 'WRITE 5M', 'WRITE 1H', 'OUTPUT', 'ABOVE']);
  const models = [...table.models].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [model, price] of models) {
    const json = formatPriceTable({ ...table, models: new Map([[model, price]]) });
    await list.add({ json, cells: cellsOf(model, price) });
  }
  await list.end();
}

function cellsOf(model: string, price: ModelPrice): string[] {
  const { provider, input, cachedInput, cacheWrite5m, cacheWrite1h, output, tiers } = price;
  const prices = [input, cachedInput, cacheWrite5m, cacheWrite1h, output].map(perMillion);
  return [model, provider, ...prices, tiers.map(({ above }) => String(above)).join(' ') || '-'];
}

const perMillion = (price: Money | undefined): string =>
  price === undefined ? '-' : roundMoney(price * 1_000_000n, 4).replace(/\.?0+$/, '');
