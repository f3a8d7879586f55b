/** Keys of this page: making them, taking them in, choosing one. */
import { button, element, fill, labelled } from '../element.ts';
import { inertText } from '../inert.ts';
import { failureOf } from '../opened/opened-ledger.ts';
import { offerFile } from '../offer-file.ts';
import { Observed } from '../observed.ts';
import { short } from '../text.ts';
import type { Context } from '../view.ts';
import { importSeed, makeKey, newSeed, seedIn } from './page-keys.ts';
import type { PageKey } from './page-keys.ts';

/** The panel, and which key is chosen in it. */
export class KeyPanel {
  readonly element: HTMLElement;
  readonly chosen = new Observed<PageKey | undefined>(undefined);
  readonly #context: Context;
  readonly #withoutKey: string;
  readonly #select = element('select', {});
  readonly #told = element('p', { role: 'status', class: 'muted' });
  readonly #name = element('input', { value: 'my key', autocomplete: 'off', maxlength: 60 });
  readonly #secret = element('input', {
    type: 'password',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: '64 hex characters, or PEM',
  });

  /** `withoutKey` says what happens while no key is chosen. */
  constructor(context: Context, withoutKey: string) {
    this.#context = context;
    this.#withoutKey = withoutKey;
    this.element = element(
      'section',
      { class: 'panel', 'aria-labelledby': 'key-title' },
      element('h2', { id: 'key-title' }, 'Key'),
      labelled('Sign with', this.#select),
      this.#told,
      this.#makers(),
    );
    this.#select.addEventListener('change', () => this.#choose(this.#keyOf(this.#select.value)));
    context.keys.follow(context.signal, (keys) => this.#list(keys));
  }

  #makers(): HTMLElement {
    const actions = (...children: HTMLElement[]): HTMLElement => element('div', { class: 'actions' }, children);
    return element(
      'details',
      { open: this.#context.keys.value.length === 0 },
      element('summary', {}, 'Make a key, or take one in'),
      labelled('What to call it', this.#name),
      actions(
        button('Make a key for this page', () => this.#add(makeKey(this.#name.value))),
        button('Make one and save it', () => this.#makeToKeep(), { class: 'plain' }),
      ),
      labelled('A secret key of yours', this.#secret),
      actions(
        button('Take it in', () => this.#take(this.#secret.value), { class: 'plain' }),
        keyFile((text) => this.#take(text)),
      ),
      element(
        'p',
        { class: 'muted' },
        'Keys are kept in the memory of this page: never stored, never sent, gone when it is closed.',
      ),
    );
  }

  #list(keys: readonly PageKey[]): void {
    const options = keys.map(({ name, publicKey }) =>
      element('option', { value: publicKey }, inertText(`${name} (${short(publicKey)})`, 90)),
    );
    fill(this.#select, element('option', { value: '' }, 'none'), options);
    this.#choose(this.#keyOf(this.chosen.value?.publicKey) ?? keys.at(-1));
  }

  #keyOf(publicKey: string | undefined): PageKey | undefined {
    return this.#context.keys.value.find((key) => key.publicKey === publicKey);
  }

  #choose(key: PageKey | undefined): void {
    this.#select.value = key?.publicKey ?? '';
    fill(this.#told, key === undefined ? this.#withoutKey : keyFacts(key));
    this.chosen.set(key);
  }

  #add(making: Promise<PageKey>): void {
    void making.then(
      (key) => {
        const others = this.#context.keys.value.filter(({ publicKey }) => publicKey !== key.publicKey);
        this.#context.keys.set([...others, key]);
        this.#choose(key);
      },
      (error: unknown) => fill(this.#told, failureOf(error).message),
    );
  }

  #take(text: string): void {
    const seed = seedIn(text);
    this.#secret.value = '';
    if (seed === undefined) fill(this.#told, 'That is no Ed25519 key: 64 hex characters, or PKCS #8 as PEM.');
    else this.#add(importSeed(this.#name.value, seed));
  }

  #makeToKeep(): void {
    const seed = newSeed();
    offerFile(`${this.#name.value.replaceAll(/[^\w.-]+/g, '-') || 'key'}.key`, `${seed}\n`, 'text/plain');
    this.#add(importSeed(this.#name.value, seed));
  }
}

function keyFacts({ publicKey, isSealed }: PageKey): (HTMLElement | string)[] {
  const kept = isSealed
    ? 'The browser keeps its secret, and gives it to no script.'
    : 'This browser has no Ed25519 of its own: the page keeps the secret in memory.';
  return ['Public key ', element('code', {}, publicKey), `. ${kept}`];
}

function keyFile(take: (text: string) => void): HTMLElement {
  const input = element('input', { type: 'file', hidden: true });
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file !== undefined && file.size < 10_000) void file.text().then(take);
    else take('');
    input.value = '';
  });
  return element(
    'span',
    {},
    button('From a file…', () => input.click(), { class: 'plain' }),
    input,
  );
}
