/** What an audit pack says of its mission, next to the lines that it was made of. */
import type { PackReport } from '../../evidence/index.ts';
import { element, fill } from '../element.ts';
import { inert } from '../inert.ts';
import type { OpenedLedger } from '../opened/opened-ledger.ts';
import { events, provenance } from '../provenance.ts';
import type { Context } from '../view.ts';
import { wideTable } from '../wide-table.ts';
import type { PackVerdict } from '../worker/pack-tasks.ts';

/** Answers the panel, which follows the verification. */
export function packPanel(context: Context, opened: OpenedLedger): HTMLElement {
  const panel = element('section', { class: 'panel', hidden: true });
  opened.verification.follow(context.signal, ({ phase }) => {
    const verdict = phase.state === 'done' && 'graph' in phase.result ? phase.result : undefined;
    panel.hidden = verdict?.report.summary === undefined;
    if (verdict?.report.summary !== undefined) fill(panel, ...parts(verdict.report.summary, verdict.graph));
  });
  return panel;
}

type Summary = NonNullable<PackReport['summary']>;

function parts({ mission, events: all, costs }: Summary, graph: PackVerdict['graph']): HTMLElement[] {
  return [
    element('h2', {}, 'The mission'),
    element('h3', {}, 'Checkpoints'),
    checkpointTable(mission.checkpoints),
    element('h3', {}, 'Cost'),
    wideTable(
      'Cost',
      ['Model', 'Calls', 'Cost'],
      costs.map(({ model, calls, cost, currency }) => row([model, String(calls), `${cost} ${currency}`])),
    ),
    element('h3', {}, 'Timeline'),
    events(all),
    ...(graph === undefined ? [] : [element('h3', {}, 'Provenance'), provenance(graph)]),
  ];
}

function checkpointTable(checkpoints: Summary['mission']['checkpoints']): HTMLElement {
  const rows = checkpoints.map(({ name, status, approvals, rejection }) => {
    const deciders = [...approvals, ...(rejection ? [rejection] : [])].map(({ by }) => `${by.actor} (${by.kind})`);
    return row([name, status, deciders.join(', ')]);
  });
  return wideTable('Checkpoints', ['Checkpoint', 'Status', 'Decided by'], rows);
}

function row(cells: readonly string[]): HTMLElement {
  return element(
    'tr',
    {},
    cells.map((cell) => element('td', {}, inert(cell, { most: 300 }))),
  );
}
