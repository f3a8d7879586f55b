/** Passwords on command lines of curl: `curl -u user:password`, `--user "user:password"`. The name of the user stays. */
import { BEHIND } from './finding-span.ts';
import type { OnSpan, ScanRange } from './finding-span.ts';
import { isPlaceholder } from './placeholders.ts';
import { isWordOfManuals } from './url-passwords.ts';

/** The option with its value, at the beginning of a text that has white space before it. */
const OPTION =
  /^(?:-[A-Za-z]{0,6}u[ \t]{0,4}|--(?:proxy-)?user[ \t=]{1,4})(["']?)([^\s:"'`]{0,100})["']?:["']?([^\s"'`]{4,200})/;
/** A key in the place of the user, without a password. */
const KEY_ALONE = /^(?:-[A-Za-z]{0,6}u[ \t]{0,4}|--user[ \t=]{1,4})["']?([^\s:"'`]{8,200}):["']?(?=\s|$)/;
/** Variables and what manuals write: `$PASSWORD`, `${{ secrets.x }}`, `<password>`, `[PASSWORD]`. */
const BRACKETS = /^(?:\$[A-Z{(]|[<[%]|\{\{)|[>\]]$/;
const CURL = /\bcurl(?:\.exe)?\s/;
const LONGEST_OPTION = 330;

/** The longest way from an option to its password. */
const LONGEST_USER = 125;

/** Finds the passwords that begin in the range. */
export function findCurlPasswords({ text, from, to }: ScanRange, onSpan: OnSpan): void {
  const first = Math.max(0, from - LONGEST_USER);
  for (let at = text.indexOf('-', first); at >= 0 && at < to; at = text.indexOf('-', at + 1)) {
    if (!/\s/.test(text.charAt(at - 1))) continue;
    const option = text.slice(at, at + LONGEST_OPTION);
    const match = OPTION.exec(option) ?? KEY_ALONE.exec(option);
    if (match === null) continue;
    const value = match.at(-1)!;
    const start = at + match[0].lastIndexOf(value);
    if (start < from || start >= to || !isOfCurl(text.slice(Math.max(0, start - BEHIND), at))) continue;
    if (isWordOfManuals(value) || isPlaceholder(value) || BRACKETS.test(value)) continue;
    onSpan({ start, end: start + value.length, rule: 'curl-password', kind: 'secret' });
  }
}

/** The command may go on over several lines, each but the last with a backslash at its end. */
function isOfCurl(before: string): boolean {
  const command = before.replace(/\\\r?\n/g, ' ');
  return CURL.test(command.slice(command.lastIndexOf('\n') + 1));
}
