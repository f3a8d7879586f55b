/** Tables that are wider than a phone: they are moved sideways by themselves, with the keyboard as well. */
import { element } from './element.ts';

/** Answers a table in its frame. An empty head is that of a column of buttons. */
export function wideTable(name: string, heads: readonly string[], rows: readonly HTMLElement[]): HTMLElement {
  const cells = heads.map((head) => (head === '' ? element('td', {}) : element('th', { scope: 'col' }, head)));
  const table = element('table', {}, element('thead', {}, element('tr', {}, cells)), element('tbody', {}, rows));
  return wideFrame(`${name}, as a table`, table);
}

/** Answers a frame in which something wide is moved sideways. The name is that of nothing else in the page. */
export const wideFrame = (name: string, inside: Element, more = ''): HTMLElement =>
  element('div', { class: `scroller ${more}`.trim(), tabindex: 0, role: 'region', 'aria-label': name }, inside);
