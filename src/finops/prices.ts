/** Prices of models as data: from one source, at one date. */
import { canonicalize, createPlainHash, parseJson } from '../atomic/index.ts';
import { toHex, toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { findingsError, quote, requireSchema } from '../base/schema.ts';
import type { ModelPriceEntry, PriceFile } from './generated/types.ts';
import { priceFileSchema } from './generated/validators.ts';
import { formatMoney, parseMoney } from './money.ts';
import type { Money } from './money.ts';

/** Prices of one token of each kind. */
export interface ModelPrice {
  readonly provider: string;
  readonly input?: Money;
  readonly cachedInput?: Money;
  readonly cacheWrite5m?: Money;
  readonly cacheWrite1h?: Money;
  readonly output?: Money;
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

type PriceName = Exclude<keyof ModelPriceEntry, 'model' | 'provider'>;

const NAMES: Readonly<Record<PriceName, Exclude<keyof ModelPrice, 'provider'>>> = {
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
  return priceTable(requireSchema(priceFileSchema, parseJson(text), 'PRICES_INVALID'));
}

function priceTable(file: PriceFile): PriceTable {
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

function modelPrice(entry: ModelPriceEntry, index: number): ModelPrice {
  const prices = Object.entries(NAMES).flatMap(([name, own]) => {
    const text = entry[name as PriceName];
    return text === undefined ? [] : [[own, tokenPrice(text, `${entry.model}.${name}`, index)] as const];
  });
  return { provider: entry.provider, ...Object.fromEntries(prices) };
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

/**
 * Answers the price table of a file in the format of LiteLLM's `model_prices_and_context_window.json`. Models without a price for
 * tokens, such as those of images, are left out.
 *
 * @throws {LoglineError} PRICES_INVALID - it is not in that format. As {@link parsePriceTable}.
 */
export function importLiteLlmPrices(text: string | Uint8Array, facts: { source: string; date: string }): PriceTable {
  const file = parseJson(text);
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    throw new LoglineError('PRICES_INVALID', 'The file of prices is no object with a member for each model.');
  }
  const models = Object.entries(file)
    .filter(([model]) => model !== 'sample_spec')
    .flatMap(([model, entry]) => liteLlmEntry(model, entry))
    .sort((a, b) => (a.model < b.model ? -1 : 1));
  return priceTable(requireSchema(priceFileSchema, { ...facts, currency: 'USD', models }, 'PRICES_INVALID'));
}

interface LiteLlmEntry {
  readonly model: string;
  readonly provider: unknown;
  readonly [price: string]: unknown;
}

const LITELLM_NAMES: Readonly<Record<PriceName, string>> = {
  input: 'input_cost_per_token',
  cached_input: 'cache_read_input_token_cost',
  cache_write_5m: 'cache_creation_input_token_cost',
  cache_write_1h: 'cache_creation_input_token_cost_above_1hr',
  output: 'output_cost_per_token',
};

function liteLlmEntry(model: string, entry: unknown): LiteLlmEntry[] {
  if (typeof entry !== 'object' || entry === null) {
    throw new LoglineError('PRICES_INVALID', `${quote(model)} is no object with prices.`);
  }
  const own = entry as Readonly<Record<string, unknown>>;
  const prices = Object.entries(LITELLM_NAMES).flatMap(([name, theirs]) => {
    const price = Object.hasOwn(own, theirs) ? own[theirs] : undefined;
    return typeof price === 'number' && price > 0 ? [[name, decimalText(price)]] : [];
  });
  if (prices.length === 0) return [];
  return [
    {
      model,
      provider: own['litellm_provider'] ?? 'unknown',
      ...(Object.fromEntries(prices) as Record<string, string>),
    },
  ];
}

/** The shortest decimal that reads back as the same double, without exponent: what the file's author typed. */
function decimalText(value: number): string {
  const [, whole = '', fraction = '', exponent = '0'] = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  const shift = Number(exponent);
  const digits = whole + fraction;
  const point = whole.length + shift;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const text = `${padded.slice(0, at)}.${padded.slice(at)}`;
  return text.replace(/\.?0*$/, '').replace(/^0+(?=\d)/, '');
}
