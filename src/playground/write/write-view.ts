/** Write an atomic: a draft in an editor, its hash and signature as one types, and what becomes of the line. */
import { button, element, fill, labelled } from '../element.ts';
import { inert } from '../inert.ts';
import { facts } from '../ledger/facts.ts';
import { KeyPanel } from '../keys/key-panel.ts';
import type { PageKey } from '../keys/page-keys.ts';
import type { Observed } from '../observed.ts';
import { offerFile } from '../offer-file.ts';
import { failureOf } from '../opened/opened-ledger.ts';
import { bytesText } from '../text.ts';
import type { Context, View } from '../view.ts';
import type { Draft } from '../../atomic/index.ts';
import type { Finding } from '../../base/report.ts';
import { Channel } from '../worker/channel.ts';
import type { DraftAnswer, LedgerTasks } from '../worker/ledger-tasks.ts';
import { startWorker } from '../worker/start-worker.ts';
import { DraftEditor } from './draft-editor.ts';

const WAIT_MS = 100;

/** The editor with everything around it. */
export function writeView(context: Context): View {
  return { element: new Writer(context).element };
}

class Writer {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #channel: Promise<Channel<LedgerTasks>>;
  readonly #key: Observed<PageKey | undefined>;
  readonly #editor: DraftEditor;
  readonly #prev = element('input', {
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: 'none: it is the first line',
    maxlength: 64,
  });
  readonly #faults = element('ul', { class: 'faults', 'aria-live': 'polite' });
  readonly #result = element('div', {});
  readonly #told = element('p', { role: 'status' });
  readonly #download = button('Download the line', () => offerFile('atomic.jsonl', `${this.#line}\n`), {
    disabled: true,
  });
  readonly #withLedger = button(
    'Download the ledger with it',
    () => offerFile('ledger.jsonl', this.#ledgerWithLine()),
    { class: 'plain', disabled: true },
  );
  readonly #append = button('Append to the service', () => void this.#appendToService(), {
    class: 'plain',
    disabled: true,
  });
  #line = '';
  #isDraft = false;
  #turn = 0;

  constructor(context: Context) {
    this.#context = context;
    this.#channel = startWorker('ledger-worker').then((worker) => new Channel<LedgerTasks>(worker));
    context.signal.addEventListener('abort', () => void this.#channel.then((channel) => channel.close()));
    const { element: keys, chosen } = new KeyPanel(context, 'Without a key the hash appears, and no signature.');
    this.#key = chosen;
    this.#editor = new DraftEditor(context, beginning(context.now()), () => this.#soon());
    this.#prev.addEventListener('input', () => this.#soon());
    chosen.follow(context.signal, () => this.#soon());
    context.service.follow(context.signal, () => this.#offer());
    const { verdict, follow } = this.#follower();
    context.opened.follow(context.signal, (opened) => opened?.verification.follow(context.signal, verdict));
    this.element = element(
      'div',
      {},
      element('h1', {}, 'Write an atomic'),
      element(
        'div',
        { class: 'write' },
        element(
          'section',
          { class: 'panel', 'aria-label': 'Draft' },
          this.#editor.element,
          this.#faults,
          labelled('Hash of the line before it (prev)', this.#prev),
          element('div', { class: 'actions' }, follow),
        ),
        keys,
      ),
      element(
        'section',
        { class: 'panel', 'aria-labelledby': 'signed-title' },
        element('h2', { id: 'signed-title' }, 'Signed'),
        this.#result,
        element('div', { class: 'actions' }, this.#download, this.#withLedger, this.#append),
        this.#told,
      ),
    );
  }

  /** A button that takes the head of the ledger that is open. */
  #follower(): { readonly verdict: () => void; readonly follow: HTMLElement } {
    const follow = button(
      'Follow the ledger that is open',
      () => {
        this.#prev.value = this.#head() ?? '';
        this.#soon();
      },
      { class: 'plain', hidden: true },
    );
    const verdict = (): void => {
      follow.hidden = this.#head() === undefined;
      this.#offer();
    };
    return { verdict, follow };
  }

  /** Hash of the last line of the ledger that is open; of a folder or a pack there is none. */
  #head(): string | undefined {
    const { value: opened } = this.#context.opened;
    if (opened?.kind !== 'ledger') return undefined;
    const { phase } = opened.verification.value;
    const report = phase.state === 'done' ? phase.result.report : undefined;
    return report !== undefined && 'head' in report ? (report.head ?? undefined) : undefined;
  }

  #soon(): void {
    const turn = ++this.#turn;
    setTimeout(() => {
      if (turn === this.#turn && !this.#context.signal.aborted) void this.#judge(turn);
    }, WAIT_MS);
  }

  async #judge(turn: number): Promise<void> {
    const key = this.#key.value;
    const asked = { text: this.#editor.text, publicKey: key?.publicKey ?? '', prev: this.#prev.value.trim() };
    const channel = await this.#channel;
    try {
      const answer = await channel.ask('draft', asked);
      const signature =
        key !== undefined && answer.hashBytes !== undefined ? await key.sign(answer.hashBytes) : undefined;
      const line = signature === undefined ? '' : await channel.ask('finish', { ...asked, signature });
      if (turn === this.#turn) this.#show(answer, line);
    } catch (error) {
      fill(this.#told, inert(failureOf(error).message, { most: 300 }));
    }
  }

  #show({ findings, hash }: DraftAnswer, line: string): void {
    this.#line = line;
    this.#isDraft = hash !== undefined;
    this.#editor.mark(findings);
    fill(
      this.#faults,
      findings.slice(0, 20).map((finding) => this.#fault(finding)),
    );
    const sizeBytes = new TextEncoder().encode(line).length;
    const signature =
      line === '' ? undefined : (JSON.parse(line) as { readonly signature: { readonly sig: string } }).signature.sig;
    fill(
      this.#result,
      facts({
        Hash: element('code', { class: 'hash' }, hash ?? 'none, while something is wrong above'),
        Signature: element('code', { class: 'signature' }, signature ?? 'none'),
        Size: line !== '' && bytesText(sizeBytes),
      }),
      line !== '' && element('pre', { tabindex: 0, 'aria-label': 'The line' }, inert(line, { most: 20_000 })),
    );
    this.#offer();
  }

  #fault(finding: Finding): HTMLElement {
    const go = button('', () => this.#editor.goTo(finding), { class: 'link' });
    go.append(inert(finding.message, { most: 300 }));
    return element('li', {}, element('code', {}, finding.code), ' ', go);
  }

  /** What can be done with the line now. */
  #offer(): void {
    const { value: service } = this.#context.service;
    this.#download.disabled = this.#line === '';
    this.#withLedger.disabled =
      this.#line === '' || this.#head() === undefined || this.#prev.value.trim() !== this.#head();
    this.#append.disabled = service === undefined || !this.#isDraft;
    this.#append.textContent =
      service === undefined ? 'Append to a service (none is connected)' : `Append to ${service.name}`;
  }

  #ledgerWithLine(): Blob {
    const { value: opened } = this.#context.opened;
    return new Blob([...(opened?.files ?? []).map(({ blob }) => blob), `${this.#line}\n`]);
  }

  /** The service signs: it takes the draft, and gives it its place and its own signature. */
  async #appendToService(): Promise<void> {
    const { value: service } = this.#context.service;
    if (service === undefined) return;
    this.#append.disabled = true;
    try {
      const { hash } = await service.append(JSON.parse(this.#editor.text) as Draft);
      fill(this.#told, 'Appended: ', element('code', {}, hash));
      this.#context.announce('Appended.');
    } catch (error) {
      const { message } = error as Error;
      fill(this.#told, inert(message, { most: 300 }));
    }
    this.#offer();
  }
}

function beginning(now: Date): string {
  const draft = {
    entity_type: 'decision',
    intent: 'note',
    this: '/notes/first',
    did: { actor: 'kim@example.com', action: 'write' },
    metadata: { created_at: now.toISOString() },
    payload: { text: 'What was decided, and why.' },
  };
  return JSON.stringify(draft, null, 2);
}
