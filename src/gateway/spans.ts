/** From places that were found to what is taken out of a text: overlapping ones become one, named after the surest of them. */
import type { FoundSpan } from './finding-span.ts';

/** What is taken out of a text: never what stands there. */
export interface Span {
  /** UTF-16 code units, as JavaScript counts. */
  readonly start: number;
  /** Behind the last one. */
  readonly end: number;
  /** The same in bytes of UTF-8. */
  readonly byteStart: number;
  readonly byteEnd: number;
  readonly kind: FoundSpan['kind'];
  /** Id of the surest rule that found it. */
  readonly rule: string;
}

/** Answers the places without overlaps, by their order in the text. Pure. */
export function joinSpans(found: readonly FoundSpan[]): FoundSpan[] {
  const sorted = [...found].sort((a, b) => a.start - b.start || b.end - a.end);
  const joined: FoundSpan[] = [];
  for (const span of sorted) {
    const last = joined.at(-1);
    if (last === undefined || span.start >= last.end) joined.push(span);
    else joined[joined.length - 1] = join(last, span);
  }
  return joined;
}

function join(a: FoundSpan, b: FoundSpan): FoundSpan {
  const { kind, rule } = compareSureness(a, b) <= 0 ? a : b;
  return {
    start: Math.min(a.start, b.start),
    end: Math.max(a.end, b.end),
    kind,
    rule,
    ...((a.isOpen === true || b.isOpen === true) && { isOpen: true }),
    ...((a.isFar === true || b.isFar === true) && { isFar: true }),
  };
}

const KINDS = ['secret', 'term', 'personal'] as const;

/** A total order, so that the same places give the same name however they were found. */
function compareSureness(a: FoundSpan, b: FoundSpan): number {
  const byKind = KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind);
  const byRule = Number(a.rule === 'generic-secret') - Number(b.rule === 'generic-secret');
  return byKind || byRule || (a.rule < b.rule ? -1 : 1);
}

/** Answers the places with their offsets in bytes. Lone surrogates count as U+FFFD, three bytes. Pure; linear. */
export function withBytes(text: string, spans: readonly FoundSpan[]): Span[] {
  let at = 0;
  let bytes = 0;
  const bytesUpTo = (to: number): number => {
    bytes += utf8Length(text, at, to);
    at = to;
    return bytes;
  };
  return spans.map(({ start, end, kind, rule }) => ({
    start,
    end,
    byteStart: bytesUpTo(start),
    byteEnd: bytesUpTo(end),
    kind,
    rule,
  }));
}

function utf8Length(text: string, from: number, to: number): number {
  let bytes = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else if (isPair(text, i)) {
      bytes += 4;
      i++;
    } else bytes += 3;
  }
  return bytes;
}

const isPair = (text: string, i: number): boolean => (text.codePointAt(i) ?? 0) > 0xffff;
