/**
 * The price table that comes with the package: list prices of models that many use, so that figures have a price from the first day.
 * They are as old as their date says; a table of one's own is laid over it.
 */
import { formatMoney, parseMoney } from './money.ts';
import { priceTableOf } from './prices.ts';
import type { PriceTable } from './prices.ts';

/** Dollars for a million tokens, as price pages have them: input, output, read from a cache, written to one for 5 minutes, for an hour. */
type Row = readonly [input: string, output: string, cached?: string, write5m?: string, write1h?: string];

const OPENAI: Readonly<Record<string, Row>> = {
  'gpt-4.1': ['2', '8', '0.5'],
  'gpt-4.1-mini': ['0.4', '1.6', '0.1'],
  'gpt-4.1-nano': ['0.1', '0.4', '0.025'],
  'gpt-4o': ['2.5', '10', '1.25'],
  'gpt-4o-mini': ['0.15', '0.6', '0.075'],
  'gpt-5': ['1.25', '10', '0.125'],
  'gpt-5-mini': ['0.25', '2', '0.025'],
  'gpt-5-nano': ['0.05', '0.4', '0.005'],
  o3: ['2', '8', '0.5'],
  'o3-mini': ['1.1', '4.4', '0.55'],
  'o4-mini': ['1.1', '4.4', '0.275'],
};

const ANTHROPIC: Readonly<Record<string, Row>> = {
  'claude-3-5-haiku-20241022': ['0.8', '4', '0.08', '1', '1.6'],
  'claude-3-7-sonnet-20250219': ['3', '15', '0.3', '3.75', '6'],
  'claude-opus-4-1': ['15', '75', '1.5', '18.75', '30'],
  'claude-opus-4-20250514': ['15', '75', '1.5', '18.75', '30'],
  'claude-sonnet-4-20250514': ['3', '15', '0.3', '3.75', '6'],
};

const MISTRAL: Readonly<Record<string, Row>> = {
  'mistral-large-latest': ['2', '6'],
};

let table: PriceTable | undefined;

/** Answers the price table of the package: list prices in US dollars, read at the providers' pages at the date that it names. */
export function listPrices(): PriceTable {
  table ??= priceTableOf({
    source: 'the list prices of logline-core',
    date: '2025-09-05',
    currency: 'USD',
    models: [...entries('openai', OPENAI), ...entries('anthropic', ANTHROPIC), ...entries('mistral', MISTRAL)],
  });
  return table;
}

function entries(provider: string, rows: Readonly<Record<string, Row>>): object[] {
  return Object.entries(rows).map(([model, [input, output, cached, write5m, write1h]]) => ({
    model,
    provider,
    input: perToken(input),
    output: perToken(output),
    ...(cached !== undefined && { cached_input: perToken(cached) }),
    ...(write5m !== undefined && { cache_write_5m: perToken(write5m) }),
    ...(write1h !== undefined && { cache_write_1h: perToken(write1h) }),
  }));
}

const perToken = (perMillion: string): string => formatMoney(parseMoney(perMillion) / 1_000_000n);
