/** What must stand in a text for a pattern to match anything there: looking for it takes no time, and most files do not have it. */
import type { RE2JS } from 're2js';

/** Behind a backslash: what stands for itself, and what stands for a class of characters or for a place. All else has a longer form. */
const ITSELF = /[^\w\s]/;
const CLASS_OR_PLACE = /[dDwWsSbBAzafnrtv]/;

/**
 * Answers the longest text that is part of whatever a pattern matches, as far as that is plain to see; empty where it is not. Read
 * from the syntax of RE2. Pure.
 *
 * @param flags - those that the pattern was compiled with
 */
export function requiredText(pattern: RE2JS, flags = ''): string {
  return flags.includes('i') ? '' : longest(runsOf(pattern.pattern()));
}

const longest = (runs: readonly string[] = []): string =>
  runs.reduce((best, run) => (run.length > best.length ? run : best), '');

/** What `read` answers at a place: a character that stands for itself, and where to go on. */
interface Step {
  readonly text?: string;
  readonly next: number;
}

/** Answers the texts that stand in the pattern one behind the other, outside of groups; `undefined` where it cannot be told. */
function runsOf(pattern: string): string[] | undefined {
  const runs: string[] = [];
  let run = '';
  for (let at = 0; at < pattern.length;) {
    const step = stepAt(pattern, at);
    if (step === undefined) return undefined;
    const quantifier = /^(?:[*?+]|\{\d+(?:,\d*)?\})\??/.exec(pattern.slice(step.next, step.next + 16))?.[0] ?? '';
    if (step.text !== undefined && (quantifier === '' || quantifier.startsWith('+'))) run += step.text;
    if (step.text === undefined || quantifier !== '') {
      runs.push(run);
      run = '';
    }
    at = step.next + quantifier.length;
  }
  return [...runs, run];
}

function stepAt(pattern: string, at: number): Step | undefined {
  const char = String.fromCodePoint(pattern.codePointAt(at)!);
  const next = at + char.length;
  switch (char) {
    case '\\':
      return escapeAt(pattern, next);
    case '[':
      return ended(classEnd(pattern, next));
    case '(':
      return ended(groupEnd(pattern, next));
    case '^':
    case '$':
    case '.':
      return { next };
    default:
      return '|{}*+?)'.includes(char) ? undefined : { text: char, next };
  }
}

const ended = (next: number | undefined): Step | undefined => (next === undefined ? undefined : { next });

function escapeAt(pattern: string, at: number): Step | undefined {
  const char = pattern[at] ?? '';
  if (CLASS_OR_PLACE.test(char)) return { next: at + 1 };
  return ITSELF.test(char) && char < '\x7f' ? { text: char, next: at + 1 } : undefined;
}

/** Answers where a class such as `[^]a-z[:alpha:]]` ends. @param at - behind its bracket */
function classEnd(pattern: string, at: number): number | undefined {
  const [whole] = /^\^?\]?(?:\\[^]|\[:\^?\w+:\]|[^\\\]])*\]/.exec(pattern.slice(at)) ?? [];
  return whole === undefined ? undefined : at + whole.length;
}

/** Answers where a group ends. Flags in it may change what the rest means. @param at - behind its parenthesis */
function groupEnd(pattern: string, at: number): number | undefined {
  if (pattern[at] === '?' && !/^\?(?::|P?<[A-Za-z_])/.test(pattern.slice(at, at + 4))) return undefined;
  for (let next = at; next < pattern.length;) {
    const char = pattern[next];
    if (char === ')') return next + 1;
    const end = char === '(' ? groupEnd(pattern, next + 1) : char === '[' ? classEnd(pattern, next + 1) : undefined;
    if (end === undefined && (char === '(' || char === '[')) return undefined;
    next = end ?? next + (char === '\\' ? 2 : 1);
  }
  return undefined;
}
