/** Prices of models as data: from one source, at one date. */
import { canonicalize, createPlainHash, parseJson } from '../atomic/index.ts';
import { toHex, toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { nearestNames } from '../base/nearest.ts';
import { findingsError, quote, requireSchema } from '../base/schema.ts';
import type { ModelPriceEntry, PriceFile } from './generated/types.ts';
import { priceFileSchema } from './generated/validators.ts';
import { formatMoney, parseMoney } from './money.ts';
import type { Money } from './money.ts';

/** Prices of one token of each kind. */
export interface TokenPrices {
  readonly input?: Money;
  readonly cachedInput?: Money;
  readonly cacheWrite5m?: Money;
  readonly cacheWrite1h?: Money;
  readonly output?: Money;
}

/** Prices of one model. */
export interface ModelPrice extends TokenPrices {
  readonly provider: string;
  /** Other prices for the whole of a call that reads more than so many tokens, by that number, ascending. */
  readonly tiers: readonly (TokenPrices & { readonly above: number })[];
}

/** A price table. Figures that were made with it carry its digest. */
export interface PriceTable {
  readonly source: string;
  /** Such as `2026-01-31`. */
  readonly date: string;
  readonly currency: string;
  /** By the name of the model. */
  readonly models: ReadonlyMap<string, ModelPrice>;
  /** BLAKE3 of the canonical text of the file: 64 lower-case hex characters. */
  readonly digest: string;
}

/** The kinds of tokens, as price files name them. */
export type PriceName = Exclude<keyof ModelPriceEntry, 'model' | 'provider' | 'tiers'>;

const NAMES: Readonly<Record<PriceName, keyof TokenPrices>> = {
  input: 'input',
  cached_input: 'cachedInput',
  cache_write_5m: 'cacheWrite5m',
  cache_write_1h: 'cacheWrite1h',
  output: 'output',
};

/** Nothing that is sold costs less, or more, for one token. What does is a price for a million of them. */
const LEAST = parseMoney('0.0000000001');
const MOST = parseMoney('0.01');

/**
 * Answers the price table of a JSON text (schemas/price-table.schema.json).
 *
 * @throws {LoglineError} PRICES_INVALID - it is none, names a model twice, or has a price that cannot be one of a single token.
 *   PARSE_ERROR and the other codes of strict JSON.
 */
export function parsePriceTable(text: string | Uint8Array): PriceTable {
  return priceTableOf(parseJson(text, { maxLineBytes: MAX_BYTES }));
}

/** The largest tables there are have a megabyte. */
export const MAX_BYTES = 32 * 1024 * 1024;

/** Answers the price table of a value. @throws {LoglineError} as {@link parsePriceTable}, for a value that is JSON already. */
export function priceTableOf(value: unknown): PriceTable {
  const file: PriceFile = requireSchema(priceFileSchema, value, 'PRICES_INVALID');
  const { $schema: _, ...content } = file;
  const models = new Map<string, ModelPrice>();
  for (const [index, entry] of file.models.entries()) {
    if (models.has(entry.model)) throw fault(index, `the model ${entry.model} stands there twice`);
    models.set(entry.model, modelPrice(entry, index));
  }
  const digest = toHex(
    createPlainHash()
      .update(toUtf8(canonicalize(content)))
      .digest(),
  );
  return { source: file.source, date: file.date, currency: file.currency, models, digest };
}

/** Answers the file of a table: the inverse of {@link parsePriceTable}, models in the order of their names. Pure. */
export function formatPriceTable({ source, date, currency, models }: PriceTable): string {
  const entries = [...models]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([model, { provider, tiers, ...prices }]) => ({
      model,
      provider,
      ...textsOf(prices),
      ...(tiers.length > 0 && { tiers: tiers.map(({ above, ...tier }) => ({ above, ...textsOf(tier) })) }),
    }));
  return JSON.stringify({ source, date, currency, models: entries });
}

const textsOf = (prices: TokenPrices): Partial<Record<PriceName, string>> =>
  Object.fromEntries(
    Object.entries(NAMES).flatMap(([name, own]) => {
      const price = prices[own];
      return price === undefined ? [] : [[name, formatMoney(price)]];
    }),
  );

/**
 * Answers a table with another one laid over it: what `own` prices counts, of the others those of `base`, where the currency is the
 * same. The date is that of `own`; the source names both. Pure.
 */
export function overlayPrices(base: PriceTable, own: PriceTable): PriceTable {
  if (base.currency !== own.currency) return own;
  const models = new Map([...base.models, ...own.models]);
  const source = `${own.source}, over ${base.source} (${base.date})`;
  return parsePriceTable(formatPriceTable({ ...own, source, models }));
}

/**
 * Answers the prices of a model. Pure.
 *
 * @throws {LoglineError} MODEL_UNKNOWN - the table has none; the message names the models that are spelled most like it.
 */
export function priceOf(model: string, { models, source, date }: PriceTable): ModelPrice {
  const price = models.get(model);
  if (price !== undefined) return price;
  const nearest = nearestNames(model, models.keys(), 3);
  const meant = nearest.length === 0 ? '' : ` Did you mean ${nearest.join(' or ')}?`;
  const message = `There is no price of ${quote(model)} in ${source} (${date}).${meant}`;
  throw new LoglineError('MODEL_UNKNOWN', message, { details: { model, source, date, nearest } });
}

function modelPrice({ model, provider, tiers = [], ...entry }: ModelPriceEntry, index: number): ModelPrice {
  const own = tiers
    .map(({ above, ...tier }) => ({ above, ...tokenPrices(tier, `${model}.tiers`, index) }))
    .sort((a, b) => a.above - b.above);
  return { provider, ...tokenPrices(entry, model, index), tiers: own };
}

function tokenPrices(entry: Readonly<Partial<Record<PriceName, string>>>, name: string, index: number): TokenPrices {
  return Object.fromEntries(
    Object.entries(NAMES).flatMap(([kind, own]) => {
      const text = entry[kind as PriceName];
      return text === undefined ? [] : [[own, tokenPrice(text, `${name}.${kind}`, index)] as const];
    }),
  );
}

function tokenPrice(text: string, name: string, index: number): Money {
  const price = parseMoney(text);
  if (price === 0n || (price >= LEAST && price <= MOST)) return price;
  const range = `${formatMoney(LEAST)} to ${formatMoney(MOST)}`;
  throw fault(index, `${name} is ${text} for one token, outside of ${range}: is it the price of a million?`);
}

function fault(index: number, what: string): LoglineError {
  return findingsError([
    { code: 'PRICES_INVALID', message: `models[${index}]: ${what}.`, pointer: `/models/${index}` },
  ]);
}
