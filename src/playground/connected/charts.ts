/** Charts as drawings with words: whoever cannot see one hears what it says, and a table beside it has the numbers. */
import { shape } from '../element.ts';
import { inertText } from '../inert.ts';

/** One bar. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The value as people read it. */
  readonly text: string;
}

/** A forecast with its bounds, and what it came to. */
export interface Range {
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly expected: number;
  readonly actual: number | undefined;
}

const ROW = 26;

/** How wide a chart is, what its labels take of that, and what the values behind bars take, in units that are about a pixel where it is shown. */
interface Layout {
  readonly width: number;
  readonly labels: number;
  readonly values: number;
  /** Characters of a label. */
  readonly longest: number;
}

const WIDE: Layout = { width: 640, labels: 160, values: 120, longest: 16 };
const NARROW: Layout = { width: 320, labels: 96, values: 88, longest: 11 };

/** As it is when a chart is drawn: the text of a wide one would be too small for a phone. */
const layout = (): Layout => (globalThis.matchMedia('(max-width: 40rem)').matches ? NARROW : WIDE);

/** More than that nobody compares; the table has them all. */
const MOST_BARS = 60;

/** Answers how much of something is used: a bar in a frame, what is reserved paler. */
export function gauge({
  label,
  share,
  reserved,
  isBad,
}: {
  readonly label: string;
  readonly share: number;
  readonly reserved: number;
  readonly isBad: boolean;
}): SVGSVGElement {
  const { width } = layout();
  const used = fraction(share);
  const held = Math.min(1 - used, fraction(reserved));
  return frame(label, width, 18, [
    shape('rect', { class: 'chart-frame', x: 0, y: 1, width, height: 16, rx: 3 }),
    shape('rect', { class: isBad ? 'chart-bad' : 'chart-bar', x: 0, y: 1, width: used * width, height: 16, rx: 3 }),
    shape('rect', { class: 'chart-held', x: used * width, y: 1, width: held * width, height: 16 }),
  ]);
}

/** Answers bars below each other. */
export function barChart(label: string, bars: readonly Bar[]): SVGSVGElement {
  const { width: whole, labels, values, longest } = layout();
  const shown = bars.slice(-MOST_BARS);
  const most = Math.max(...shown.map(({ value }) => value), Number.MIN_VALUE);
  const rows = shown.flatMap(({ label: name, value, text }, i) => {
    const y = i * ROW;
    const width = Math.max(1, (value / most) * (whole - labels - values));
    return [
      shape('text', { class: 'chart-label', x: labels - 8, y: y + 17, 'text-anchor': 'end' }, inertText(name, longest)),
      shape(
        'rect',
        { class: 'chart-bar', x: labels, y: y + 4, width, height: ROW - 8, rx: 2 },
        shape('title', {}, inertText(`${name}: ${text}`)),
      ),
      shape('text', { class: 'chart-value', x: labels + width + 6, y: y + 17 }, inertText(text, 24)),
    ];
  });
  const words = shown.map(({ label: name, text }) => `${inertText(name, 60)} ${inertText(text, 60)}`).join('; ');
  return frame(`${label}: ${words}`, whole, shown.length * ROW, rows);
}

/** Answers forecasts as lines from low to high with a mark at what was expected, and a dot at what was spent. */
export function rangeChart(label: string, ranges: readonly Range[]): SVGSVGElement {
  const { width, labels, longest } = layout();
  const most = Math.max(...ranges.map(({ high, actual = 0 }) => Math.max(high, actual)), Number.MIN_VALUE);
  const at = (value: number): number => labels + (value / most) * (width - labels - 20);
  const rows = ranges.flatMap(({ label: name, low, high, expected, actual }, i) => {
    const y = i * ROW + ROW / 2;
    const isOut = actual !== undefined && (actual < low || actual > high);
    return [
      shape('text', { class: 'chart-label', x: labels - 8, y: y + 4, 'text-anchor': 'end' }, inertText(name, longest)),
      shape('line', { class: 'chart-range', x1: at(low), y1: y, x2: at(high), y2: y }),
      shape('line', { class: 'chart-mark', x1: at(expected), y1: y - 7, x2: at(expected), y2: y + 7 }),
      ...(actual === undefined
        ? []
        : [shape('circle', { class: isOut ? 'chart-out' : 'chart-dot', cx: at(actual), cy: y, r: 5 })]),
    ];
  });
  const words = ranges.map(({ label: name, low, high, actual }) => {
    const came = actual === undefined ? 'nothing spent yet' : `came to ${String(actual)}`;
    return `${inertText(name, 60)} from ${String(low)} to ${String(high)}, ${came}`;
  });
  return frame(`${label}: ${words.join('; ')}`, width, ranges.length * ROW, rows);
}

function frame(label: string, width: number, height: number, children: readonly SVGElement[]): SVGSVGElement {
  return shape(
    'svg',
    { class: 'chart', viewBox: `0 0 ${String(width)} ${String(height)}`, role: 'img', 'aria-label': label },
    ...children,
  );
}

/** A budget of nothing is used up by anything. */
const fraction = (share: number): number => (Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 1);
