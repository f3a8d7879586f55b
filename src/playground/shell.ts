/** The frame around the views: navigation, the place that tells those who cannot see, and which view stands in it. */
import { element, fill } from './element.ts';
import { Observed } from './observed.ts';
import { parseRoute, formatRoute } from './route.ts';
import type { Route } from './route.ts';
import { themeSwitch } from './theme.ts';
import type { ConnectedService, Context, View, ViewEntry } from './view.ts';

/** Fills the page, and follows its address from now on. */
export function openShell(views: readonly ViewEntry[]): void {
  new Shell(views).open();
}

class Shell {
  readonly #views: readonly ViewEntry[];
  readonly #main = element('main', { id: 'main', tabindex: -1 });
  readonly #told = element('p', { id: 'told', class: 'for-readers', role: 'status', 'aria-live': 'polite' });
  readonly #links: ReadonlyMap<ViewEntry, HTMLAnchorElement>;
  readonly #shared = {
    opened: new Observed<Context['opened']['value']>(undefined),
    keys: new Observed<Context['keys']['value']>([]),
    service: new Observed<ConnectedService | undefined>(undefined),
  };
  #shown: { readonly entry: ViewEntry; readonly view: View; readonly end: AbortController } | undefined;

  constructor(views: readonly ViewEntry[]) {
    this.#views = views;
    this.#links = new Map(views.map((entry) => [entry, element('a', { href: formatRoute(entry.name) }, entry.title)]));
  }

  open(): void {
    const items = [...this.#links.values()].map((link) => element('li', {}, link));
    fill(
      document.body,
      element('a', { class: 'skip', href: '#main' }, 'Skip to the content'),
      element(
        'header',
        {},
        element('p', { class: 'brand' }, 'logline', element('span', {}, 'playground')),
        element('nav', { 'aria-label': 'Views' }, element('ul', {}, items)),
        themeSwitch(),
      ),
      this.#main,
      this.#told,
    );
    document.querySelector('.skip')?.addEventListener('click', (event) => {
      event.preventDefault(); // the address names a view
      this.#main.focus();
    });
    window.addEventListener('hashchange', () => this.#follow(true));
    this.#follow(false);
  }

  #follow(moveFocus: boolean): void {
    const route = parseRoute(location.hash);
    const entry = this.#views.find(({ name }) => name === route.name) ?? this.#views[0]!;
    if (this.#shown?.entry !== entry) this.#show(entry, moveFocus);
    this.#shown!.view.update?.(
      route.name === entry.name ? route : ({ ...route, name: entry.name, steps: [] } satisfies Route),
    );
  }

  #show(entry: ViewEntry, moveFocus: boolean): void {
    this.#shown?.end.abort();
    const end = new AbortController();
    const view = entry.open({ ...this.#shared, ...this.#means, signal: end.signal });
    this.#shown = { entry, view, end };
    fill(this.#main, view.element);
    document.title = `${entry.title} · logline playground`;
    for (const [other, link] of this.#links) {
      if (other === entry) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    const heading = this.#main.querySelector('h1');
    heading?.setAttribute('tabindex', '-1');
    if (moveFocus) heading?.focus();
  }

  readonly #means = {
    go: (address: string): void => {
      location.hash = address;
    },
    announce: (text: string): void => {
      this.#told.textContent = text;
    },
    now: (): Date => new Date(),
  };
}
