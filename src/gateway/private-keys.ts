/** Private keys in PEM (RFC 7468) and OpenPGP armor (RFC 9580), of any length, also with the line ends written as `\n` in a string. */
import { LONGEST } from './finding-span.ts';
import type { FoundSpan, OnSpan, ScanRange } from './finding-span.ts';

const BEGIN = '-----BEGIN';
const HEADER = /^-----BEGIN[ A-Z0-9_-]{0,64}PRIVATE KEY(?: BLOCK)?-----/;
const FOOTER = /^-----END[ A-Z0-9_-]{0,64}PRIVATE KEY(?: BLOCK)?-----/;
/** So much of a key has to follow: a program that only knows the header holds no key. */
const BODY = /[A-Za-z0-9+/=]{40}|(?:[A-Za-z0-9+/]{16,64}(?:\\[nr]|["'+,\s]){1,16}){2}[A-Za-z0-9+/]/;
/** Where it may begin: behind the headers of the block. */
const MOST_HEADERS = 500;
/** Lines of a key, with what quotes them in source code, and headers such as `Proc-Type: 4,ENCRYPTED`. */
const LEADING = /^(?:[\s"'+,\\]|[A-Za-z-]{4,20}: [^\n]{0,80}\n|[A-Za-z0-9+/=]{16,})*(?:[A-Za-z0-9+/=]{1,16}(?![\w ]))?/;

const LONGEST_LINE = 120;

/** Finds the private keys that begin in the range. */
export function findPrivateKeys({ text, from, to }: ScanRange, onSpan: OnSpan): void {
  for (let at = text.indexOf(BEGIN, from); at >= 0 && at < to; at = text.indexOf(BEGIN, at + BEGIN.length)) {
    const header = HEADER.exec(text.slice(at, at + LONGEST_LINE))?.[0];
    if (header === undefined) continue;
    const body = at + header.length;
    if (!BODY.test(text.slice(body, body + MOST_HEADERS))) continue;
    onSpan({ start: at, ...endOfKey(text, body), rule: 'private-key', kind: 'secret' });
  }
}

/** The footer ends it; without one, the last line of base64. */
function endOfKey(text: string, from: number): Pick<FoundSpan, 'end' | 'isOpen' | 'isFar'> {
  const limit = Math.min(text.length, from + LONGEST);
  for (let end = text.indexOf('-----', from); end >= 0 && end < limit; end = text.indexOf('-----', end + 5)) {
    const footer = FOOTER.exec(text.slice(end, end + LONGEST_LINE))?.[0];
    if (footer !== undefined) return { end: end + footer.length };
  }
  const lines = text.slice(from, limit);
  let end = from + LEADING.exec(lines)![0].length;
  while (!/[\w+/=]/.test(text.charAt(end - 1))) end--;
  return { end, isFar: true, isOpen: limit === text.length };
}
