/** Tamper and see: one character of a ledger that verifies is changed, and every check that fails says why. */
import { button, element, labelled } from '../element.ts';
import { opener } from '../opened/opener.ts';
import { DEFAULT_SETTINGS, failureOf } from '../opened/opened-ledger.ts';
import type { OpenedLedger } from '../opened/opened-ledger.ts';
import { count } from '../text.ts';
import type { Context, View } from '../view.ts';
import { Channel } from '../worker/channel.ts';
import type { LedgerTasks, VerifySettings } from '../worker/ledger-tasks.ts';
import { startWorker } from '../worker/start-worker.ts';
import { TamperBench } from './tamper-bench.ts';

/** A page of lines: enough to see what a change does to those behind it. */
const LINES = 8;

/** Lines of the ledger that is open, or of the example. Below it: `LINE`, the first one that is shown. */
export function tamperView(context: Context): View {
  const bench = element('div', {});
  const told = element('p', { role: 'alert' });
  let first = 1;
  let asked = 0;
  const begin = (): void => {
    const turn = ++asked;
    told.textContent = '';
    void linesFor(context.opened.value, first).then(
      async ({ texts, settings, channel }) => {
        if (turn !== asked || context.signal.aborted) channel.close();
        else new TamperBench(context, { texts, settings, first, channel }, bench);
      },
      (error: unknown) => (told.textContent = failureOf(error).message),
    );
  };
  context.opened.follow(context.signal, (opened) => {
    if (opened === undefined) begin();
    else opened.lines.follow(context.signal, ({ state }) => state === 'done' && begin());
  });
  const from = element('input', { type: 'number', min: 1, value: 1, inputmode: 'numeric' });
  const choose = (): void => {
    first = Math.max(1, Math.floor(Number(from.value)) || 1);
    begin();
  };
  return {
    element: element(
      'div',
      {},
      ...introduction(context, labelled('First line', from), button('Take them', choose)),
      told,
      bench,
    ),
    update: ({ steps: [line] }) => {
      if (line === undefined || Number(line) === first) return;
      from.value = line;
      choose();
    },
  };
}

function introduction(context: Context, ...chooser: HTMLElement[]): HTMLElement[] {
  return [
    element('h1', {}, 'Tamper and see'),
    element(
      'p',
      {},
      'Below are lines of a ledger that verifies. Change one character of one of them, and see which checks fail, and why. Then try what a forger would try.',
    ),
    element(
      'details',
      {},
      element('summary', {}, 'Take lines of a ledger of your own'),
      opener(context),
      element('div', { class: 'from-line' }, chooser),
    ),
  ];
}

interface Lines {
  readonly texts: readonly string[];
  readonly settings: VerifySettings;
  readonly channel: Channel<LedgerTasks>;
}

async function linesFor(opened: OpenedLedger | undefined, first: number): Promise<Lines> {
  const channel = new Channel<LedgerTasks>(await startWorker('ledger-worker'));
  if (opened === undefined) {
    const { text, keyring } = await channel.ask('example', undefined);
    return {
      texts: text
        .split('\n')
        .slice(first - 1, first - 1 + LINES)
        .filter((line) => line !== ''),
      settings: { ...DEFAULT_SETTINGS, keyring, partial: first > 1 },
      channel,
    };
  }
  const rows = await opened.ask('texts', { from: first - 1, to: first - 1 + LINES });
  if (rows.length === 0) fail(opened, first);
  return { texts: rows, settings: { ...opened.settings, partial: opened.settings.partial || first > 1 }, channel };
}

function fail(opened: OpenedLedger, first: number): never {
  throw new TypeError(`${opened.name} has no line ${count(first)}.`);
}
