/** Some lines, one of which is being changed, and what every check says of each of them. */
import { CHECK_KINDS, CHECK_NAMES, outcomesOf } from '../checks.ts';
import { button, element, fill, labelled } from '../element.ts';
import { inert } from '../inert.ts';
import { comparison } from '../ledger/finding-box.ts';
import { failureOf } from '../opened/opened-ledger.ts';
import { count, plural } from '../text.ts';
import type { Context } from '../view.ts';
import type { Finding } from '../../base/report.ts';
import type { Channel } from '../worker/channel.ts';
import type { ForgeAsked, LedgerTasks, Verdict, VerifySettings } from '../worker/ledger-tasks.ts';
import { changeBetween, changeOneCharacter } from './change.ts';

/** What is on the bench. */
export interface BenchInput {
  readonly texts: readonly string[];
  readonly settings: VerifySettings;
  /** Number of the first line. */
  readonly first: number;
  readonly channel: Channel<LedgerTasks>;
}

const WAIT_MS = 120;

/** Draws itself into an element, and anew with each change. */
export class TamperBench {
  readonly #context: Context;
  readonly #input: BenchInput;
  readonly #editor = element('textarea', { rows: 8, class: 'code', spellcheck: 'false', autocomplete: 'off' });
  readonly #chosen = element('select', {});
  readonly #change = element('p', { class: 'change' });
  readonly #verdict = element('div', { class: 'bench-verdict' });
  readonly #table = element('table', { class: 'bench' });
  readonly #why = element('div', {});
  readonly #told = element('p', { role: 'alert', class: 'bad' });
  #texts: string[];
  #line = 0;
  #turn = 0;

  constructor(context: Context, input: BenchInput, into: HTMLElement) {
    this.#context = context;
    this.#input = input;
    this.#texts = [...input.texts];
    this.#line = Math.min(3, input.texts.length - 1);
    context.signal.addEventListener('abort', () => input.channel.close());
    this.#editor.addEventListener('input', () => this.#edited());
    this.#chosen.addEventListener('change', () => this.#choose(Number(this.#chosen.value)));
    fill(into, this.#parts());
    this.#choose(this.#line);
    void this.#judge();
  }

  #parts(): HTMLElement[] {
    const moves = element(
      'fieldset',
      { class: 'moves' },
      element('legend', {}, 'What a forger would try'),
      button('Change one character', () => this.#put(changeOneCharacter(this.#texts[this.#line]!))),
      button('Make the hash fit', () => void this.#forge('hash'), { class: 'plain' }),
      button('Sign it with another key', () => void this.#forge('signature'), { class: 'plain' }),
      button('Remove the line', () => this.#remove(), { class: 'plain' }),
      button('Undo everything', () => this.#restore(), { class: 'plain' }),
    );
    return [
      element(
        'section',
        { class: 'panel' },
        labelled('Line', this.#chosen),
        labelled('Its text: change anything', this.#editor),
        this.#change,
        moves,
        this.#told,
      ),
      element(
        'section',
        { class: 'panel', 'aria-labelledby': 'checks-title' },
        element('h2', { id: 'checks-title' }, 'Every check of every line'),
        this.#verdict,
        element('div', { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': 'Checks' }, this.#table),
      ),
      this.#why,
    ];
  }

  #choose(line: number): void {
    this.#line = Math.max(0, Math.min(line, this.#texts.length - 1));
    fill(
      this.#chosen,
      this.#texts.map((_, i) => element('option', { value: i, selected: i === this.#line }, this.#nameOf(i))),
    );
    this.#editor.value = this.#texts[this.#line] ?? '';
    this.#showChange();
  }

  #nameOf(i: number): string {
    return `Line ${count(this.#input.first + i)}`;
  }

  #edited(): void {
    // A line is one line: what is pasted with line feeds would be several.
    this.#texts[this.#line] = this.#editor.value.replaceAll('\n', ' ');
    this.#showChange();
    const turn = ++this.#turn;
    setTimeout(() => {
      if (turn === this.#turn) void this.#judge();
    }, WAIT_MS);
  }

  #put(text: string): void {
    this.#editor.value = text;
    this.#edited();
  }

  async #forge(move: ForgeAsked['move']): Promise<void> {
    try {
      this.#put(await this.#input.channel.ask('forge', { move, text: this.#texts[this.#line]! }));
      this.#told.textContent = '';
    } catch (error) {
      fill(this.#told, inert(failureOf(error).message, { most: 300 }));
    }
  }

  #remove(): void {
    if (this.#texts.length < 2) return;
    this.#texts.splice(this.#line, 1);
    this.#choose(this.#line);
    void this.#judge();
  }

  #restore(): void {
    this.#texts = [...this.#input.texts];
    this.#choose(this.#line);
    this.#told.textContent = '';
    void this.#judge();
  }

  #showChange(): void {
    const before = this.#texts.length === this.#input.texts.length ? this.#input.texts[this.#line] : undefined;
    const change = before === undefined ? undefined : changeBetween(before, this.#texts[this.#line]!);
    if (change === undefined) {
      const removed = this.#input.texts.length - this.#texts.length;
      fill(this.#change, removed > 0 ? `${plural(removed, 'line')} removed.` : 'Nothing is changed yet.');
      return;
    }
    const shown = (text: string): HTMLElement =>
      element('code', {}, text === '' ? 'nothing' : inert(text, { most: 80 }));
    fill(this.#change, `At character ${count(change.at + 1)}: `, shown(change.before), ' became ', shown(change.after));
  }

  async #judge(): Promise<void> {
    const turn = ++this.#turn;
    const text = this.#texts.map((line) => `${line}\n`).join('');
    try {
      const verdict = await this.#input.channel.ask('verifyText', { text, settings: this.#input.settings });
      if (turn === this.#turn) this.#show(verdict);
    } catch (error) {
      fill(this.#told, inert(failureOf(error).message, { most: 300 }));
    }
  }

  #show({ report }: Verdict): void {
    const word = report.ok
      ? 'Verified: every check of every line passes.'
      : `Not verified: ${plural(report.findings.length, 'finding')}.`;
    fill(this.#verdict, element('p', { class: report.ok ? 'good' : 'bad' }, element('strong', {}, word)));
    this.#context.announce(word);
    const hasKeyring = report.trust === 'keyring';
    const rows = this.#texts.map((text, i) =>
      this.#row(
        i,
        text,
        report.findings.filter(({ line }) => line === i + 1),
        hasKeyring,
      ),
    );
    const heads = ['Line', ...CHECK_NAMES.map((name) => CHECK_KINDS[name].title)];
    fill(
      this.#table,
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          heads.map((head) => element('th', { scope: 'col' }, head)),
        ),
      ),
      element('tbody', {}, rows),
    );
    fill(this.#why, ...whySection(report.findings, (line) => this.#nameOf(line - 1)));
  }

  #row(i: number, text: string, findings: readonly Finding[], hasKeyring: boolean): HTMLElement {
    const outcomes = outcomesOf(findings, { isSigned: text.includes('"signature"'), hasKeyring });
    const isChanged = text !== this.#input.texts[i] && this.#texts.length === this.#input.texts.length;
    const cells = CHECK_NAMES.map((name) =>
      element('td', { class: MARKS[outcomes[name]][1] }, MARKS[outcomes[name]][0]),
    );
    return element(
      'tr',
      { class: i === this.#line ? 'chosen' : '' },
      element('th', { scope: 'row' }, this.#nameOf(i), isChanged && ' (changed)'),
      cells,
    );
  }
}

const MARKS = {
  passes: ['✓ passes', 'good'],
  fails: ['✗ fails', 'bad'],
  'not judged': ['– not judged', 'muted'],
} as const;

function whySection(findings: readonly Finding[], nameOf: (line: number) => string): HTMLElement[] {
  if (findings.length === 0) return [];
  const items = findings.slice(0, 20).map((finding) => {
    const name = CHECK_NAMES.find((one) => CHECK_KINDS[one].codes.has(finding.code));
    return element(
      'li',
      { class: 'finding' },
      element(
        'p',
        { class: 'finding-head' },
        finding.line !== undefined && element('span', {}, nameOf(finding.line)),
        name && element('span', {}, `${CHECK_KINDS[name].title} fails`),
        element('code', {}, finding.code),
      ),
      name && element('p', {}, CHECK_KINDS[name].failing),
      element('p', { class: 'muted' }, inert(finding.message, { most: 400 })),
      comparison(finding),
    );
  });
  return [
    element(
      'section',
      { class: 'panel', 'aria-labelledby': 'why-title' },
      element('h2', { id: 'why-title' }, 'Why'),
      element('ol', { class: 'findings' }, items),
    ),
  ];
}
