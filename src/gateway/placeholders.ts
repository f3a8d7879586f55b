/** What stands where a secret would stand and is none: references to variables, fillings, words that say so. */

import { looksRandom } from './randomness.ts';

const FORMS: readonly RegExp[] = [
  /^\$\{?[\w.]{1,128}\}?$/,
  /^%[\w.]{1,128}%$/,
  /^\{\{?.{1,128}\}\}?$/,
  /^<.{1,128}>$/,
  /^(.)\1{2,}$/,
  /^[xX*.#_-]{3,}$/,
  /^(?:process\.env|os\.environ|System\.getenv|secrets|vars|env|config|settings|options|this|self)\./,
];
const WORDS =
  /example|placeholder|changeme|change_me|replace|redacted|dummy|sample|your[_-]?|insert|undefined|todo|lorem|x{6,}/i;
const ROWS = /abcdefghij|0123456789|1234567890/i;

/** Answers whether a value only stands for one. Pure; linear. */
export function isPlaceholder(value: string): boolean {
  return isWordy(value) || ROWS.test(value);
}

/** The same for a value that has the shape of its service's secrets, of which a row of digits may be a part. Pure; linear. */
export function isWordy(value: string): boolean {
  return FORMS.some((form) => form.test(value)) || WORDS.test(value);
}

/** Of the letters and digits of a value. */
const MOST_CROSSES = 0.7;
const NAME = /^[A-Za-z_]{12,}$/;

/**
 * Answers whether what follows the first characters of a token is none after all: a row of crosses, a name in code, or the end of an
 * example. Pure; linear.
 */
export function isFilling(rest: string): boolean {
  const chars = rest.replace(/[^A-Za-z0-9]/g, '');
  if (chars.replace(/[^xX]/g, '').length > MOST_CROSSES * chars.length) return true;
  return /^[A-Z0-9]+EXAMPLE(?:KEY)?$/.test(rest) || isName(rest);
}

const isName = (text: string): boolean =>
  NAME.test(text) && /[a-z]/.test(text) && new Set(text).size > 8 && !looksRandom(text.replaceAll('_', ''));
