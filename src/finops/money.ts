/**
 * Amounts of money, exact: decimal text outside, whole numbers of 1e-15 of the currency inside.
 *
 * Prices of a single token have up to 13 decimals and those of a pixel 15. A double cannot add them up: after a million calls the
 * cents would be wrong.
 */
import { LoglineError } from '../base/errors.ts';
import { quote } from '../base/schema.ts';

/** Units of 1e-15 of a currency. The currency stands beside the amount: amounts of two currencies are never added. */
export type Money = bigint;

const DECIMALS = 15;
const ONE = 10n ** BigInt(DECIMALS);

/** Larger than any budget. Keeps hostile texts from growing without end. */
const MAX_DIGITS = 18;

/**
 * Answers the amount that a decimal text says, such as `12.5` or `0.0000025`. Pure.
 *
 * @throws {LoglineError} MONEY_INVALID - it is no decimal number without exponent, or has more than 18 digits before the point or 15 behind it.
 */
export function parseMoney(text: string): Money {
  const [, sign, whole, fraction = ''] = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined || whole.length > MAX_DIGITS || fraction.length > DECIMALS) throw noMoney(text);
  const units = BigInt(whole) * ONE + BigInt(fraction.padEnd(DECIMALS, '0'));
  return sign === '-' ? -units : units;
}

function noMoney(text: string): LoglineError {
  const message = `${quote(text)} is no amount of money: a decimal number such as 12.50, with at most ${MAX_DIGITS} digits before the point and ${DECIMALS} behind it.`;
  return new LoglineError('MONEY_INVALID', message, { details: { text: text.slice(0, 64) } });
}

/** Answers the shortest decimal text of an amount: the inverse of {@link parseMoney}. Pure. */
export function formatMoney(amount: Money): string {
  const units = amount < 0n ? -amount : amount;
  const fraction = (units % ONE).toString().padStart(DECIMALS, '0').replace(/0+$/, '');
  return `${amount < 0n ? '-' : ''}${units / ONE}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Answers an amount for people, rounded half up to `decimals`. Pure. */
export function roundMoney(amount: Money, decimals: number): string {
  const step = 10n ** BigInt(DECIMALS - decimals);
  const units = amount < 0n ? -amount : amount;
  const steps = (units + step / 2n) / step;
  const text = steps.toString().padStart(decimals + 1, '0');
  const point = text.length - decimals;
  const sign = amount < 0n && steps > 0n ? '-' : '';
  return decimals === 0 ? `${sign}${text}` : `${sign}${text.slice(0, point)}.${text.slice(point)}`;
}

/** Answers the share of `part` in `whole` in percent, rounded down: a threshold is reached, not nearly reached. Pure. */
export function percentOf(part: Money, whole: Money): number {
  if (whole <= 0n) return part > 0n ? Infinity : 0;
  return Number((part * 100n) / whole);
}

/** Answers an amount as the nearest double: for screens and for JSON that others gave its shape, never to go on calculating with. Pure. */
export function toNumber(amount: Money): number {
  return Number(formatMoney(amount));
}

/**
 * Answers the amount that a JSON number stands for: the shortest decimal that reads back as the same double, so that 0.1 is 0.1. Pure.
 *
 * @throws {LoglineError} MONEY_INVALID - it is negative, no number, or has more digits than amounts have.
 */
export function moneyOf(value: number): Money {
  if (!(value >= 0 && Number.isFinite(value))) throw noMoney(String(value));
  return parseMoney(decimalText(value));
}

/** Answers an amount times a factor, to a millionth of the factor. Pure. */
export function timesFactor(amount: Money, factor: number): Money {
  return (amount * BigInt(Math.round(factor * 1e6))) / 1_000_000n;
}

/** Answers the shortest decimal that reads back as the same double, without an exponent: what was typed. @param value - finite, not negative. Pure. */
export function decimalText(value: number): string {
  const [, whole = '', fraction = '', exponent = '0'] = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  return `${padded.slice(0, at)}.${padded.slice(at)}`.replace(/\.?0*$/, '').replace(/^0+(?=\d)/, '');
}
