/**
 * Patterns of paths: `*`, `**`, `?` and `{a,b}`; anything else stands for itself.
 *
 * A pattern may be a stranger's. As a regular expression of JavaScript, one of a few dozen stars takes longer than anybody waits for a name of
 * two hundred letters; so only those that cannot take long are run as such, and all others by RE2.
 */
import { linearPattern } from './linear-pattern.ts';

/** What a pattern is made of. */
export interface GlobOptions {
  /** Whether braces stand for alternatives, and not for themselves. @default true */
  readonly hasBraces?: boolean;
}

/** With so many stars and alternatives, a path of thousands of characters is looked at some million times at worst. */
const FEW = { stars: 2, alternatives: 4 };

/** Answers whether paths fit a pattern as a whole. @throws {LoglineError} PATTERN_INVALID - it is too large to be run. */
export function globMatcher(glob: string, { hasBraces = true }: GlobOptions = {}): (path: string) => boolean {
  const source = `^(?:${sourceOf(glob, { hasBraces, isStart: true, isEnd: true })})$`;
  if (count(source, /\][*+]|\.\+/g) <= FEW.stars && count(source, /(?<!\\)\|/g) <= FEW.alternatives) {
    const pattern = new RegExp(source, 'su');
    return (path) => pattern.test(path);
  }
  const pattern = linearPattern(source, 's');
  return (path) => pattern.matcher(path).find();
}

const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0;

/** A part of a pattern: whether it begins where a name of a path does, and ends where one does. */
interface Part {
  readonly hasBraces: boolean;
  readonly isStart: boolean;
  readonly isEnd: boolean;
}

const FOLDERS = '(?:[^/]+/)*';

function sourceOf(glob: string, part: Part): string {
  let source = '';
  for (let at = 0; at < glob.length;) {
    const isNameStart = at === 0 ? part.isStart : glob[at - 1] === '/';
    const [text, length] = tokenAt(glob, at, { ...part, isStart: isNameStart });
    source += text;
    at += length;
  }
  return source;
}

/** Answers the expression for what stands at a place, and how long that is. */
function tokenAt(glob: string, at: number, part: Part): [string, number] {
  const [char] = Array.from(glob.slice(at, at + 2)) as [string];
  if (char === '*') return starsAt(glob, at, part);
  if (char === '?') return ['[^/]', 1];
  const alternatives = char === '{' && part.hasBraces ? alternativesAt(glob, at) : undefined;
  if (alternatives === undefined) return [char.replace(/[\\^$.*+?()[\]{}|]/, '\\$&'), char.length];
  const { texts, length } = alternatives;
  const isEnd = part.isEnd && at + length === glob.length;
  return [`(?:${texts.map((text) => sourceOf(text, { ...part, isEnd })).join('|')})`, length];
}

function starsAt(glob: string, at: number, { isStart, isEnd }: Part): [string, number] {
  const [{ length }] = /^\*+/.exec(glob.slice(at))!;
  const next = glob[at + length];
  const isLast = next === undefined && isEnd;
  if (length === 1 || !isStart) return [isStart && (next === '/' || isLast) ? '[^/]+' : '[^/]*', length];
  if (next === '/') return [FOLDERS, length + 1];
  return [isLast ? '.+' : `${FOLDERS}[^/]*`, length];
}

/** The texts between braces, which have to be closed and hold a comma to be more than characters. */
function alternativesAt(
  glob: string,
  at: number,
): { readonly texts: readonly string[]; readonly length: number } | undefined {
  const texts: string[] = [];
  let start = at + 1;
  let depth = 0;
  for (let i = at; i < glob.length; i++) {
    const char = glob[i];
    if (char === '{') depth += 1;
    if (char === '}') depth -= 1;
    if (depth === 0 || (depth === 1 && char === ',')) {
      texts.push(glob.slice(start, i));
      start = i + 1;
    }
    if (depth === 0) return texts.length > 1 ? { texts, length: i + 1 - at } : undefined;
  }
  return undefined;
}
