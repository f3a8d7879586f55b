/** When each mission, or each actor, had how many lines. */
import { button, element, fill, shape } from '../element.ts';
import { inert, inertText } from '../inert.ts';
import type { OpenedLedger } from '../opened/opened-ledger.ts';
import { count, minuteText, plural } from '../text.ts';
import type { Lane, Timeline } from '../worker/ledger-tasks.ts';

type By = 'mission' | 'actor';
const BAR = { width: 6, height: 28 } as const;

/** Answers the timeline of the lines that are looked at, and how to draw it again. `choose` is told of a name that somebody wants alone. */
export function timelinePanel(
  opened: OpenedLedger,
  choose: (by: By, name: string) => void,
): { readonly element: HTMLElement; readonly draw: () => Promise<void> } {
  const table = element('table', { class: 'timeline' });
  let by: By = 'mission';
  const draw = async (): Promise<void> => fill(table, ...timelineRows(by, await opened.ask('timeline', by), choose));
  const choices = (['mission', 'actor'] as const).map((one) => {
    const box = element('input', { type: 'radio', name: 'timeline-by', value: one, checked: one === by });
    box.addEventListener('change', () => {
      by = one;
      void draw();
    });
    return element('label', { class: 'choice' }, box, `By ${one}`);
  });
  const legend = element('legend', {}, 'Timeline');
  const made = element(
    'div',
    { class: 'timeline-panel' },
    element('fieldset', { class: 'choices' }, legend, choices),
    element('div', { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': 'Timeline' }, table),
  );
  return { element: made, draw };
}

function timelineRows(
  by: By,
  { firstMs, lastMs, lanes, others }: Timeline,
  choose: (by: By, name: string) => void,
): HTMLElement[] {
  const most = Math.max(1, ...lanes.flatMap(({ buckets }) => buckets));
  const heads = [by === 'mission' ? 'Mission' : 'Actor', 'Lines', 'From', 'Until', 'When'];
  const rows = lanes.map((lane) => laneRow(lane, most, () => choose(by, lane.name)));
  return [
    element('caption', {}, captionOf(firstMs, lastMs, lanes.length, others, by)),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        heads.map((text) => element('th', { scope: 'col' }, text)),
      ),
    ),
    element('tbody', {}, rows),
  ];
}

function captionOf(firstMs: number, lastMs: number, lanes: number, others: number, by: By): string {
  if (!Number.isFinite(firstMs)) return 'No line has a time';
  const more = others > 0 ? `, and ${count(others)} more` : '';
  return `${minuteText(firstMs)} to ${minuteText(lastMs)} UTC: ${plural(lanes, by)}${more}`;
}

function laneRow(
  { name, count: lines, firstMs, lastMs, buckets }: Lane,
  most: number,
  choose: () => void,
): HTMLElement {
  const head =
    name === ''
      ? element('span', { class: 'muted' }, 'none')
      : button('', choose, { class: 'link', title: 'Show its lines alone' });
  if (name !== '') head.append(inert(name, { most: 60 }));
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, head),
    element('td', { class: 'number' }, count(lines)),
    element('td', {}, minuteText(firstMs)),
    element('td', {}, minuteText(lastMs)),
    element('td', {}, bars(name, buckets, most)),
  );
}

/** Heights are roots, so that one line beside thousands is still seen. */
function bars(name: string, buckets: readonly number[], most: number): SVGSVGElement {
  const drawn = buckets.flatMap((lines, i) => {
    if (lines === 0) return [];
    const height = Math.max(2, Math.sqrt(lines / most) * BAR.height);
    return [shape('rect', { x: i * BAR.width, y: BAR.height - height, width: BAR.width - 1, height })];
  });
  const width = buckets.length * BAR.width;
  return shape(
    'svg',
    {
      viewBox: `0 0 ${String(width)} ${String(BAR.height)}`,
      width,
      height: BAR.height,
      role: 'img',
      'aria-label': `Lines of ${inertText(name, 60) || 'none'} over time`,
      class: 'bars',
    },
    ...drawn,
  );
}
