/** Which lines are looked at: by mission, actor, intent, trace, time and text; over time, and one by one. */
import { button, element, fill, labelled } from '../element.ts';
import type { OpenedLedger } from '../opened/opened-ledger.ts';
import { plural } from '../text.ts';
import type { Context } from '../view.ts';
import type { Filter, LedgerFacts } from '../worker/ledger-tasks.ts';
import { LineList } from './line-list.ts';
import { progressBar } from './progress-bar.ts';
import { timelinePanel } from './timeline-panel.ts';

const NO_FILTER: Filter = { trace: '', actor: '', intent: '', mission: '', text: '' };
/** Names offered while one types. */
const MOST_OFFERED = 200;

/** Answers the panel, which follows the reading of the lines. */
export function filterPanel(context: Context, opened: OpenedLedger): HTMLElement {
  const panel = element(
    'section',
    { class: 'panel', 'aria-labelledby': 'lines-title' },
    element('h2', { id: 'lines-title' }, 'Lines'),
  );
  const waiting = element('div', {});
  panel.append(waiting);
  opened.lines.follow(context.signal, (phase) => {
    if (phase.state === 'running') fill(waiting, progressBar('Reading', phase.advance));
    else if (phase.state === 'failed') fill(waiting, element('p', {}, phase.failure.message));
    else {
      waiting.remove();
      panel.append(...new FilterPanel(context, opened, phase.result).parts());
    }
  });
  return panel;
}

type Field = 'mission' | 'actor' | 'intent' | 'trace' | 'text' | 'from' | 'until';

class FilterPanel {
  readonly #context: Context;
  readonly #opened: OpenedLedger;
  readonly #facts: LedgerFacts;
  readonly #list: LineList;
  readonly #timeline: ReturnType<typeof timelinePanel>;
  readonly #told = element('p', { class: 'muted', role: 'status' });
  readonly #fields: Readonly<Record<Field, HTMLInputElement>>;
  #asked = 0;

  constructor(context: Context, opened: OpenedLedger, facts: LedgerFacts) {
    this.#context = context;
    this.#opened = opened;
    this.#facts = facts;
    this.#list = new LineList(context, opened);
    this.#timeline = timelinePanel(opened, (by, name) => this.#choose(by, name));
    const input = (attributes: object): HTMLInputElement =>
      element('input', { autocomplete: 'off', spellcheck: 'false', ...attributes });
    this.#fields = {
      text: input({ type: 'search' }),
      mission: input({ list: 'missions' }),
      actor: input({ list: 'actors' }),
      intent: input({ list: 'intents' }),
      trace: input({}),
      from: input({ placeholder: '2026-01-31' }),
      until: input({ placeholder: '2026-02-01T12:00Z' }),
    };
  }

  parts(): HTMLElement[] {
    void this.#apply();
    return [this.#form(), this.#told, this.#timeline.element, this.#list.element];
  }

  #form(): HTMLElement {
    const { text, mission, actor, intent, trace, from, until } = this.#fields;
    const { missions, actors, intents } = this.#facts;
    const form = element(
      'form',
      { class: 'filter', role: 'search', 'aria-label': 'Lines' },
      labelled('Text', text),
      labelled('Mission', mission, offered('missions', missions)),
      labelled('Actor', actor, offered('actors', actors)),
      labelled('Intent', intent, offered('intents', intents)),
      labelled('Trace', trace),
      labelled('From', from),
      labelled('Until', until),
      element(
        'div',
        { class: 'actions' },
        element('button', { type: 'submit' }, 'Find'),
        button('Show all', () => this.#clear(), { class: 'plain' }),
      ),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#apply();
    });
    return form;
  }

  #clear(): void {
    for (const field of Object.values(this.#fields)) field.value = '';
    void this.#apply();
  }

  #choose(by: 'mission' | 'actor', name: string): void {
    this.#fields[by].value = name;
    void this.#apply();
  }

  async #apply(): Promise<void> {
    const filter = this.#filter();
    if (filter === undefined) return;
    const asked = ++this.#asked;
    const lines = await this.#opened.filter(filter, (advance) =>
      fill(this.#told, progressBar('Search', { ...advance, bytes: advance.lines })),
    );
    if (asked !== this.#asked) return; // another one was asked for meanwhile
    const text = `${plural(lines, 'line')}${this.#facts.unreadable > 0 ? `; ${plural(this.#facts.unreadable, 'line')} of the whole cannot be read` : ''}`;
    fill(this.#told, text);
    this.#context.announce(text);
    this.#list.show(lines);
    await this.#timeline.draw();
  }

  /** What the fields say; `undefined` where one of them says no time. */
  #filter(): Filter | undefined {
    const { from, until, ...names } = this.#fields;
    const texts = Object.fromEntries(Object.entries(names).map(([name, { value }]) => [name, value.trim()]));
    const [fromMs, untilMs] = [from, until].map(timeIn);
    if (Number.isNaN(fromMs) || Number.isNaN(untilMs)) return undefined;
    return {
      ...NO_FILTER,
      ...texts,
      ...(fromMs !== undefined && { fromMs }),
      ...(untilMs !== undefined && { untilMs }),
    };
  }
}

/** Says so where a field holds no time. */
function timeIn(field: HTMLInputElement): number | undefined {
  const text = field.value.trim();
  const ms = text === '' ? undefined : Date.parse(text);
  field.setCustomValidity(Number.isNaN(ms) ? 'A day, such as 2026-01-31, or a time, such as 2026-01-31T12:00Z' : '');
  if (Number.isNaN(ms)) field.reportValidity();
  return ms;
}

function offered(id: string, names: LedgerFacts['actors']): HTMLElement {
  return element(
    'datalist',
    { id },
    names.slice(0, MOST_OFFERED).map(({ name }) => element('option', { value: name })),
  );
}
