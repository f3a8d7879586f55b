/** A timeline as a table with bars: who had how many lines, and when. */
import { draw } from './drawing.ts';
import type { Drawing } from './drawing.ts';
import { shortText } from './inert-text.ts';
import type { Lane, Lanes } from './lanes.ts';
import { countText, minuteText } from './words.ts';

const BAR = { width: 6, height: 28 } as const;
const MAX_CHARS = 60;

/** Answers the table. Its rows are the lanes in their order, with the names as their heads. `by` says what a lane is. Pure. */
export function lanesTable(by: 'mission' | 'actor', timeline: Lanes): Drawing {
  const { lanes } = timeline;
  const heads = [by === 'mission' ? 'Mission' : 'Actor', 'Lines', 'From', 'Until', 'When'];
  const most = Math.max(1, ...lanes.flatMap(({ buckets }) => buckets));
  return draw(
    'table',
    { class: 'timeline' },
    draw('caption', {}, captionOf(by, timeline)),
    draw('thead', {}, draw('tr', {}, ...heads.map((head) => draw('th', { scope: 'col' }, head)))),
    draw('tbody', {}, ...lanes.map((lane) => laneRow(lane, most))),
  );
}

function captionOf(by: string, { firstMs, lastMs, lanes, others }: Lanes): string {
  if (!Number.isFinite(firstMs)) return 'No line has a time';
  const more = others > 0 ? `, and ${countText(others)} more` : '';
  const names = `${countText(lanes.length)} ${lanes.length === 1 ? by : `${by}s`}`;
  return `${minuteText(firstMs)} to ${minuteText(lastMs)} UTC: ${names}${more}`;
}

function laneRow({ name, count, firstMs, lastMs, buckets }: Lane, most: number): Drawing {
  return draw(
    'tr',
    {},
    draw('th', { scope: 'row' }, name === '' ? 'none' : shortText(name, MAX_CHARS)),
    draw('td', { class: 'number' }, countText(count)),
    draw('td', {}, minuteText(firstMs)),
    draw('td', {}, minuteText(lastMs)),
    draw('td', {}, bars(name, buckets, most)),
  );
}

/** Heights are roots, so that one line beside thousands is still seen. All bars are one path: browsers lay out thousands of elements slowly. */
function bars(name: string, buckets: readonly number[], most: number): Drawing {
  const [width, height] = [buckets.length * BAR.width, BAR.height];
  const drawn = buckets.flatMap((lines, i) => {
    if (lines === 0) return [];
    const high = Math.max(2, Math.round(Math.sqrt(lines / most) * height));
    return [`M${String(i * BAR.width)} ${String(height)}v-${String(high)}h${String(BAR.width - 1)}v${String(high)}z`];
  });
  const label = `Lines of ${name === '' ? 'none' : shortText(name, MAX_CHARS)} over time`;
  const viewBox = `0 0 ${String(width)} ${String(height)}`;
  return draw(
    'svg',
    { viewBox, width, height, role: 'img', 'aria-label': label, class: 'bars' },
    ...(drawn.length > 0 ? [draw('path', { d: drawn.join('') })] : []),
  );
}
