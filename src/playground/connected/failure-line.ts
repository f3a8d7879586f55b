/** What went wrong, in a line. */
import { LoglineError } from '../../client/index.ts';
import { element } from '../element.ts';
import { inert } from '../inert.ts';

/** Answers an error as people read it: what is wrong, and the way out. */
export function failureLine(error: unknown): HTMLElement {
  const isKnown = error instanceof LoglineError;
  const message = error instanceof Error ? error.message : String(error);
  return element(
    'p',
    { class: 'bad failure' },
    isKnown && element('code', {}, error.code),
    isKnown && ' ',
    inert(message, { most: 500 }),
    isKnown && ' ',
    isKnown && element('span', { class: 'muted' }, error.fix),
  );
}
