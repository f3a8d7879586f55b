/** Passwords in addresses: `postgres://user:password@host/db`. The rest of the address stays. */
import type { OnSpan, ScanRange } from './finding-span.ts';
import { isPlaceholder } from './placeholders.ts';

const USER = /^:\/\/[^\s:@/"'`<>]{0,100}:([^\s@/"'`<>]{3,200})@[A-Za-z0-9[]/;
/** What manuals write there. */
const NOTHING =
  /^(?:(?:my|your|db)?[_-]?pass(?:word|wd|w)?|pwd|secret|token|user(?:name)?|root|admin|postgres|mysql|mongodb|redis|guest|test|foo|bar|xyz|abc|x-oauth-basic|\d{1,5})$/i;

/** Answers whether a password is one of those that manuals write. Pure. */
export const isWordOfManuals = (password: string): boolean => NOTHING.test(password);

/** The longest way from `://` to a password. */
const LONGEST_USER = 104;

/** Finds the passwords of addresses that begin in the range. */
export function findUrlPasswords({ text, from, to }: ScanRange, onSpan: OnSpan): void {
  const first = Math.max(0, from - LONGEST_USER);
  for (let at = text.indexOf('://', first); at >= 0 && at < to; at = text.indexOf('://', at + 3)) {
    const match = USER.exec(text.slice(at, at + 320));
    const password = match?.[1];
    if (password === undefined || isWordOfManuals(password) || isPlaceholder(password)) continue;
    const start = at + match![0].lastIndexOf(`:${password}@`) + 1;
    if (start >= from && start < to)
      onSpan({ start, end: start + password.length, rule: 'url-password', kind: 'secret' });
  }
}
