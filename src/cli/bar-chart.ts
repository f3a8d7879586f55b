/** Bars of blocks, an eighth of a character exact. */
import { screenText } from './screen-text.ts';

/** One bar. */
export interface Bar {
  readonly label: string;
  /** Not negative. */
  readonly value: number;
  /** What stands behind the bar. */
  readonly text: string;
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const LONGEST_LABEL = 32;

/** Answers bars as lines of at most `width` characters, the longest as long as there is room for. Pure. */
export function barLines(bars: readonly Bar[], width: number): string[] {
  const labels = bars.map(({ label }) => shortened(screenText(label)));
  const labelWidth = Math.max(0, ...labels.map((label) => label.length));
  const textWidth = Math.max(0, ...bars.map(({ text }) => text.length));
  const room = Math.max(8, width - labelWidth - textWidth - 4);
  const most = Math.max(0, ...bars.map(({ value }) => value));
  return bars.map(({ value, text }, index) => {
    const bar = barText(most === 0 ? 0 : (value / most) * room);
    return `${labels[index]!.padEnd(labelWidth)}  ${bar.padEnd(room)}  ${text.padStart(textWidth)}`;
  });
}

/** What is more than nothing is seen. */
function barText(length: number): string {
  const eighths = length > 0 ? Math.max(1, Math.round(length * 8)) : 0;
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
}

const shortened = (label: string): string =>
  label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
