/**
 * Values that are secrets because of the name that stands before them: `stripe_key = "…"`, `Authorization: Bearer …`,
 * `{"clientSecret": "…"}`. A name alone is no finding and a value alone is none either.
 */
import { RE2JS } from 're2js';
import type { OnSpan, ScanRange } from './finding-span.ts';
import { KeywordSearch } from './keyword-search.ts';
import { isPlaceholder, isWordy } from './placeholders.ts';
import { looksRandom } from './randomness.ts';
import type { NamedRule } from './rules/shapes.ts';

/** How far before a value its name may end. */
const NAME_REACH = 64;
const LONGEST_VALUE = 512;
const LONGEST_NAME = 40;

/** Where a value may begin: at the first of such characters in a row. */
const ATOM = /(?<![A-Za-z0-9_+.~%!$^*-])[A-Za-z0-9_+.~%!$^*-]{7,513}/g;
/** What a value may be made of, up to its end. */
const WHOLE = /[^\s"'`()<>{}[\],;\\|]{7,513}/y;
/** What may stand between a name and its value: the rest of the identifier, then an operator, then quotes and brackets. */
const ASSIGNMENT =
  /^[\w.-]{0,24}["'`\]}]{0,2}[ \t]{0,3}(?:(?::=|={1,3}>?|:{1,2}=?|[>,(-]|\+=|<-)[ \t]{0,3}(?:[A-Za-z]{1,12}[ \t(]{1,2})?|[ \t]{1,3}(?:is[ \t:]{1,3})?)\\?["'`{(<[@]{0,3}$/;
/** The same, with words between them. Only values that leave no doubt are taken then. */
const NEARBY = /^[^\n;*]{0,40}$/;

interface Name {
  readonly rules: readonly CompiledNamed[];
  readonly isSecret: boolean;
  readonly isWeak: boolean;
  readonly isPassword: boolean;
}

interface CompiledNamed {
  readonly id: string;
  readonly source: string;
  pattern: RE2JS | undefined;
}

interface Hit {
  readonly name: Name;
  readonly start: number;
  readonly end: number;
}

/** What the rules are made of. */
export interface NamedSets {
  readonly rules: readonly NamedRule[];
  readonly secretNames: readonly string[];
  readonly weakNames: readonly string[];
}

/** A set of names and of what may stand behind them, ready to run. */
export class NamedValues {
  readonly #search: KeywordSearch;
  readonly #words: readonly string[];
  readonly #names: readonly Name[];

  constructor({ rules, secretNames, weakNames }: NamedSets) {
    const compiled = rules.map(([id, words, source]) => ({ words, rule: { id, source, pattern: undefined } }));
    this.#words = [...new Set([...rules.flatMap(([, words]) => words), ...secretNames, ...weakNames])];
    this.#names = this.#words.map((word) => ({
      rules: compiled.filter(({ words }) => words.includes(word)).map(({ rule }) => rule),
      isSecret: secretNames.includes(word),
      isWeak: weakNames.includes(word),
      isPassword: /^(?:pass|pwd)/.test(word),
    }));
    this.#search = new KeywordSearch(this.#words);
  }

  /** Finds the values that begin in the range. */
  find(range: ScanRange, onSpan: OnSpan): void {
    const hits = this.#hitsOf(range);
    if (hits.length === 0) return;
    let first = 0;
    ATOM.lastIndex = range.from;
    for (let atom = ATOM.exec(range.text); atom !== null && atom.index < range.to; atom = ATOM.exec(range.text)) {
      const start = atom.index;
      while (first < hits.length && hits[first]!.end < start - NAME_REACH) first++;
      if (first === hits.length) return;
      if (hits[first]!.end > start) continue;
      const span = judge(range.text, start, atom[0], hits.slice(first, lastBefore(hits, first, start)));
      if (span !== undefined) onSpan({ ...span, kind: 'secret' });
    }
  }

  #hitsOf({ text, from, to }: ScanRange): Hit[] {
    const hits: Hit[] = [];
    const start = Math.max(0, from - NAME_REACH - LONGEST_NAME);
    this.#search.find(text, start, Math.min(text.length, to), (word, end) => {
      hits.push({ name: this.#names[word]!, start: end - this.#words[word]!.length, end });
    });
    return hits;
  }
}

/** How many hits end before a value: a text made of names has many, of which the nearest are enough. */
const MOST_NAMES = 12;

function lastBefore(hits: readonly Hit[], first: number, start: number): number {
  let last = first;
  while (last < hits.length && hits[last]!.end <= start) last++;
  return last;
}

interface Judged {
  readonly start: number;
  readonly end: number;
  readonly rule: string;
}

/** The nearest name decides first. */
function judge(text: string, start: number, atom: string, near: readonly Hit[]): Judged | undefined {
  const values = valuesAt(text, start, atom).filter(mayBeSecret);
  if (values.length === 0) return undefined;
  for (const hit of near.slice(-MOST_NAMES).reverse()) {
    const gap = text.slice(hit.end, start);
    for (const value of values) {
      const rule = ruleOf(hit, gap, value, text, start);
      if (rule !== undefined) return { start, end: start + value.length, rule };
    }
  }
  return undefined;
}

/** A value may hold `/`, `=` and `:`, but where it stands in an address it ends there. */
function valuesAt(text: string, start: number, atom: string): string[] {
  const trimmed = atom.replace(/[.!?:]+$/, '');
  if (/[/?&@#]/.test(text.charAt(start - 1))) return [withPadding(text, start, trimmed)];
  WHOLE.lastIndex = start;
  const whole = (WHOLE.exec(text)?.[0] ?? atom).replace(/[.!?:]+$/, '');
  return whole.includes('://') ? [] : whole === trimmed ? [whole] : [whole, withPadding(text, start, trimmed)];
}

/** `=` at the end belongs to base64. */
function withPadding(text: string, start: number, value: string): string {
  const end = start + value.length;
  const padding = /^={1,2}(?![\w=])/.exec(text.slice(end, end + 4))?.[0] ?? '';
  return value + padding;
}

const UUID = /^[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}$/i;

const mayBeSecret = (value: string): boolean =>
  value.length <= LONGEST_VALUE &&
  (looksRandom(value, { minChanges: 0.1 }) || isPassword(value) || UUID.test(value)) &&
  !isWordy(value);

/** How sure it has to be where words stand between a name and its value. */
const SURE = { minLength: 20, minChanges: 0.25 };

function ruleOf(hit: Hit, gap: string, value: string, text: string, start: number): string | undefined {
  const end = start + value.length;
  if (isCall(text, end) || (isCutOff(text, end) && !isPassword(value))) return undefined;
  const named = isSplit(hit, text) ? undefined : hit.name.rules.find((rule) => isShaped(rule, value));
  return named?.id ?? (isGenericSecret(hit, gap, value, text, start) ? 'generic-secret' : undefined);
}

function isGenericSecret(
  { name, end, start: nameStart }: Hit,
  gap: string,
  value: string,
  text: string,
  start: number,
): boolean {
  if (isPlaceholder(value) || isDigest(text, start, value) || isPublic(text, nameStart, gap)) return false;
  if (name.isWeak && isInWord(text, nameStart, end)) return false;
  const isLikely = isKeyLike(text, start, value);
  if ((name.isSecret || name.isWeak) && ASSIGNMENT.test(gap)) return isLikely || (name.isPassword && isPassword(value));
  return name.isSecret && isLikely && gap.length <= 40 && NEARBY.test(gap) && looksRandom(value, SURE);
}

/** What stands without quotes in code may be the name of a type or of a member. */
function isKeyLike(text: string, start: number, value: string): boolean {
  if (!looksRandom(value)) return false;
  if (/["'`]/.test(text.charAt(start - 1))) return true;
  if (value.length < 16) return /\d\D+\d/.test(value);
  return value.length >= 32 || !/^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$/.test(value);
}

/** What people choose where a service asks for a digit and a sign. */
const isPassword = (value: string): boolean =>
  value.length >= 8 && value.length <= 64 && /\d/.test(value) && /[A-Za-z]/.test(value) && /[!@#$%^&*?+~]/.test(value);

function isShaped(rule: CompiledNamed, value: string): boolean {
  rule.pattern ??= RE2JS.compile(`(?i)^(?:${rule.source})$`);
  return rule.pattern.matcher(value).find();
}

/** What names a secret, or is shown to everybody, is none: `credentialsId`, `key_vault_name`, `public_key`, a form's CSRF token. */
const isPublic = (text: string, nameStart: number, gap: string): boolean =>
  /^[\w.-]{0,24}?(?:[a-z](?:Id|Name|Url)|ID|[_.-](?:id|name|url)|[_.-](?:ID|NAME|URL))(?![\w.-])/.test(gap) ||
  /^(?:Id|Name|Url)(?![\w.-])/.test(gap) ||
  /(?:public|csrf|xsrf|authenticity)[_-]?$/i.test(text.slice(Math.max(0, nameStart - 16), nameStart));

/** A name of a service counts where it stands for itself: `rookTable` is no Okta and `sumOf` no Sumo. */
const isSplit = ({ start, end }: Hit, text: string): boolean =>
  (isLetter(text.charCodeAt(start - 1)) && !isUpper(text.charCodeAt(start))) ||
  (/[a-z]/.test(text.charAt(end)) && /[a-z][A-Z]$/.test(text.slice(start, end)));

/** `ops_eyJzaWdu...` shows the beginning of a value. */
const isCutOff = (text: string, end: number): boolean => /^(?:\.\.|…|\*\*\*)/.test(text.slice(end, end + 3));

const isCall = (text: string, end: number): boolean => text.charAt(end) === '(';

/** Digests of files stand near keys and are none. */
const isDigest = (text: string, start: number, value: string): boolean =>
  /^(?:sha\d{1,3}|md5)[-:]/i.test(value) ||
  /(?:sha\d{1,3}|md5|base64,)[-:=\s"']{0,3}$/i.test(text.slice(Math.max(0, start - 12), start));

/** `monkey` holds no `key`; `cacheKey` does. */
const isInWord = (text: string, start: number, end: number): boolean =>
  /[a-z]/.test(text.charAt(end)) || (isLetter(text.charCodeAt(start - 1)) && !isUpper(text.charCodeAt(start)));

const isUpper = (code: number): boolean => code >= 65 && code <= 90;
const isLetter = (code: number): boolean => isUpper(code) || (code >= 97 && code <= 122);
