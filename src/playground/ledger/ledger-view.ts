/** A ledger, looked at: the verdict and its findings first, then who did what when, then line by line. */
import { element, fill } from '../element.ts';
import { opener } from '../opened/opener.ts';
import type { OpenedLedger } from '../opened/opened-ledger.ts';
import type { Route } from '../route.ts';
import type { Context, View } from '../view.ts';
import { filterPanel } from './filter-panel.ts';
import { findingsPanel } from './findings-panel.ts';
import { linePage } from './line-page.ts';
import { packPanel } from './pack-panel.ts';
import { verdictPanel } from './verdict-panel.ts';

/** Addresses below it: `atomic/LINE`, `atomic/HASH` (both with `?stream=PATH` in a folder) and `finding/NUMBER`. */
export function ledgerView(context: Context): View {
  const overview = element('div', { class: 'overview' });
  const page = element('div', { class: 'line-page', hidden: true });
  let shown: Route | undefined;
  const follow = (): void => {
    const isPage = shown !== undefined && shown.steps.length > 0;
    overview.hidden = isPage;
    page.hidden = !isPage;
    if (isPage) linePage(context, page, shown!);
  };
  context.opened.follow(context.signal, (opened) => {
    fill(overview, ...(opened === undefined ? INTRODUCTION() : panels(context, opened)));
    follow();
  });
  return {
    element: element('div', {}, element('h1', {}, 'Ledger'), opener(context), page, overview),
    update: (route) => {
      shown = route;
      follow();
    },
  };
}

function panels(context: Context, opened: OpenedLedger): HTMLElement[] {
  return [
    verdictPanel(context, opened),
    findingsPanel(context, opened),
    ...(opened.kind === 'pack' ? [packPanel(context, opened)] : []),
    filterPanel(context, opened),
  ];
}

const INTRODUCTION = (): HTMLElement[] => [
  element(
    'section',
    { class: 'introduction' },
    element('h2', {}, 'What this shows'),
    element(
      'ul',
      {},
      element(
        'li',
        {},
        'Whether every line is what its signer signed, and whether no line was changed, removed, added in between or moved.',
      ),
      element('li', {}, 'What is wrong where something is: which line, what was expected and what stands there.'),
      element('li', {}, 'Who did what and when, by mission and by actor, down to the text that was signed.'),
    ),
    element(
      'p',
      { class: 'muted' },
      'Without a keyring a signature shows that nothing was changed, but not who signed: hand in the keys that you trust.',
    ),
  ),
];
