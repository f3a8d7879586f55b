/** Steps as people and programs read them. */
import type { Output } from '../output.ts';
import { screenText } from '../screen-text.ts';
import type { Step } from './step.ts';

/** Answers the members of a step for programs. Pure. */
export function stepJson({ what, where, action, diff, note }: Step): Record<string, unknown> {
  return { what, where, action: action.replace(' ', '_'), ...(note !== undefined && { note }), ...(diff && { diff }) };
}

/** Answers steps as lines: what is to do or was done, with the lines that come and go. What stays is one line each. Pure. */
export function stepLines(steps: readonly Step[], { paint }: Pick<Output, 'paint'>): string[] {
  const width = Math.max(...steps.map(({ what }) => what.length));
  return steps.flatMap(({ what, where, action, diff = [], note }) => [
    `${COLUMN[action].padEnd(8)} ${what.padEnd(width)}  ${screenText(where)}`,
    ...(note === undefined ? [] : [`         ${screenText(note)}`]),
    ...diff.map((line) => `         ${paint(line.startsWith('+') ? 'green' : 'red', screenText(line))}`),
  ]);
}

const COLUMN: Readonly<Record<Step['action'], string>> = {
  create: 'create',
  change: 'change',
  remove: 'remove',
  keep: 'ok',
  'by hand': 'BY HAND',
};
