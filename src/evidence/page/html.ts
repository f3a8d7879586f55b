/** The few elements that the page is made of. What goes into them becomes inert here, and nowhere else. */
import { htmlText } from '../../drawing/index.ts';

/** Answers an element with text in it. Pure. */
export const element = (tag: 'h1' | 'h2' | 'p' | 'td' | 'th' | 'dt' | 'dd', text: string): string =>
  `<${tag}>${htmlText(text)}</${tag}>`;

/** Answers a table. Pure. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (tag: 'td' | 'th', cells: readonly string[]): string =>
    `<tr>${cells.map((cell) => element(tag, cell)).join('')}</tr>`;
  return ['<table>', row('th', heads), ...rows.map((cells) => row('td', cells)), '</table>'].join('\n');
}

/** Answers names with their values; those without a value are left out. Pure. */
export function factList(facts: Readonly<Record<string, string | undefined>>): string {
  const lines = Object.entries(facts).flatMap(([name, value]) =>
    value === undefined ? [] : [element('dt', name) + element('dd', value)],
  );
  return ['<dl>', ...lines, '</dl>'].join('\n');
}
