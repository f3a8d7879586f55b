/** Names with their values. */
import { element } from '../element.ts';
import type { Child } from '../element.ts';

/** Answers a list of facts; those without a value are left out. */
export function facts(of: Readonly<Record<string, Child>>): HTMLElement {
  const items = Object.entries(of).flatMap(([name, value]) =>
    value === undefined || value === false || value === ''
      ? []
      : [element('div', {}, element('dt', {}, name), element('dd', {}, value))],
  );
  return element('dl', { class: 'facts' }, items);
}
