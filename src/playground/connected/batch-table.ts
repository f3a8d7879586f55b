/** The batches of a mission, and how one is taken back: after a question that names the files. */
import type { Batch, Mission } from '../../client/index.ts';
import { button, element, fill } from '../element.ts';
import { inert } from '../inert.ts';
import { plural, short } from '../text.ts';
import { failureLine } from './failure-line.ts';
import type { MissionMeans } from './mission-means.ts';
import { wideTable } from '../wide-table.ts';

const HEADS = ['Batch', 'State', 'Contents', 'Files', 'Verification', 'Commit', 'Pull requests', ''];

/** Answers the table with its question. */
export function batchTable(means: MissionMeans, { missionId, checkpoints }: Mission): HTMLElement {
  const batches = checkpoints.flatMap((checkpoint) => checkpoint.batches ?? []);
  const question = element('div', {});
  const ask = (batch: Batch): HTMLButtonElement => {
    const leave = (): void => {
      fill(question);
      asking.focus();
    };
    const open = (): void => fill(question, rollbackQuestion(means, missionId, batch, leave));
    const asking = button(`Roll ${batch.id} back`, open, { class: 'plain' });
    return asking;
  };
  const rows = batches.map((batch) => batchRow(batch, ask));
  return element(
    'section',
    { class: 'panel', 'aria-labelledby': 'batches-title' },
    element('h2', { id: 'batches-title' }, 'Batches'),
    batches.length === 0 ? element('p', { class: 'muted' }, 'None yet.') : wideTable('Batches', HEADS, rows),
    question,
  );
}

function batchRow(batch: Batch, ask: (batch: Batch) => HTMLElement): HTMLElement {
  const { id, state, contents, files = [], verification, commit, prs } = batch;
  const verdict = verification === undefined ? 'not yet' : verification.ok ? 'passed' : 'failed';
  const canGoBack = state === 'applied' || state === 'started' || state === 'rolling-back';
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, inert(id, { most: 70 })),
    element('td', {}, state),
    element('td', {}, inert(contents.map(({ kind, name }) => `${kind} ${name}`).join(', '), { most: 300 })),
    element('td', {}, inert(files.map(({ path }) => path).join(', '), { most: 300 })),
    element(
      'td',
      { class: verdict === 'passed' ? 'good' : verdict === 'failed' ? 'bad' : '' },
      verdict,
      findingsOf(batch),
    ),
    element('td', {}, commit === undefined ? false : element('code', { title: commit }, short(commit))),
    element(
      'td',
      {},
      prs.map((pr) => element('p', {}, pullRequest(pr))),
    ),
    element('td', {}, canGoBack && ask(batch)),
  );
}

/** An address out of a ledger may be anything: one that leads to a page is a link, with the whole address as its text. */
function pullRequest(address: string): HTMLElement {
  if (!/^https?:\/\//i.test(address)) return inert(address, { most: 200 });
  return element('a', { href: address }, inert(address, { most: 200 }));
}

function findingsOf({ verification }: Batch): HTMLElement | false {
  const findings = (verification?.checks ?? []).flatMap((check) => check.findings);
  if (findings.length === 0) return false;
  const items = findings
    .slice(0, 20)
    .map(({ code, message }) => element('li', {}, inert(code, { most: 60 }), ': ', inert(message, { most: 300 })));
  return element('ul', { class: 'faults' }, items);
}

/** The files are named before anything is done, and nothing is done by Enter alone: the focus is on the way out. */
function rollbackQuestion(means: MissionMeans, missionId: string, batch: Batch, leave: () => void): HTMLElement {
  const { id, files = [] } = batch;
  const merge = element('input', { type: 'checkbox' });
  const cascade = element('input', { type: 'checkbox' });
  const told = element('div', { role: 'status' });
  const box = element('div', {
    class: 'question',
    role: 'alertdialog',
    'aria-labelledby': 'rollback-title',
    'aria-describedby': 'rollback-files',
  });
  const out = button('Leave it as it is', leave, { class: 'plain' });
  const go = button(`Roll back ${plural(files.length, 'file')}`, () => void rollback());
  const rollback = async (): Promise<void> => {
    go.disabled = true;
    try {
      const options = { merge: merge.checked, cascade: cascade.checked };
      const { message } = await means.service.client.missions.rollback(missionId, id, options);
      means.context.announce(message);
      await means.again();
    } catch (error) {
      fill(told, failureLine(error));
      go.disabled = false;
    }
  };
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') leave();
  });
  fill(
    box,
    element('h3', { id: 'rollback-title' }, 'Roll ', inert(id, { most: 70 }), ' back?'),
    element('p', {}, 'Each of these files will be as it was before the batch, in the folder of the service:'),
    element(
      'ul',
      { id: 'rollback-files' },
      files.map((file) =>
        element('li', {}, inert(file.path, { most: 300 }), ' ', element('span', { class: 'muted' }, fate(file))),
      ),
    ),
    element('label', { class: 'choice' }, merge, 'Keep what others changed since'),
    element('label', { class: 'choice' }, cascade, 'Roll later batches of the same files back first'),
    element('div', { class: 'actions' }, out, go),
    told,
  );
  setTimeout(() => out.focus());
  return box;
}

function fate({ before, after }: NonNullable<Batch['files']>[number]): string {
  if (before === undefined) return 'is deleted: the batch made it';
  return after === undefined ? 'comes back: the batch deleted it' : 'has its old content';
}
