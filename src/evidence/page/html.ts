/** The few elements that the page is made of. What goes into them becomes inert here, and nowhere else. */
import { htmlText } from '../../drawing/index.ts';

/** Answers an element with text in it. Pure. */
export const element = (tag: 'h1' | 'h2' | 'p' | 'td' | 'th' | 'dt' | 'dd', text: string): string =>
  `<${tag}>${htmlText(text)}</${tag}>`;

/** Answers a table with a name, which on a phone is moved sideways, with the keyboard as well. Pure. */
export function table(name: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (tag: 'td' | 'th', cells: readonly string[]): string =>
    `<tr>${cells.map((cell) => element(tag, cell)).join('')}</tr>`;
  return wide(name, ['<table>', row('th', heads), ...rows.map((cells) => row('td', cells)), '</table>'].join('\n'));
}

/** Answers a place for what is wider than a phone. Pure. */
export const wide = (name: string, inside: string): string =>
  `<div class="wide" tabindex="0" role="region" aria-label="${htmlText(name)}">${inside}</div>`;

/** Answers names with their values; those without a value are left out. Pure. */
export function factList(facts: Readonly<Record<string, string | undefined>>): string {
  const lines = Object.entries(facts).flatMap(([name, value]) =>
    value === undefined ? [] : [element('dt', name) + element('dd', value)],
  );
  return ['<dl>', ...lines, '</dl>'].join('\n');
}
