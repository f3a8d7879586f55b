/** The missions of a service: a board by where they stand, and each one by itself. */
import type { Mission } from '../../client/index.ts';
import { button, element, fill } from '../element.ts';
import { inert } from '../inert.ts';
import { formatRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { plural } from '../text.ts';
import type { Context, View } from '../view.ts';
import { missionPanel } from './mission-panel.ts';
import { ServicePanel } from './with-service.ts';

/** The board at `#/missions`, a mission at `#/missions/M-1`. */
export function missionsView(context: Context): View {
  const place = element('div', {});
  let shown = '';
  const update = ({ steps: [id = ''] }: Route): void => {
    if (place.childElementCount > 0 && id === shown) return;
    shown = id;
    fill(place, id === '' ? board(context) : missionPanel(context, id));
  };
  return { element: place, update };
}

const COLUMNS = [
  ['plan', 'Plan to be approved'],
  ['execute', 'At work'],
  ['verify', 'Verification to be approved'],
  ['finalize', 'To be finalized'],
  ['rejected', 'Rejected'],
  ['finalized', 'Done'],
] as const;

function board(context: Context): HTMLElement {
  const panel = new ServicePanel(context, async ({ client }, signal) => {
    const missions = await client.missions.list({}, { signal });
    context.announce(plural(missions.length, 'mission'));
    if (missions.length === 0) return element('p', { class: 'panel' }, 'There is no mission yet.');
    return element(
      'div',
      { class: 'board' },
      COLUMNS.map(([place, title]) =>
        column(
          title,
          missions.filter((one) => placeOf(one) === place),
        ),
      ),
    );
  });
  return element(
    'div',
    {},
    element('h1', {}, 'Missions'),
    element(
      'div',
      { class: 'actions' },
      button('Ask again', () => void panel.refresh(), { class: 'plain' }),
    ),
    panel.element,
  );
}

/** The first checkpoint that is not approved. */
function placeOf({ status, checkpoints }: Mission): string {
  if (status !== 'active') return status;
  return checkpoints.find((checkpoint) => checkpoint.status !== 'approved')?.name ?? 'finalize';
}

function column(title: string, missions: readonly Mission[]): HTMLElement | false {
  if (missions.length === 0) return false;
  return element(
    'section',
    { class: 'panel column' },
    element('h2', {}, `${title} (${String(missions.length)})`),
    element(
      'ul',
      { class: 'cards' },
      missions.map((mission) => element('li', {}, card(mission))),
    ),
  );
}

function card({ missionId, title, risk, checkpoints, updatedAt }: Mission): HTMLElement {
  const open = checkpoints.find(({ status }) => status !== 'approved');
  const batches = checkpoints.flatMap((checkpoint) => checkpoint.batches ?? []);
  const waits =
    open !== undefined && open.required > 0
      ? `${String(open.approvals.length)} of ${String(open.required)} approvals`
      : '';
  return element(
    'a',
    { class: 'card', href: formatRoute('missions', [missionId]) },
    element('strong', {}, inert(missionId, { most: 70 })),
    ' ',
    inert(title, { most: 120 }),
    element(
      'span',
      { class: 'card-more muted' },
      [`risk ${risk}`, plural(batches.length, 'batch', 'batches'), waits, updatedAt.slice(0, 16).replace('T', ' ')]
        .filter(Boolean)
        .join(' · '),
    ),
  );
}
