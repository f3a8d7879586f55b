/**
 * Rules of the user, whose expressions may be of any form. Words decide first; then the expression runs over blocks of the text that hold
 * one. A block and what is seen around it are of a fixed size, so the work for a rule is linear, and a part of a text gives what the
 * whole gives.
 */
import type { RE2JS } from 're2js';
import { BEHIND } from './finding-span.ts';
import type { OnSpan, ScanRange } from './finding-span.ts';
import { KeywordSearch } from './keyword-search.ts';
import { entropyOf } from './randomness.ts';

/** A rule. */
export interface BlockRule {
  readonly id: string;
  readonly pattern: RE2JS;
  /** Lower-case words, of which one has to stand in the block or next to it. Without any, all blocks are looked at. */
  readonly keywords: readonly string[];
  /** The group that is the secret. 0 is the first one that took part, else the whole match. */
  readonly secretGroup: number;
  /** Bits a character that the secret needs at least. */
  readonly entropy: number;
  /** Whether what was found is none after all. */
  readonly isAllowed: (secret: string, match: string, line: string) => boolean;
}

const BLOCK = 512;
/** What is seen behind a block. */
const TAIL = 640;
const LONGEST_LINE = 500;

/** A set of rules, ready to run. */
export class BlockRules {
  readonly #rules: readonly BlockRule[];
  readonly #always: readonly number[];
  readonly #search: KeywordSearch;
  readonly #rulesOfWord: readonly (readonly number[])[];

  constructor(rules: readonly BlockRule[]) {
    this.#rules = rules;
    this.#always = rules.flatMap(({ keywords }, i) => (keywords.length === 0 ? [i] : []));
    const words = [...new Set(rules.flatMap(({ keywords }) => keywords))];
    this.#rulesOfWord = words.map((word) => rules.flatMap(({ keywords }, i) => (keywords.includes(word) ? [i] : [])));
    this.#search = new KeywordSearch(words);
  }

  /** Finds what begins in the range. Blocks are counted from `origin`, so `from` has to be a whole number of blocks from it. */
  find({ text, from, to, origin = 0 }: ScanRange, onSpan: OnSpan): void {
    const first = from - ((from - origin) % BLOCK);
    for (let start = first; start < to; start += BLOCK) {
      const end = Math.min(text.length, start + BLOCK);
      for (const index of this.#rulesAt(text, Math.max(0, start - BEHIND), Math.min(text.length, end + BEHIND))) {
        this.#run(this.#rules[index]!, { text, from: Math.max(from, start), to: Math.min(end, to) }, start, onSpan);
      }
    }
  }

  #rulesAt(text: string, from: number, to: number): ReadonlySet<number> {
    const found = new Set(this.#always);
    this.#search.find(text, from, to, (word) => {
      for (const rule of this.#rulesOfWord[word]!) found.add(rule);
    });
    return found;
  }

  #run(rule: BlockRule, { text, from, to }: ScanRange, start: number, onSpan: OnSpan): void {
    const offset = Math.max(0, start - BEHIND);
    const matcher = rule.pattern.matcher(text.slice(offset, start + BLOCK + TAIL));
    while (matcher.find()) {
      const group = groupOf(rule, matcher);
      const at = offset + matcher.start(group);
      if (at < from || at >= to) continue;
      const secret = matcher.group(group) ?? '';
      if (secret.length === 0 || entropyOf(secret) < rule.entropy) continue;
      if (rule.isAllowed(secret, matcher.group() ?? '', lineAt(text, at))) continue;
      onSpan({ start: at, end: at + secret.length, rule: rule.id, kind: 'secret' });
    }
  }
}

type Matcher = ReturnType<RE2JS['matcher']>;

function groupOf({ secretGroup }: BlockRule, matcher: Matcher): number {
  if (secretGroup > 0) return secretGroup;
  for (let group = 1; group <= matcher.groupCount(); group++) if (matcher.group(group)) return group;
  return 0;
}

/** Answers the line around a place, as far as it is near. Pure. */
export function lineAt(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - BEHIND), at);
  const after = text.slice(at, at + LONGEST_LINE);
  return before.slice(before.lastIndexOf('\n') + 1) + (/^[^\n]*/.exec(after)?.[0] ?? '');
}
