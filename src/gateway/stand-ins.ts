/**
 * What stands in the sanitized text where something was found: `***REDACTED_EMAIL***`. Their one grammar is known to the finders, so that
 * a sanitized text holds no finding: what is glued to a stand-in is no value, and what was said before it says nothing about what follows.
 */
import type { FindingKind } from './finding-span.ts';

const STAND_IN = String.raw`\*\*\*(?:REDACTED|MASKED|HASHED|TOKEN)_[A-Z]{1,16}(?:_[A-Za-z0-9]{1,24})?\*\*\*`;
const INSIDE = new RegExp(STAND_IN);
const BEFORE = new RegExp(`${STAND_IN}$`);
const BEHIND = new RegExp(`^${STAND_IN}`);
const LONGEST = 60;

/** The tokens of a text that a vault may know. */
export const TOKENS = /\*\*\*TOKEN_[A-Z]{1,16}_[a-p]{24}\*\*\*/g;

/** Ways to write a stand-in. */
export type StandInForm = 'REDACTED' | 'MASKED' | 'HASHED' | 'TOKEN';

const NAMES: Readonly<Record<string, string>> = {
  email: 'EMAIL',
  phone: 'PHONE',
  'payment-card': 'CARD',
  iban: 'IBAN',
  'ip-address': 'IP',
};

/** Answers what stands for a kind of finding, such as `EMAIL`. */
export function standInName(kind: FindingKind, rule: string): string {
  if (kind === 'personal') return NAMES[rule] ?? 'ID';
  return kind === 'secret' ? 'SECRET' : 'TERM';
}

/** Answers the text of a stand-in. `mark` is letters and digits, at most 24. */
export function standIn(form: StandInForm, name: string, mark?: string): string {
  return mark === undefined ? `***${form}_${name}***` : `***${form}_${name}_${mark}***`;
}

/** Answers whether a place holds a stand-in or is glued to one. */
export function touchesStandIn(text: string, start: number, end: number): boolean {
  if (text.charAt(start - 1) === '*' && BEFORE.test(text.slice(Math.max(0, start - LONGEST), start))) return true;
  if (text.charAt(end) === '*' && BEHIND.test(text.slice(end, end + LONGEST))) return true;
  return INSIDE.test(text.slice(start, end));
}
