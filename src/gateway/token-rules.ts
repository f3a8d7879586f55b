/** Values that tell by themselves what they are: a word that they begin with is found first, then one expression decides. */
import { RE2JS } from 're2js';
import { LONGEST } from './finding-span.ts';
import type { FoundSpan, OnSpan, ScanRange } from './finding-span.ts';
import { KeywordSearch } from './keyword-search.ts';
import { isFilling } from './placeholders.ts';
import type { TokenRule } from './rules/shapes.ts';

/** How many characters of a value an expression sees. */
const REACH = 1100;

interface CompiledToken {
  readonly id: string;
  readonly before: number;
  /** Compiled when it is first needed: most texts need none. */
  pattern: RE2JS | undefined;
  readonly source: string;
}

type Place = Pick<FoundSpan, 'start' | 'end' | 'isOpen'>;

/** A set of rules, ready to run. */
export class TokenRules {
  readonly #search: KeywordSearch;
  /** By the number of the word. */
  readonly #rules: readonly CompiledToken[];
  readonly #words: readonly string[];

  constructor(rules: readonly TokenRule[]) {
    const pairs = rules.flatMap(([id, starts, source, before = 0]) => {
      const rule: CompiledToken = { id, before, source, pattern: undefined };
      return starts.map((start) => [start, rule] as const);
    });
    this.#words = pairs.map(([start]) => start);
    this.#rules = pairs.map(([, rule]) => rule);
    this.#search = new KeywordSearch(this.#words);
  }

  /** Finds the values whose word begins in the range. Letter case of the word counts: `GLC_…` is a function, `glc_…` a token. */
  find({ text, from, to }: ScanRange, onSpan: OnSpan): void {
    const last = Math.min(text.length, to + 64);
    this.#search.find(text, from, last, (word, end) => {
      const start = end - this.#words[word]!.length;
      const rule = this.#rules[word]!;
      if (start >= to || (rule.before === 0 && isInWord(text, start)) || !text.startsWith(this.#words[word]!, start))
        return;
      const span = matchAt(rule, text, start);
      if (span === undefined || isFilling(text.slice(Math.max(end, span.start), span.end))) return;
      onSpan({ ...span, rule: rule.id, kind: 'secret' });
    });
  }
}

function matchAt(rule: CompiledToken, text: string, at: number): Place | undefined {
  // What begins behind the word is nobody's: an expression that may look for it anywhere would look through all that it is given.
  rule.pattern ??= RE2JS.compile(`^(?s:.{0,${rule.before}}?)(?P<value>${rule.source})`);
  const from = Math.max(0, at - rule.before);
  const matcher = rule.pattern.matcher(text.slice(from, at + REACH));
  if (!matcher.find()) return undefined;
  const start = from + matcher.start('value');
  const end = from + matcher.end();
  if (start > at || end <= at || isInWord(text, start)) return undefined;
  const whole = endOfValue(text, end);
  return whole === text.length ? { start, end: whole, isOpen: true } : { start, end: whole };
}

/** A value never begins within a word: `task-…` holds no `sk-…`. */
const isInWord = (text: string, start: number): boolean =>
  isWordChar(text.charCodeAt(start - 1)) && isWordChar(text.charCodeAt(start));

/** A longer value than the rule knows is no other value: it is followed to its end. */
function endOfValue(text: string, from: number): number {
  const limit = Math.min(text.length, from + LONGEST);
  let end = from;
  while (end < limit && (isWordChar(text.charCodeAt(end)) || text.charCodeAt(end) === 45)) end++;
  return end;
}

function isWordChar(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
}
