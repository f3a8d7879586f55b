/** What a decision at a checkpoint is about: what it covers, and its digest, which this page works out from what it shows. */
import type { Batch, Mission } from '../../client/index.ts';
import type { MissionView } from '../../mission/index.ts';
import { element, fill } from '../element.ts';
import { inert } from '../inert.ts';
import { facts } from '../ledger/facts.ts';
import { plural, short } from '../text.ts';
import { Channel } from '../worker/channel.ts';
import type { DecisionAsked, DecisionMade, PackTasks } from '../worker/pack-tasks.ts';
import { startWorker } from '../worker/start-worker.ts';
import { failureLine } from './failure-line.ts';

/** Answers a decision as it is signed. @throws {TaskError} APPROVAL_MISMATCH - the service names another digest than that of what is shown */
export async function makeDecision(mission: Mission, told: Omit<DecisionAsked, 'shown'>): Promise<DecisionMade> {
  const channel = new Channel<PackTasks>(await startWorker('pack-worker'));
  try {
    return await channel.ask('decision', { ...told, shown: mission as MissionView });
  } finally {
    channel.close();
  }
}

/** Fills a place with what a decision at a checkpoint covers. */
export async function showDecidedAbout(
  place: HTMLElement,
  mission: Mission,
  checkpoint: DecisionAsked['checkpoint'],
): Promise<void> {
  const digest = element('p', { class: 'muted' }, 'Working out the digest …');
  fill(place, covered(mission, checkpoint), digest);
  try {
    const { subject } = await makeDecision(mission, { checkpoint, decision: 'approved', actor: '' });
    digest.replaceWith(
      element('p', { class: 'good' }, 'This page worked the digest of that out itself: ', element('code', {}, subject)),
    );
  } catch (error) {
    digest.replaceWith(failureLine(error));
  }
}

function covered(mission: Mission, checkpoint: DecisionAsked['checkpoint']): HTMLElement {
  const { title, description, risk, approvals, plan } = mission;
  const batches = checkpoint === 'plan' ? [] : mission.checkpoints.flatMap((one) => one.batches ?? []);
  return facts({
    Title: inert(title, { most: 500 }),
    Description: description === undefined ? undefined : inert(description),
    Risk: `${risk}, approvals ${approvals}`,
    Plan: plan.summary === undefined ? undefined : inert(plan.summary),
    Contents: plan.contents.length > 0 && list(plan.contents.map(contentLine)),
    Batches: batches.length > 0 && list(batches.map(batchLine)),
  });
}

const list = (items: readonly HTMLElement[]): HTMLElement =>
  element(
    'ul',
    { class: 'covered' },
    items.map((item) => element('li', {}, item)),
  );

const contentLine = ({ kind, name, digest }: Batch['contents'][number]): HTMLElement =>
  element('span', {}, `${kind} `, inert(name, { most: 100 }), ' ', code(digest));

/** Of the contents of a batch the digest is covered, and not what they are called. */
function batchLine({ id, state, contents, files = [], verification }: Batch): HTMLElement {
  const verdict = verification === undefined ? 'not verified' : verification.ok ? 'verified' : 'failed';
  return element(
    'span',
    {},
    inert(id, { most: 70 }),
    `: ${state}, ${verdict}, ${plural(files.length, 'file')}`,
    contents.flatMap(({ digest }) => [', ', code(digest)]),
  );
}

const code = (digest: string): HTMLElement => element('code', { title: digest }, short(digest));
