/** A text field for JSON, with faults marked where they are and what the schema lets stand at the caret. */
import { element, fill } from '../element.ts';
import type { Context } from '../view.ts';
import type { Finding } from '../../base/report.ts';
import { completionsAt } from './completions.ts';
import type { Completion } from './completions.ts';
import { contextAt, placesIn } from './json-places.ts';

const MOST_OFFERED = 12;

/** The field. */
export class DraftEditor {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #field: HTMLTextAreaElement;
  readonly #marks = element('div', { class: 'editor-marks', 'aria-hidden': 'true' });
  readonly #list = element('ul', {
    id: 'completions',
    class: 'completions',
    role: 'listbox',
    'aria-label': 'Completions',
    hidden: true,
  });
  readonly #onInput: (text: string) => void;
  #offered: readonly Completion[] = [];
  #active = 0;

  constructor(context: Context, text: string, onInput: (text: string) => void) {
    this.#context = context;
    this.#onInput = onInput;
    this.#field = element('textarea', {
      id: 'draft',
      class: 'code',
      rows: 18,
      spellcheck: 'false',
      autocomplete: 'off',
      wrap: 'soft',
      'aria-autocomplete': 'list',
      'aria-controls': 'completions',
      'aria-describedby': 'draft-help',
    });
    this.#field.value = text;
    this.#field.addEventListener('input', () => {
      this.#onInput(this.#field.value);
      this.#offer(false);
    });
    this.#field.addEventListener('keydown', (event) => this.#key(event));
    this.#field.addEventListener('scroll', () => (this.#marks.scrollTop = this.#field.scrollTop));
    this.#field.addEventListener('blur', () => this.#close());
    this.element = element(
      'div',
      { class: 'editor' },
      element('label', { for: 'draft' }, 'The atomic, before it is signed'),
      element('div', { class: 'editor-layers' }, this.#marks, this.#field),
      this.#list,
      element(
        'p',
        { id: 'draft-help', class: 'muted' },
        'Ctrl+Space: what can stand here. Enter takes it, Escape leaves it.',
      ),
    );
  }

  get text(): string {
    return this.#field.value;
  }

  set text(text: string) {
    this.#field.value = text;
    this.#onInput(text);
  }

  /** Marks the places of findings. */
  mark(findings: readonly Finding[]): void {
    const { text } = this;
    const ranges = findings.map((finding) => rangeOf(text, finding)).sort((a, b) => a.start - b.start);
    const parts: (string | HTMLElement)[] = [];
    let at = 0;
    for (const { start, end } of ranges) {
      if (start < at) continue;
      parts.push(text.slice(at, start), element('mark', {}, text.slice(start, end) || ' '));
      at = end;
    }
    fill(this.#marks, parts, text.slice(at), '\n');
    this.#field.setAttribute('aria-invalid', String(findings.length > 0));
  }

  /** Moves the caret to the place of a finding. */
  goTo(finding: Finding): void {
    const { start, end } = rangeOf(this.text, finding);
    this.#field.focus();
    this.#field.setSelectionRange(start, end);
  }

  #key(event: KeyboardEvent): void {
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      this.#offer(true);
    } else if (!this.#list.hidden) this.#keyInList(event);
  }

  #keyInList(event: KeyboardEvent): void {
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => this.#activate(this.#active + 1),
      ArrowUp: () => this.#activate(this.#active - 1),
      Enter: () => this.#take(this.#offered[this.#active]!),
      Tab: () => this.#take(this.#offered[this.#active]!),
      Escape: () => this.#close(),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  }

  /** Unasked only where something has been begun. */
  #offer(isAsked: boolean): void {
    const at = contextAt(this.text, this.#field.selectionStart);
    const isBegun = at !== undefined && at.start < this.#field.selectionStart;
    const all = at === undefined || !(isAsked || isBegun) ? [] : completionsAt(at, this.#context.now().toISOString());
    this.#offered = all.filter(({ label }) => isAsked || label !== at?.prefix).slice(0, MOST_OFFERED);
    this.#list.hidden = this.#offered.length === 0;
    fill(
      this.#list,
      this.#offered.map((one, i) => this.#option(one, i)),
    );
    if (isAsked && this.#offered.length === 0) this.#context.announce('Nothing is listed for this place.');
    else if (isAsked) this.#context.announce(`${String(this.#offered.length)} completions`);
    this.#activate(0);
  }

  #option(one: Completion, i: number): HTMLElement {
    const made = element(
      'li',
      { id: `completion-${String(i)}`, role: 'option', 'aria-selected': 'false' },
      element('code', {}, one.label),
      ' ',
      element('span', { class: 'muted' }, one.about),
    );
    made.addEventListener('mousedown', (event) => {
      event.preventDefault(); // the field keeps the focus
      this.#take(one);
    });
    return made;
  }

  #activate(place: number): void {
    const total = this.#offered.length;
    this.#active = total === 0 ? 0 : (place + total) % total;
    for (const [i, item] of [...this.#list.children].entries())
      item.setAttribute('aria-selected', String(i === this.#active));
    if (total === 0) this.#field.removeAttribute('aria-activedescendant');
    else this.#field.setAttribute('aria-activedescendant', `completion-${String(this.#active)}`);
    this.#list.children[this.#active]?.scrollIntoView({ block: 'nearest' });
  }

  #take({ text }: Completion): void {
    const caret = this.#field.selectionStart;
    const at = contextAt(this.text, caret)!;
    const rest = this.text.slice(caret).replace(/^[^\s"{}[\]:,]*"?/, '');
    const written = at.kind === 'key' && /^\s*:/.test(rest) ? text.slice(0, text.indexOf('":') + 1) : text;
    const inside = /(?:""|\{\}|\[\])$/.test(written) ? 1 : 0;
    this.text = this.text.slice(0, at.start) + written + rest;
    const place = at.start + written.length - inside;
    this.#field.setSelectionRange(place, place);
    this.#close();
  }

  #close(): void {
    this.#list.hidden = true;
    this.#offered = [];
    this.#field.removeAttribute('aria-activedescendant');
  }
}

/** Where a finding is in a text: by its pointer, by its byte, or at the beginning. */
function rangeOf(text: string, { pointer, byteOffset }: Finding): { readonly start: number; readonly end: number } {
  if (byteOffset !== undefined && pointer === undefined) return byteRange(text, byteOffset);
  const places = placesIn(text);
  for (let of = pointer ?? ''; ; of = of.slice(0, of.lastIndexOf('/'))) {
    const place = places.findLast((one) => one.pointer === of);
    // Of an object only its beginning: something in it is missing or too many.
    if (place !== undefined) return of === pointer ? place : { start: place.start, end: place.start + 1 };
    if (of === '') return { start: 0, end: Math.min(1, text.length) };
  }
}

function byteRange(text: string, byteOffset: number): { readonly start: number; readonly end: number } {
  const bytes = new TextEncoder().encode(text).subarray(0, byteOffset);
  const start = Math.min(new TextDecoder().decode(bytes).length, text.length);
  return { start, end: Math.min(start + 1, text.length) };
}
