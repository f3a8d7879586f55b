/** Personal data: what has a shape, a check and, where those are weak, a word before it. Names and postal addresses are not looked for. */
import type { OnSpan, ScanRange } from '../finding-span.ts';
import { ACCOUNTS } from './accounts.ts';
import { findEmails, findIps } from './addresses.ts';
import { NATIONAL_IDS } from './national-ids.ts';
import type { IdKind } from './national-ids.ts';
import { findPhones } from './phones.ts';

const KINDS: readonly IdKind[] = [...ACCOUNTS, ...NATIONAL_IDS];
const CONTEXT = 60;

/** Ids of the rules, in the order in which they are looked at. */
export const PERSONAL_RULES: readonly string[] = [
  ...new Set(['email', 'ip-address', ...KINDS.map(({ id }) => id), 'phone']),
];

/** Finds personal data that begins in the range. */
export function findPersonalData(range: ScanRange, regions: readonly string[], onSpan: OnSpan): void {
  findEmails(range, onSpan);
  if (!hasDigits(range)) return;
  findIps(range, onSpan);
  for (const kind of KINDS) findIds(kind, range, onSpan);
  findPhones(range, regions, onSpan);
}

/** Most texts have parts without a number. */
function hasDigits({ text, from, to }: ScanRange): boolean {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) return true;
  }
  return false;
}

function findIds(
  { id, pattern, isValid, context, endOf }: IdKind,
  { text, from, to }: ScanRange,
  onSpan: OnSpan,
): void {
  pattern.lastIndex = from;
  for (let match = pattern.exec(text); match !== null && match.index < to; match = pattern.exec(text)) {
    const { index: start } = match;
    const found = endOf === undefined ? match[0] : match[0].slice(0, endOf(match[0]));
    // Every place is tried, whatever stands before it: so a part of a text gives what the whole gives.
    pattern.lastIndex = start + 1;
    if (context !== undefined && !context.test(beforeOf(text, start))) continue;
    if (found !== '' && isValid(found.replace(/[ ./-]/g, '').toUpperCase()))
      onSpan({ start, end: start + found.length, rule: id, kind: 'personal' });
  }
}

/** Up to the last thing that was taken out of the text, if any. */
function beforeOf(text: string, start: number): string {
  const before = text.slice(Math.max(0, start - CONTEXT), start);
  return before.slice(before.lastIndexOf('***') + 1);
}
