/**
 * A list of any number of lines of which only those in sight exist. A page can be some millions of pixels high and no more: a longer list is
 * squeezed into that, and wheel and keys move it by lines all the same.
 */
import { element, fill } from '../element.ts';
import { inert } from '../inert.ts';
import type { OpenedLedger } from '../opened/opened-ledger.ts';
import { formatRoute } from '../route.ts';
import { count, minuteText } from '../text.ts';
import type { Context } from '../view.ts';
import type { Row } from '../worker/row.ts';

const ROW_PX = 52;
/** Firefox goes no higher than 17 million. */
const MOST_PX = 8_000_000;
/** Drawn above and below what is in sight. */
const MARGIN_ROWS = 8;

/** The list of what a filter found. */
export class LineList {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #opened: OpenedLedger;
  readonly #rows = element('ol', { class: 'rows' });
  readonly #space = element('div', { class: 'rows-space' });
  #total = 0;
  /** The first row in sight; parts of rows as well. */
  #top = 0;
  #drawing = false;
  #isStale = false;
  /** As the browser told last: asking for them would have it lay out the whole page at once. */
  #heightPx = 0;
  #scrolledPx = 0;

  constructor(context: Context, opened: OpenedLedger) {
    this.#context = context;
    this.#opened = opened;
    this.#space.append(this.#rows);
    this.element = element(
      'div',
      { class: 'line-list', tabindex: 0, role: 'region', 'aria-label': 'List of lines' },
      this.#space,
    );
    this.element.addEventListener('scroll', () => this.#scrolled());
    this.element.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    this.element.addEventListener('keydown', (event) => this.#key(event));
    new ResizeObserver(([entry]) => {
      this.#heightPx = entry!.contentRect.height;
      void this.#draw();
    }).observe(this.element);
    opened.verification.follow(context.signal, ({ phase }) => {
      if (phase.state === 'done') void this.#draw();
    });
  }

  /** Shows a list of so many lines, from its beginning. */
  show(total: number): void {
    this.#total = total;
    this.#space.style.height = `${String(Math.min(MOST_PX, total * ROW_PX))}px`;
    this.element.hidden = total === 0;
    this.#moveTo(0);
  }

  get #visible(): number {
    return Math.max(1, this.#heightPx / ROW_PX);
  }

  get #isSqueezed(): boolean {
    return this.#total * ROW_PX > MOST_PX;
  }

  /** Rows for each pixel of the scroll bar. */
  get #rowsPerPx(): number {
    const way = Math.min(MOST_PX, this.#total * ROW_PX) - this.#heightPx;
    return way <= 0 ? 0 : (this.#total - this.#visible) / way;
  }

  #moveTo(top: number): void {
    this.#top = Math.max(0, Math.min(top, this.#total - this.#visible));
    const at = this.#rowsPerPx === 0 ? 0 : this.#top / this.#rowsPerPx;
    if (Math.abs(this.#scrolledPx - at) >= 1) {
      this.#scrolledPx = at;
      this.element.scrollTop = at;
    }
    void this.#draw();
  }

  /** The bar was dragged, or the page scrolled by itself. A move of ours stands where it was put. */
  #scrolled(): void {
    this.#scrolledPx = this.element.scrollTop;
    const top = this.#scrolledPx * this.#rowsPerPx;
    if (Math.abs(top - this.#top) > 1.5 * this.#rowsPerPx) this.#top = Math.max(0, top);
    void this.#draw();
  }

  #wheel(event: WheelEvent): void {
    if (!this.#isSqueezed || event.ctrlKey) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? ROW_PX : 1;
    this.#moveTo(this.#top + event.deltaY / unit);
  }

  #key(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.#visible) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: this.#top + 1,
      ArrowUp: this.#top - 1,
      PageDown: this.#top + page,
      PageUp: this.#top - page,
      Home: 0,
      End: this.#total,
    };
    const top = moves[event.key];
    if (top === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#moveTo(top);
  }

  /** One at a time: what changes meanwhile is drawn afterwards. */
  async #draw(): Promise<void> {
    this.#isStale = true;
    if (this.#drawing || this.#context.signal.aborted) return;
    this.#drawing = true;
    try {
      while (this.#isStale) {
        this.#isStale = false;
        await this.#drawOnce();
      }
    } catch {
      // The ledger was closed meanwhile, and with it this list.
    } finally {
      this.#drawing = false;
    }
  }

  async #drawOnce(): Promise<void> {
    const from = Math.max(0, Math.floor(this.#top) - MARGIN_ROWS);
    const to = Math.min(this.#total, Math.ceil(this.#top + this.#visible) + MARGIN_ROWS);
    const rows = await this.#opened.ask('rows', { from, to });
    const bad = badLines(this.#opened);
    fill(
      this.#rows,
      rows.map((row, i) => this.#item(row, from + i, bad)),
    );
    // Rows stand where the eye is, whatever the scroll bar makes of it.
    const at = this.#isSqueezed ? this.element.scrollTop - (this.#top - from) * ROW_PX : from * ROW_PX;
    this.#rows.style.transform = `translateY(${String(at)}px)`;
  }

  #item(row: Row, place: number, bad: ReadonlySet<string>): HTMLElement {
    const isBad = bad.has(`${row.path}:${String(row.line)}`) || !row.isReadable;
    const query = this.#opened.kind === 'folder' ? { stream: row.path } : {};
    const title = row.isReadable
      ? [inert(row.actor, { most: 60 }), ' ', inert(row.action, { most: 40 }), ' ', inert(row.subject, { most: 80 })]
      : ['This line cannot be read'];
    return element(
      'li',
      { class: isBad ? 'row bad' : 'row', 'aria-setsize': this.#total, 'aria-posinset': place + 1 },
      element(
        'a',
        { href: formatRoute('ledger', ['atomic', String(row.line)], query) },
        element('span', { class: 'row-line' }, count(row.line)),
        element('span', { class: 'row-title' }, isBad && element('strong', {}, 'Finding: '), title),
        element('span', { class: 'row-more muted' }, moreOf(row, this.#opened.kind === 'folder')),
      ),
    );
  }
}

function moreOf({ createdAt, intent, mission, path }: Row, hasStreams: boolean): (HTMLElement | string)[] {
  const parts = [minuteText(Date.parse(createdAt)), intent, mission, hasStreams ? path : ''].filter(
    (text) => text !== '',
  );
  return parts.flatMap((text, i) => (i === 0 ? [inert(text, { most: 60 })] : [' · ', inert(text, { most: 60 })]));
}

/** Lines of findings, by stream. */
function badLines({ verification, files }: OpenedLedger): ReadonlySet<string> {
  const only = files[0]?.path ?? '';
  return new Set(verification.value.findings.map(({ path = only, line = 0 }) => `${path}:${String(line)}`));
}
