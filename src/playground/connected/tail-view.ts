/** The ledger of a service as it grows. */
import type { TailedLine } from '../../client/index.ts';
import { button, element, fill } from '../element.ts';
import { inert, inertText } from '../inert.ts';
import { count, short } from '../text.ts';
import type { ConnectedService, Context, View } from '../view.ts';
import { factsOf } from '../worker/row.ts';
import { failureLine } from './failure-line.ts';
import { ServicePanel } from './with-service.ts';

/** So many are kept in the page. */
const MOST_LINES = 500;

/** The newest lines on top, as they come. */
export function tailView(context: Context): View {
  const panel = new ServicePanel(context, async (service, signal) => new Tail(context, service, signal).element);
  return { element: element('div', {}, element('h1', {}, 'Live tail'), panel.element) };
}

class Tail {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #service: ConnectedService;
  readonly #signal: AbortSignal;
  readonly #list = element('ol', { class: 'tail', 'aria-label': 'Newest lines first' });
  readonly #state = element('div', {});
  readonly #pause: HTMLButtonElement;
  #isPaused = false;
  #held: TailedLine[] = [];
  #seen = 0;

  constructor(context: Context, service: ConnectedService, signal: AbortSignal) {
    this.#context = context;
    this.#service = service;
    this.#signal = signal;
    this.#pause = button('Pause', () => this.#toggle(), { class: 'plain', 'aria-pressed': 'false' });
    this.element = element(
      'section',
      { class: 'panel', 'aria-label': 'Lines' },
      this.#state,
      element(
        'div',
        { class: 'actions' },
        this.#pause,
        button('Empty the list', () => fill(this.#list), { class: 'plain' }),
      ),
      element(
        'p',
        { class: 'muted' },
        'What comes here is shown as it is, and not verified: drop the ledger into the Ledger view for that.',
      ),
      this.#list,
    );
    void this.#follow();
  }

  async #follow(): Promise<void> {
    const { ledger } = this.#service.client;
    const signal = this.#signal;
    try {
      const { sizeBytes } = await ledger.head({ signal });
      // From here on nothing is missed, and not before.
      this.#tell();
      for await (const line of ledger.tail({ cursor: String(sizeBytes), signal })) {
        this.#seen++;
        if (this.#isPaused) this.#held = [...this.#held, line].slice(-MOST_LINES);
        else this.#add(line);
        this.#tell();
      }
    } catch (error) {
      fill(this.#state, failureLine(error));
      this.#context.announce('The tail ended.');
    }
  }

  #toggle(): void {
    this.#isPaused = !this.#isPaused;
    this.#pause.setAttribute('aria-pressed', String(this.#isPaused));
    if (!this.#isPaused) for (const line of this.#held.splice(0)) this.#add(line);
    this.#tell();
  }

  #tell(): void {
    const held = this.#held.length > 0 ? `, ${count(this.#held.length)} held back` : '';
    this.#state.textContent = `${this.#isPaused ? 'Paused' : 'Following'}: ${count(this.#seen)} came${held}.`;
  }

  /** Nothing of a line is verified: it may be of any shape. */
  #add({ text, cursor }: TailedLine): void {
    const { createdAt, actor, action, subject, intent, hash } = factsOf(text);
    const what = intent === '' ? action : intent;
    const item = element(
      'li',
      {},
      element(
        'details',
        {},
        element(
          'summary',
          {},
          inert(createdAt, { most: 40 }),
          ' ',
          element('strong', {}, inert(what, { most: 80 })),
          ' ',
          inert(subject, { most: 120 }),
          ' by ',
          inert(actor, { most: 80 }),
        ),
        element('p', { class: 'muted' }, `ends at ${count(Number(cursor))}, `, element('code', {}, inert(short(hash)))),
        element('pre', { tabindex: 0, 'aria-label': 'The line' }, inert(text, { most: 20_000 })),
      ),
    );
    this.#list.prepend(item);
    while (this.#list.childElementCount > MOST_LINES) this.#list.lastElementChild?.remove();
    this.#context.announce(`New line: ${inertText(what, 100)}`);
  }
}
