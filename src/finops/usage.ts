/** What a call of a model used, and what that costs. */
import { LoglineError } from '../base/errors.ts';
import type { TokenCounts } from './generated/types.ts';
import type { Money } from './money.ts';
import { priceOf } from './prices.ts';
import type { ModelPrice, PriceTable, TokenPrices } from './prices.ts';

/**
 * Tokens of one call, each counted once: what was read from a cache is not in `input`, and reasoning is in `output`, since every
 * provider bills it so.
 */
export interface TokenUsage {
  /** Read anew. */
  readonly input: number;
  /** Read from the provider's cache. */
  readonly cachedInput: number;
  /** Written to a cache that lasts five minutes. */
  readonly cacheWrite5m: number;
  /** Written to a cache that lasts an hour. */
  readonly cacheWrite1h: number;
  readonly output: number;
}

/** Tokens of a call that used none. */
export const NO_TOKENS: TokenUsage = { input: 0, cachedInput: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };

/** Answers how many tokens a call read, cached ones included. Pure. */
export const tokensRead = ({ input, cachedInput, cacheWrite5m, cacheWrite1h }: TokenUsage): number =>
  input + cachedInput + cacheWrite5m + cacheWrite1h;

/** Answers how many tokens there are in all. Pure. */
export const totalTokens = (usage: TokenUsage): number => tokensRead(usage) + usage.output;

/** Answers the counts of an atomic as a usage: what is left out there is 0. Pure. */
export function tokenUsageOf(counts: TokenCounts = {}): TokenUsage {
  const { input = 0, cached_input = 0, cache_write_5m = 0, cache_write_1h = 0, output = 0 } = counts;
  return { input, cachedInput: cached_input, cacheWrite5m: cache_write_5m, cacheWrite1h: cache_write_1h, output };
}

/** Answers a usage as an atomic has it: kinds without tokens are left out. Pure. */
export function tokenCountsOf({ input, cachedInput, cacheWrite5m, cacheWrite1h, output }: TokenUsage): TokenCounts {
  return {
    ...(input > 0 && { input }),
    ...(cachedInput > 0 && { cached_input: cachedInput }),
    ...(cacheWrite5m > 0 && { cache_write_5m: cacheWrite5m }),
    ...(cacheWrite1h > 0 && { cache_write_1h: cacheWrite1h }),
    ...(output > 0 && { output }),
  };
}

/**
 * Answers what a call costs. Pure.
 *
 * @throws {LoglineError} MODEL_UNKNOWN - the table has no price for the model, or none for a kind of token that was used: never zero.
 */
export function costOf(model: string, usage: TokenUsage, table: PriceTable): Money {
  const prices = pricesFor(usage, priceOf(model, table));
  return KINDS.reduce((sum, kind) => {
    const count = usage[kind];
    if (count === 0) return sum;
    // Without a discount in the table a cached token costs what a new one does: a figure may be too high, never too low.
    const each = prices[kind] ?? (kind === 'cachedInput' ? prices.input : undefined);
    if (each === undefined) throw noPrice(model, kind, table);
    return sum + each * BigInt(count);
  }, 0n);
}

const KINDS = ['input', 'cachedInput', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const;

/** The prices of the highest tier that the call reaches; of what has none there, those below. */
function pricesFor(usage: TokenUsage, { tiers, ...prices }: ModelPrice): TokenPrices {
  const read = tokensRead(usage);
  return Object.assign(prices, ...tiers.filter(({ above }) => read > above)) as TokenPrices;
}

function noPrice(model: string, kind: string, { source, date }: PriceTable): LoglineError {
  const message = `There is no price of ${model} for its ${kind} tokens in ${source} (${date}).`;
  return new LoglineError('MODEL_UNKNOWN', message, { details: { model, kind, source, date } });
}
