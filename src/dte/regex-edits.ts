/** editRegex without a language: what a pattern matches within ranges of a text, and what stands there instead. */
import type { RE2JS } from 're2js';
import { LoglineError } from '../base/errors.ts';
import { WritingRoom } from './edit.ts';
import type { PatchDetails } from './generated/types.ts';
import { linearPattern } from './linear-pattern.ts';
import { requiredText } from './required-text.ts';

/** A pattern and its replacement, ready to be used. */
export interface RegexEdit {
  readonly pattern: RE2JS;
  /** Part of whatever the pattern matches; empty where nothing is sure to be. */
  readonly required: string;
  /** Texts, and groups by their number. */
  readonly replacement: readonly (string | number)[];
  /** What all of its matches together may still write. */
  readonly room: WritingRoom;
}

/** A range of a text, in UTF-16 units. */
export interface Span {
  readonly start: number;
  /** Behind the last unit. */
  readonly end: number;
}

/** What takes the place of a range. */
export interface Replaced extends Span {
  readonly text: string;
}

/** Answers the edit that details ask for. @throws {LoglineError} PATTERN_INVALID - pattern or replacement cannot be read. */
export function regexEdit({ pattern = '', flags, replacement = '' }: PatchDetails): RegexEdit {
  const compiled = linearPattern(pattern, flags);
  return {
    pattern: compiled,
    required: requiredText(compiled, flags),
    replacement: partsOf(replacement, compiled),
    room: new WritingRoom(),
  };
}

/** Answers ranges without those that are within others, in order. Pure. */
export function outermost(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a.start - b.start || b.end - a.end);
  let reached = -1;
  return sorted.filter(({ start, end }) => {
    const isInside = end <= reached || (start === end && start < reached);
    reached = Math.max(reached, end);
    return !isInside;
  });
}

/**
 * Answers the matches within one range of a text, which is all that the pattern sees. Matches that would stay the same are left in.
 *
 * @throws {LoglineError} LIMIT_EXCEEDED - the edit has more matches, or makes more text of them, than a patch may.
 */
export function regexMatches(
  { pattern, replacement, room }: RegexEdit,
  text: string,
  { start, end }: Span,
): Replaced[] {
  const found: Replaced[] = [];
  const matcher = pattern.matcher(text.slice(start, end));
  while (matcher.find()) {
    const parts = replacement.map((part) => (typeof part === 'string' ? part : (matcher.group(part) ?? '')));
    room.take(parts.reduce((length, part) => length + part.length, 0));
    found.push({ start: start + matcher.start(), end: start + matcher.end(), text: parts.join('') });
  }
  return found;
}

/** `$1` and `${name}` are groups, `$$` is a dollar sign, and any other dollar sign is a fault that a writer wants to know of. */
const REFERENCE = /\$(?:(\$)|(\d{1,2})|\{([^}]*)\})?/g;

function partsOf(replacement: string, pattern: RE2JS): (string | number)[] {
  const parts: (string | number)[] = [];
  let at = 0;
  for (const match of replacement.matchAll(REFERENCE)) {
    const [whole, dollar, digits, name] = match;
    parts.push(replacement.slice(at, match.index));
    parts.push(dollar ?? groupOf(whole, digits ?? name, pattern));
    at = match.index + whole.length;
  }
  parts.push(replacement.slice(at));
  return parts.filter((part) => part !== '');
}

function groupOf(whole: string, name: string | undefined, pattern: RE2JS): number {
  const number = name !== undefined && /^\d+$/.test(name) ? Number(name) : namedGroup(pattern, name ?? '');
  if (number !== undefined && number <= pattern.groupCount()) return number;
  const message =
    name === undefined
      ? 'A dollar sign in the replacement stands for nothing: write $$ for the sign itself.'
      : `The replacement names ${whole}, and the pattern has no such group.`;
  throw new LoglineError('PATTERN_INVALID', message, { details: { pattern: pattern.pattern(), reference: whole } });
}

function namedGroup(pattern: RE2JS, name: string): number | undefined {
  const groups = pattern.namedGroups();
  return Object.hasOwn(groups, name) ? groups[name] : undefined;
}
