/** Connect a service: its address and a key, in the memory of this page alone. */
import { createClient, LoglineError } from '../../client/index.ts';
import { button, element, fill, labelled } from '../element.ts';
import { inert } from '../inert.ts';
import { facts } from '../ledger/facts.ts';
import { bytesText, short } from '../text.ts';
import type { ConnectedService, Context, View } from '../view.ts';
import { failureLine } from './failure-line.ts';

/** A form, and what is connected. */
export function connectView(context: Context): View {
  const connecting = new Connecting(context);
  return {
    element: connecting.element,
    update: ({ query }) => {
      connecting.back = query.get('back') ?? '';
    },
  };
}

class Connecting {
  readonly element: HTMLElement;
  /** Where somebody came from who needed a service: an address of this page. */
  back = '';
  readonly #context: Context;
  readonly #address = element('input', {
    inputmode: 'url',
    autocomplete: 'off',
    spellcheck: 'false',
    required: true,
    value: ownAddress(),
    placeholder: 'http://localhost:8000',
  });
  readonly #key = element('input', { type: 'password', autocomplete: 'off', spellcheck: 'false' });
  readonly #state = element('div', { class: 'panel' });
  readonly #told = element('div', { role: 'status' });

  constructor(context: Context) {
    this.#context = context;
    const form = element(
      'form',
      { class: 'panel' },
      labelled('Address of the ledger API, or of the proxy before the services', this.#address),
      labelled('API key; none for services of this machine that have no key set', this.#key),
      element('div', { class: 'actions' }, element('button', { type: 'submit' }, 'Connect')),
      element(
        'p',
        { class: 'muted' },
        'Both stay in the memory of this page: they are not stored, and are gone when it is closed. The key is sent to this address alone.',
      ),
      this.#told,
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#connect();
    });
    context.service.follow(context.signal, (service) => this.#show(service));
    this.element = element('div', {}, element('h1', {}, 'Connect a service'), form, this.#state);
  }

  async #connect(): Promise<void> {
    const key = this.#key.value.trim();
    fill(this.#told, 'Connecting …');
    try {
      const url = this.#address.value.trim();
      const client = createClient({ url, ...(key !== '' && { apiKey: key }) });
      await client.ledger.head({ signal: this.#context.signal });
      this.#key.value = '';
      fill(this.#told);
      this.#context.service.set({ name: new URL(url).host, client, append: (draft) => client.ledger.append(draft) });
      this.#context.announce('Connected.');
      if (this.back.startsWith('#/')) this.#context.go(this.back);
    } catch (error) {
      fill(this.#told, failureLine(error), isElsewhere(this.#address.value, error) && element('p', {}, ELSEWHERE));
    }
  }

  #show(service: ConnectedService | undefined): void {
    if (service === undefined) {
      fill(
        this.#state,
        element(
          'p',
          { class: 'muted' },
          'Nothing is connected. Ledgers that are dropped into the page need no service.',
        ),
      );
      return;
    }
    const described = element('div', {});
    fill(
      this.#state,
      element('h2', {}, 'Connected: ', inert(service.name)),
      described,
      element(
        'div',
        { class: 'actions' },
        button('Disconnect', () => this.#context.service.set(undefined), { class: 'plain' }),
      ),
    );
    void this.#describe(service, described);
  }

  async #describe({ client }: ConnectedService, into: HTMLElement): Promise<void> {
    try {
      const { lines, sizeBytes, head, lastCreatedAt } = await client.ledger.stats({ signal: this.#context.signal });
      fill(
        into,
        facts({
          Lines: lines.toLocaleString('en'),
          Size: bytesText(sizeBytes),
          Head: head === null ? 'none: it is empty' : element('code', {}, short(head)),
          'Last line': lastCreatedAt === undefined ? undefined : inert(lastCreatedAt),
        }),
      );
    } catch (error) {
      fill(into, failureLine(error));
    }
  }
}

const ELSEWHERE =
  'Services answer no page that is from elsewhere. Open the page that the service itself has at its address, or one behind the same proxy.';

/** Browsers do not say whether a service is away or answers no page of another origin: either may be so. */
function isElsewhere(address: string, error: unknown): boolean {
  const isSilent = error instanceof LoglineError && error.code === 'SERVICE_UNREACHABLE';
  return isSilent && new URL(address.trim()).origin !== location.origin;
}

/** A page that a service serves has its address. */
const ownAddress = (): string => (/^https?:$/.test(location.protocol) ? location.origin : '');
