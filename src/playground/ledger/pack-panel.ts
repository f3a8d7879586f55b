/** What an audit pack says of its mission, next to the lines that it was made of. */
import { element, fill } from '../element.ts';
import { inert } from '../inert.ts';
import type { OpenedLedger } from '../opened/opened-ledger.ts';
import type { Context } from '../view.ts';
import type { PackReport } from '../../evidence/index.ts';

/** Answers the panel, which follows the verification. */
export function packPanel(context: Context, opened: OpenedLedger): HTMLElement {
  const panel = element('section', { class: 'panel', hidden: true });
  opened.verification.follow(context.signal, ({ phase }) => {
    const report = phase.state === 'done' && 'completeness' in phase.result.report ? phase.result.report : undefined;
    panel.hidden = report?.summary === undefined;
    if (report?.summary !== undefined) fill(panel, ...parts(report.summary));
  });
  return panel;
}

function parts({ mission, events, costs }: NonNullable<PackReport['summary']>): HTMLElement[] {
  return [
    element('h2', {}, 'The mission'),
    table(
      'Checkpoints',
      ['checkpoint', 'status', 'decided by'],
      mission.checkpoints.map(({ name, status, approvals, rejection }) => [
        name,
        status,
        [...approvals, ...(rejection ? [rejection] : [])].map(({ by }) => `${by.actor} (${by.kind})`).join(', '),
      ]),
    ),
    table(
      'Events',
      ['line', 'time', 'event', 'actor', 'counts'],
      events.map(({ line, timestamp, type, actor, refused }) => [
        String(line),
        timestamp,
        type.replaceAll('_', ' '),
        actor,
        refused === undefined ? 'yes' : `no: ${refused}`,
      ]),
    ),
    table(
      'Cost',
      ['model', 'calls', 'cost'],
      costs.map(({ model, calls, cost, currency }) => [model, String(calls), `${cost} ${currency}`]),
    ),
  ];
}

function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
  return element(
    'div',
    { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': caption },
    element(
      'table',
      {},
      element('caption', {}, caption),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          heads.map((text) => element('th', { scope: 'col' }, text)),
        ),
      ),
      element(
        'tbody',
        {},
        rows.map((cells) =>
          element(
            'tr',
            {},
            cells.map((cell) => element('td', {}, inert(cell, { most: 300 }))),
          ),
        ),
      ),
    ),
  );
}
