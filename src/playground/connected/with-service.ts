/** What a view of a service shows while there is none, while it is asked, and when it fails. */
import { LoglineError } from '../../client/index.ts';
import { button, element, fill } from '../element.ts';
import { formatRoute } from '../route.ts';
import type { ConnectedService, Context } from '../view.ts';
import { failureLine } from './failure-line.ts';

/** A part of the page that is made of what a service answers, and can be made again. */
export class ServicePanel {
  readonly element = element('div', { class: 'service-panel', tabindex: -1 });
  readonly #context: Context;
  readonly #make: (service: ConnectedService, signal: AbortSignal) => Promise<HTMLElement>;
  #turn = new AbortController();

  /** `make` answers what is shown; it is asked again whenever another service is connected. */
  constructor(context: Context, make: (service: ConnectedService, signal: AbortSignal) => Promise<HTMLElement>) {
    this.#context = context;
    this.#make = make;
    context.signal.addEventListener('abort', () => this.#turn.abort());
    context.service.follow(context.signal, () => void this.refresh());
  }

  /** Asks again. */
  async refresh(): Promise<void> {
    this.#turn.abort();
    this.#turn = new AbortController();
    const { signal } = this.#turn;
    const service = this.#context.service.value;
    if (service === undefined) {
      fill(this.element, nothingConnected());
      return;
    }
    if (this.element.childElementCount === 0) fill(this.element, element('p', { class: 'muted' }, 'Asking …'));
    try {
      const made = await this.#make(service, signal);
      if (!signal.aborted) this.#show(made);
    } catch (error) {
      if (signal.aborted || (error instanceof LoglineError && error.code === 'CANCELLED')) return;
      fill(
        this.element,
        failureLine(error),
        button('Ask again', () => void this.refresh(), { class: 'plain' }),
      );
    }
  }

  /** What had the focus is gone: it goes to what came in its place. */
  #show(made: HTMLElement): void {
    const hadFocus = this.element.contains(document.activeElement);
    fill(this.element, made);
    if (hadFocus) this.element.focus();
  }
}

function nothingConnected(): HTMLElement {
  return element(
    'p',
    { class: 'panel' },
    'This needs a service. ',
    element('a', { href: formatRoute('connect', [], { back: location.hash }) }, 'Connect one'),
    '.',
  );
}
