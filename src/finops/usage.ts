/** What a call of a model used, and what that costs. */
import { LoglineError } from '../base/errors.ts';
import type { Money } from './money.ts';
import type { ModelPrice, PriceTable } from './prices.ts';

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

/** Answers how many tokens there are in all. Pure. */
export const totalTokens = ({ input, cachedInput, cacheWrite5m, cacheWrite1h, output }: TokenUsage): number =>
  input + cachedInput + cacheWrite5m + cacheWrite1h + output;

/**
 * Answers what a call costs. Pure.
 *
 * @throws {LoglineError} MODEL_UNKNOWN - the table has no price for the model, or none for a kind of token that was used: never zero.
 */
export function costOf(model: string, usage: TokenUsage, table: PriceTable): Money {
  const price = table.models.get(model);
  if (price === undefined) throw noPrice(model, table, 'no price of it');
  return KINDS.reduce((sum, [tokens, name]) => {
    const count = usage[tokens];
    if (count === 0) return sum;
    const each = price[name] ?? (name === 'output' ? undefined : fallbackOf(price, name));
    if (each === undefined) throw noPrice(model, table, `no price of its ${name} tokens`);
    return sum + each * BigInt(count);
  }, 0n);
}

const KINDS = [
  ['input', 'input'],
  ['cachedInput', 'cachedInput'],
  ['cacheWrite5m', 'cacheWrite5m'],
  ['cacheWrite1h', 'cacheWrite1h'],
  ['output', 'output'],
] as const satisfies readonly (readonly [keyof TokenUsage, keyof ModelPrice])[];

/** Without a discount in the table a cached token costs what a new one does: a figure may be too high, never too low. */
function fallbackOf(price: ModelPrice, name: keyof ModelPrice): Money | undefined {
  return name === 'cachedInput' ? price.input : undefined;
}

function noPrice(model: string, { source, date }: PriceTable, what: string): LoglineError {
  const message = `The price table of ${source} (${date}) has ${what}: ${model}.`;
  return new LoglineError('MODEL_UNKNOWN', message, { details: { model, source, date } });
}
