/** Scans a whole text, block by block, and remembers what blocks hold, so that a conversation that grows is not scanned again. */
import { createHash } from 'node:crypto';
import { findAll } from './finder.ts';
import type { FinderOptions } from './finder.ts';
import { AHEAD, BEHIND } from './finding-span.ts';
import type { FoundSpan } from './finding-span.ts';
import { joinSpans } from './spans.ts';

/** Characters that are scanned at a time and remembered together. */
export const SCAN_BLOCK = 16_384;
/** What is seen before a block: rules of the user see a block of their own and what is before that. */
export const CONTEXT = 512 + BEHIND;

/** What was found. */
export interface ScanResult {
  /** In order, without overlaps. */
  readonly spans: readonly FoundSpan[];
  /** Characters that were looked at now. */
  readonly scanned: number;
}

/**
 * What blocks of texts hold, by the digest of their text. Keeps places and names of rules, never a text. A cache belongs to one set of
 * rules: hand in another for another policy.
 */
export class ScanCache {
  readonly #blocks = new Map<string, readonly FoundSpan[]>();
  readonly #most: number;

  /** @param most - blocks that are kept, of 16 384 characters each; those used longest ago go first. @default 4096 */
  constructor(most = 4096) {
    this.#most = most;
  }

  /** Answers what is known about a block. */
  get(key: string): readonly FoundSpan[] | undefined {
    const spans = this.#blocks.get(key);
    if (spans !== undefined) this.#put(key, spans);
    return spans;
  }

  /** Remembers what a block holds. */
  set(key: string, spans: readonly FoundSpan[]): void {
    this.#put(key, spans);
    if (this.#blocks.size <= this.#most) return;
    const [oldest] = this.#blocks.keys();
    this.#blocks.delete(oldest!);
  }

  #put(key: string, spans: readonly FoundSpan[]): void {
    this.#blocks.delete(key);
    this.#blocks.set(key, spans);
  }
}

/** Answers what a text holds. Pure but for the cache; linear. */
export function scan(text: string, options: FinderOptions, cache?: ScanCache): ScanResult {
  const found: FoundSpan[] = [];
  let scanned = 0;
  for (let from = 0; from < text.length; from += SCAN_BLOCK) {
    const to = Math.min(text.length, from + SCAN_BLOCK);
    const key = cache && keyOf(text, from, to);
    const known = key === undefined ? undefined : cache!.get(key);
    const spans = known ?? findAll({ text, from, to }, options).map((span) => shifted(span, -from));
    if (known === undefined) {
      scanned += to - from;
      const coversEnd = to + AHEAD >= text.length;
      if (key !== undefined && (coversEnd || spans.every((span) => isLocal(span, to - from)))) cache!.set(key, spans);
    }
    for (const span of spans) found.push(shifted(span, from));
  }
  return { spans: joinSpans(found), scanned };
}

const shifted = (span: FoundSpan, by: number): FoundSpan => ({ ...span, start: span.start + by, end: span.end + by });

/** Whether nothing that the key does not cover had a say. */
const isLocal = ({ end, isFar }: FoundSpan, length: number): boolean => isFar !== true && end < length + AHEAD;

/** Everything that can have a say in what begins in a block, and whether the text goes on behind it. */
function keyOf(text: string, from: number, to: number): string {
  const start = Math.max(0, from - CONTEXT);
  const end = Math.min(text.length, to + AHEAD);
  const shape = `${from - start},${to - from},${end === text.length}`;
  return createHash('sha256').update(text.slice(start, end), 'utf16le').update(shape).digest('base64');
}
