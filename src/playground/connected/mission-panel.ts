/** One mission: where it stands, who decided, its batches, where its result comes from, and what can be done. */
import type { Checkpoint, Decision, Mission } from '../../client/index.ts';
import { button, element } from '../element.ts';
import { inert } from '../inert.ts';
import { facts } from '../ledger/facts.ts';
import { offerFile } from '../offer-file.ts';
import { formatRoute } from '../route.ts';
import { short } from '../text.ts';
import type { Context } from '../view.ts';
import { batchTable } from './batch-table.ts';
import { decisionForm } from './decision-form.ts';
import { failureLine } from './failure-line.ts';
import type { MissionMeans } from './mission-means.ts';
import { provenancePanel } from './provenance-panel.ts';
import { wideTable } from '../wide-table.ts';
import { ServicePanel } from './with-service.ts';

/** Answers the page of a mission. */
export function missionPanel(context: Context, id: string): HTMLElement {
  const panel: ServicePanel = new ServicePanel(context, async (service, signal) => {
    const mission = await service.client.missions.get(id, { signal });
    return missionPage({ context, service, again: () => panel.refresh() }, mission);
  });
  return element(
    'div',
    {},
    element('p', {}, element('a', { href: formatRoute('missions') }, 'All missions')),
    element('h1', {}, 'Mission ', inert(id, { most: 70 })),
    panel.element,
  );
}

function missionPage(means: MissionMeans, mission: Mission): HTMLElement {
  return element(
    'div',
    {},
    element(
      'section',
      { class: 'panel', 'aria-label': 'Facts' },
      missionFacts(mission),
      packDownload(means, mission.missionId),
    ),
    element(
      'section',
      { class: 'panel', 'aria-labelledby': 'checkpoints-title' },
      element('h2', { id: 'checkpoints-title' }, 'Checkpoints'),
      checkpointTable(mission.checkpoints),
    ),
    batchTable(means, mission),
    mission.status === 'finalized' ? false : decisionForm(means, mission),
    provenancePanel(means, mission.missionId),
  );
}

function missionFacts(mission: Mission): HTMLElement {
  const { title, description, risk, approvals, status, plan, lease, traceId, createdAt, createdBy, finalizedAt } =
    mission;
  return facts({
    Title: inert(title, { most: 500 }),
    Description: description === undefined ? undefined : inert(description),
    Risk: risk,
    Approvals: approvals === 'signed' ? 'signed by the approver' : 'signed, or witnessed by a service',
    Status: status,
    Plan: plan.summary === undefined ? undefined : inert(plan.summary),
    Contents: plan.contents.length === 0 ? undefined : inert(plan.contents.map(({ name }) => name).join(', ')),
    'At work': lease === undefined ? undefined : inert(`${lease.executor} until ${lease.expiresAt}`),
    Begun: inert(`${createdAt} by ${createdBy}`),
    Finalized: finalizedAt === undefined ? undefined : inert(finalizedAt),
    Trace: traceId === undefined ? undefined : inert(traceId),
  });
}

function checkpointTable(checkpoints: readonly Checkpoint[]): HTMLElement {
  const heads = ['Checkpoint', 'Status', 'Decided', 'Humans needed', 'Digest of what is decided about'];
  const rows = checkpoints.map(({ name, status, required, approvals, rejection, overridden, subject }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      element(
        'td',
        { class: status === 'rejected' ? 'bad' : status === 'approved' ? 'good' : '' },
        overridden ? `${status}, although the verification says no` : status,
      ),
      element(
        'td',
        {},
        approvals.map((one) => decided('approved', one)),
        rejection === undefined ? false : decided('rejected', rejection),
        approvals.length === 0 &&
          rejection === undefined &&
          element('span', { class: 'muted' }, required > 0 ? 'nobody yet' : 'by itself'),
      ),
      element('td', {}, String(required)),
      element('td', {}, element('code', { title: subject }, short(subject))),
    ),
  );
  return wideTable('Checkpoints', heads, rows);
}

function decided(verdict: string, { by, at, method, reason }: Decision): HTMLElement {
  const kind = by.vouched ? by.kind : `${by.kind}, as it says`;
  return element(
    'p',
    {},
    `${verdict} by `,
    inert(by.actor, { most: 100 }),
    ` (${kind}; ${method}) `,
    inert(at, { most: 40 }),
    reason === undefined ? false : ': ',
    reason === undefined ? false : inert(reason, { most: 300 }),
  );
}

function packDownload({ context, service }: MissionMeans, missionId: string): HTMLElement {
  const told = element('div', { role: 'status' });
  const make = button('Download the audit pack', () => void download(), { class: 'plain' });
  const download = async (): Promise<void> => {
    make.disabled = true;
    try {
      const bytes = await service.client.evidence.export({ missionId }, { signal: context.signal, timeoutMs: 300_000 });
      offerFile(`audit-pack-${missionId}.zip`, bytes as BlobPart, 'application/zip');
      told.textContent = 'The pack is made. Drop it into the Ledger view to verify it in this page.';
    } catch (error) {
      told.replaceChildren(failureLine(error));
    }
    make.disabled = false;
  };
  return element('div', {}, element('div', { class: 'actions' }, make), told);
}
