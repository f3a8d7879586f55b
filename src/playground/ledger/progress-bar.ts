/** How far long work has come. */
import { element } from '../element.ts';
import { bytesText, count } from '../text.ts';
import type { Advance } from '../worker/ledger-tasks.ts';

/** Answers a bar with what it means in words. */
export function progressBar(what: string, { bytes, totalBytes, lines }: Advance): HTMLElement {
  const words =
    totalBytes === 0
      ? 'begins'
      : `${bytesText(bytes)} of ${bytesText(totalBytes)}${lines > 0 ? `, ${count(lines)} lines` : ''}`;
  return element(
    'div',
    { class: 'progress' },
    element('progress', { max: Math.max(1, totalBytes), value: bytes, 'aria-label': what }),
    element('span', { class: 'muted' }, words),
  );
}
