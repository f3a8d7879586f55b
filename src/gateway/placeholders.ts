/** What stands where a secret would stand and is none: references to variables, fillings, words that say so. */

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
  /example|placeholder|changeme|change_me|replace|redacted|dummy|sample|your[_-]?|insert|undefined|todo|lorem|abcdefghij|0123456789|1234567890|x{6,}/i;

/** Answers whether a value only stands for one. Pure; linear. */
export function isPlaceholder(value: string): boolean {
  return FORMS.some((form) => form.test(value)) || WORDS.test(value);
}
