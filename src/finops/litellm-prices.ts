/** Price tables in the file format of LiteLLM, which many tools keep up to date (`model_prices_and_context_window.json`). */
import { parseJson } from '../atomic/index.ts';
import { LoglineError } from '../base/errors.ts';
import { quote } from '../base/schema.ts';
import { decimalText, formatMoney, parseMoney } from './money.ts';
import { MAX_BYTES, priceTableOf } from './prices.ts';
import type { PriceName, PriceTable } from './prices.ts';

/** Where a file of prices is from. */
export interface PriceSource {
  readonly source: string;
  /** Such as `2026-01-31`. */
  readonly date: string;
}

/** A table, and what of the file is not in it. */
export interface ImportedPrices {
  readonly table: PriceTable;
  /** Models without a price for tokens (of images, of sounds), free ones, and patterns of names. They stay unknown: nothing is free. */
  readonly leftOut: readonly string[];
  /** Models whose price can be none of a single token, such as one of a million. They stay unknown as well. */
  readonly refused: readonly string[];
}

/**
 * Answers the price table of a file in LiteLLM's format. Prices are read as they were typed; those of long calls
 * (`…_above_200k_tokens`) become tiers; where reasoning has a price of its own, output has the higher one of both. What doubles added behind the
 * fifteenth digit is left out.
 *
 * @throws {LoglineError} PRICES_INVALID - it is not in that format, or no price in it can be one of a single token. As `parsePriceTable`.
 */
export function importLiteLlmPrices(text: string | Uint8Array, from: PriceSource): ImportedPrices {
  const file = parseJson(text, { maxLineBytes: MAX_BYTES });
  if (!isObject(file))
    throw new LoglineError('PRICES_INVALID', 'The file of prices is no object with a member for each model.');
  const models: ModelEntry[] = [];
  const leftOut: string[] = [];
  for (const model of Object.keys(file).sort()) {
    const entry = entryOf(model, file[model]);
    if (entry !== undefined) models.push(entry);
    else if (model !== 'sample_spec') leftOut.push(model);
  }
  const { source, date } = from;
  const tableOf = (some: readonly ModelEntry[]): PriceTable =>
    priceTableOf({ source, date, currency: 'USD', models: some });
  const refused = new Set(models.filter((entry) => !isGood(() => tableOf([entry]))));
  // Where all of it is refused it is another file, and that of the first says why.
  const good = refused.size === models.length ? models : models.filter((entry) => !refused.has(entry));
  return { table: tableOf(good), leftOut, refused: [...refused].map(({ model }) => model) };
}

/** The file has thousands of models from many hands: one that is wrong is no reason to do without the others. */
function isGood(table: () => PriceTable): boolean {
  try {
    table();
    return true;
  } catch (error) {
    if (error instanceof LoglineError && error.code === 'PRICES_INVALID') return false;
    throw error;
  }
}

/** Answers whether a JSON text looks like a file of LiteLLM's and not like one of this project's. Pure. */
export function isLiteLlmFile(text: string | Uint8Array): boolean {
  const file = parseJson(text, { maxLineBytes: MAX_BYTES });
  return isObject(file) && !Array.isArray(file['models']);
}

type Entry = Readonly<Record<string, unknown>>;
type ModelEntry = { readonly model: string } & Entry;

const THEIRS: Readonly<Record<PriceName, string>> = {
  input: 'input_cost_per_token',
  cached_input: 'cache_read_input_token_cost',
  cache_write_5m: 'cache_creation_input_token_cost',
  cache_write_1h: 'cache_creation_input_token_cost_above_1hr',
  output: 'output_cost_per_token',
};

function entryOf(model: string, entry: unknown): ModelEntry | undefined {
  if (!isObject(entry)) throw new LoglineError('PRICES_INVALID', `${quote(model)} is no object with prices.`);
  const prices = pricesIn(entry, '');
  if (Object.keys(prices).length === 0 || !/^[\w.:/@-]+$/.test(model)) return undefined;
  const tiers = thresholdsIn(entry).map((thousands) => ({
    above: thousands * 1000,
    ...pricesIn(entry, `_above_${String(thousands)}k_tokens`),
  }));
  const provider = Object.hasOwn(entry, 'litellm_provider') ? entry['litellm_provider'] : 'unknown';
  return { model, provider, ...prices, ...(tiers.length > 0 && { tiers }) };
}

function pricesIn(entry: Entry, suffix: string): Partial<Record<PriceName, string>> {
  const found = Object.entries(THEIRS).flatMap(([name, theirs]) => {
    const price = Math.max(numberIn(entry, theirs + suffix), name === 'output' ? reasoningIn(entry, suffix) : 0);
    return price > 0 ? [[name, priceText(price)]] : [];
  });
  return Object.fromEntries(found) as Partial<Record<PriceName, string>>;
}

/**
 * Some prices of the file were worked out with doubles, such as 2.9999900000000002e-06: what stands behind the fifteenth digit is their noise. What
 * is smaller than amounts can be is rounded up.
 */
function priceText(price: number): string {
  const text = decimalText(Number(price.toPrecision(15)));
  const end = text.indexOf('.') + 1 + MOST_DECIMALS;
  return text.length <= end ? text : formatMoney(parseMoney(text.slice(0, end)) + 1n);
}

const MOST_DECIMALS = 15;

const reasoningIn = (entry: Entry, suffix: string): number =>
  numberIn(entry, `output_cost_per_reasoning_token${suffix}`);

function numberIn(entry: Entry, name: string): number {
  const value = Object.hasOwn(entry, name) ? entry[name] : undefined;
  return typeof value === 'number' ? value : 0;
}

function thresholdsIn(entry: Entry): number[] {
  const found = Object.keys(entry).flatMap((name) => {
    const [, thousands] = /^(?:input|output)_cost_per_token_above_(\d{1,6})k_tokens$/.exec(name) ?? [];
    return thousands === undefined || numberIn(entry, name) <= 0 ? [] : [Number(thousands)];
  });
  return [...new Set(found)].sort((a, b) => a - b);
}

const isObject = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
