/** What is to be said beside the result, on standard error. */
import { createPaint, screenText } from './screen-text.ts';
import type { Terminal } from './terminal.ts';

/** Writes `warning: …` as one line. */
export function warn({ stderr, env }: Terminal, text: string): void {
  const paint = createPaint(stderr.isTTY === true && (env['NO_COLOR'] ?? '') === '');
  stderr.write(`${paint('yellow', 'warning')}: ${screenText(text)}\n`);
}
