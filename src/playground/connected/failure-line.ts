/** What went wrong, in a line. */
import { LoglineError } from '../../client/index.ts';
import { element } from '../element.ts';
import { inert } from '../inert.ts';
import { TaskError } from '../worker/channel.ts';

/** Answers an error as people read it: what is wrong, and the way out. */
export function failureLine(error: unknown): HTMLElement {
  const known = error instanceof TaskError ? error.failure : error instanceof LoglineError ? error : undefined;
  const message = error instanceof Error ? error.message : String(error);
  return element(
    'p',
    { class: 'bad failure' },
    known && element('code', {}, known.code),
    known && ' ',
    inert(message, { most: 500 }),
    known && ' ',
    known && element('span', { class: 'muted' }, known.fix),
  );
}
