/**
 * Sanitizes a text that comes in pieces. What comes out, put together, is what the whole text would give, for every way to cut it: text is
 * held back until nothing that may follow has a say in it, about 1 400 characters, and longer while a value goes on.
 */
import { findAll } from './finder.ts';
import type { FinderOptions } from './finder.ts';
import { AHEAD } from './finding-span.ts';
import type { FoundSpan } from './finding-span.ts';
import { CONTEXT } from './scan.ts';
import { joinSpans } from './spans.ts';

/** Answers what stands in for a value. */
export type StandInOf = (span: FoundSpan, value: string) => string;

/** Values may begin so much before what gives them away. */
const MARGIN = 128;
/** So much more text is waited for before it is looked at again. */
const STEP = 256;

/** One text, piece by piece. */
export class TextSanitizer {
  readonly #options: FinderOptions;
  readonly #standInOf: StandInOf;
  /** The text from `#base` on. */
  #text = '';
  #base = 0;
  /** Before it everything is found. */
  #decided = 0;
  #emitted = 0;
  #lookAt = 0;
  #found: FoundSpan[] = [];
  #spans: FoundSpan[] = [];

  constructor(options: FinderOptions, standInOf: StandInOf) {
    this.#options = options;
    this.#standInOf = standInOf;
  }

  /** What was taken out so far. Places are those of the text that came in. */
  get spans(): readonly FoundSpan[] {
    return this.#spans;
  }

  /** Takes the next piece, and answers the sanitized text that is final. */
  push(piece: string): string {
    this.#text += piece;
    if (this.#base + this.#text.length < this.#lookAt) return '';
    this.#decide(this.#base + this.#text.length - AHEAD);
    const out = this.#emit(this.#decided - MARGIN);
    this.#forget();
    const held = this.#base + this.#text.length - this.#emitted;
    this.#lookAt = this.#base + this.#text.length + Math.max(STEP, held >> 2);
    return out;
  }

  /** Answers the rest: no more text comes. */
  end(): string {
    const end = this.#base + this.#text.length;
    this.#decide(end, true);
    return this.#emit(end);
  }

  #decide(to: number, isEnd = false): void {
    if (to <= this.#decided) return;
    const base = this.#base;
    const range = { text: this.#text, from: this.#decided - base, to: to - base, origin: -(base % 512) };
    const found = findAll(range, this.#options).map((span) => ({
      ...span,
      start: span.start + base,
      end: span.end + base,
    }));
    const open = isEnd ? [] : found.filter(({ isOpen }) => isOpen === true);
    this.#decided = Math.min(to, ...open.map(({ start }) => start));
    this.#found.push(...found.filter(({ start, isOpen }) => isEnd || (isOpen !== true && start < this.#decided)));
  }

  /** A value that reaches behind what is decided may still become part of a longer one. */
  #emit(upTo: number): string {
    const joined = joinSpans(this.#found);
    const held = joined.find(({ end }) => end > upTo && upTo < this.#base + this.#text.length);
    const to = Math.max(this.#emitted, Math.min(upTo, held?.start ?? upTo));
    const ready = joined.filter(({ end }) => end <= to);
    const out: string[] = [];
    for (const span of ready) {
      out.push(this.#slice(this.#emitted, span.start), this.#standInOf(span, this.#slice(span.start, span.end)));
      this.#emitted = span.end;
    }
    out.push(this.#slice(this.#emitted, to));
    this.#emitted = to;
    this.#spans.push(...ready);
    this.#found = this.#found.filter(({ end }) => end > to);
    return out.join('');
  }

  #forget(): void {
    const from = Math.max(this.#base, Math.min(this.#emitted, this.#decided - CONTEXT));
    this.#text = this.#text.slice(from - this.#base);
    this.#base = from;
  }

  #slice(start: number, end: number): string {
    return this.#text.slice(start - this.#base, end - this.#base);
  }
}
