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
  const near = text.slice(0, to + BEGIN.length);
  for (let at = near.indexOf(BEGIN, from); at >= 0 && at < to; at = near.indexOf(BEGIN, at + BEGIN.length)) {
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
  const rest = text.slice(from, limit);
  const next = rest.indexOf('-----');
  const footer = next < 0 ? undefined : FOOTER.exec(rest.slice(next, next + LONGEST_LINE))?.[0];
  if (footer !== undefined) return { end: from + next + footer.length };
  let end = from + LEADING.exec(rest)![0].length;
  while (!/[\w+/=]/.test(text.charAt(end - 1))) end--;
  return { end, isFar: true, isOpen: limit === text.length && (next < 0 || next + LONGEST_LINE > rest.length) };
}
