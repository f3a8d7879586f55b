/**
 * Telephone numbers. A candidate is taken where it is written internationally and possible in its country, where it has the form of North
 * America, where it is valid in a region that the policy names, or where a word that announces one stands before it.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { CountryCode } from 'libphonenumber-js/min';
import type { OnSpan, ScanRange } from '../finding-span.ts';

/** Digits in groups. Bounded, so that a long row of groups is many candidates and not one. */
const CANDIDATE =
  /(?<![\w.@/#$%=&-]|\d[ (+])(?:\+|00 ?)?(?:\(\d{1,5}\)[ .-]?)?\d(?:[ .-]?(?:\(0\))?[ .-]?\d){5,14}(?: ?(?:x|ext\.?) ?\d{1,6})?(?![\w@%]|[-./:]\d)/g;
const NORTH_AMERICA =
  /^(?:\+?1[ .-]?)?(?:\([2-9]\d\d\) ?|[2-9]\d\d[-.])[2-9]\d\d[-. ]\d{4}(?: ?(?:x|ext\.?) ?\d{1,6})?$/;
const ANNOUNCED =
  /(?:\b(?:tele?)?(?:phone|fon)s?\b|\btel\b|\b(?:mobile|cell|fax|desk|office|whatsapp|sms|hotline|handy|telefon|teléfono|téléphone|telefoon)\b|\b(?:call|dial|text|ring|reach)(?: (?:me|us|him|her|them|the \w{1,12}))?(?: (?:at|on|back at))?\b|\b(?:answering|messages?) (?:at|to|on)\b|\b(?:registered|contact) (?:number|no)?)[^\n*]{0,14}\n?\s{0,4}$/i;
const CONTEXT = 48;

/** Finds the telephone numbers that begin in the range. */
export function findPhones({ text, from, to }: ScanRange, regions: readonly string[], onSpan: OnSpan): void {
  CANDIDATE.lastIndex = from;
  for (let match = CANDIDATE.exec(text); match !== null && match.index < to; match = CANDIDATE.exec(text)) {
    const { index: start, 0: number } = match;
    const before = text.slice(Math.max(0, start - CONTEXT), start);
    if (isPhone(number, before, regions))
      onSpan({ start, end: start + number.length, rule: 'phone', kind: 'personal' });
    CANDIDATE.lastIndex = match.index + 1;
  }
}

function isPhone(number: string, before: string, regions: readonly string[]): boolean {
  if (isDate(number)) return false;
  if (NORTH_AMERICA.test(number)) return true;
  const digits = number.replace(/(?:x|ext).*$/, '').replace(/\D/g, '').length;
  if (digits < 7 || digits > 15) return false;
  if (ANNOUNCED.test(before)) return true;
  if (number.startsWith('+')) return parsePhoneNumberFromString(number.replace('(0)', ''))?.isPossible() === true;
  return regions.some(
    (region) => /\D/.test(number) && parsePhoneNumberFromString(number, region as CountryCode)?.isValid() === true,
  );
}

/** `2026-11-26 17` and `26.11.2026` have as many digits. */
const isDate = (number: string): boolean =>
  /^(?:19|20)\d\d[-./ ][01]?\d[-./ ][0-3]?\d|^[0-3]?\d[-./][01]?\d[-./](?:19|20)\d\d/.test(number);
