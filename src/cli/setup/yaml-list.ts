/**
 * An item put into a list of a YAML file, and taken out again, with every other byte as it was. Lists that are written in another way than
 * one item a line are left to people.
 */

/**
 * Answers the text with the item first in the list `key` of the top level, which is made where there is none; `undefined` where the list
 * is written in a way that is not understood. Pure.
 */
export function withListItem(text: string, key: string, item: readonly string[]): string | undefined {
  const head = new RegExp(`^${key}:[ \\t]*(#.*)?$`, 'm').exec(text);
  if (head === null) {
    if (new RegExp(`^(?:${key}|["']${key}["'])[ \\t]*:`, 'm').test(text) || !isBlockMapping(text)) return undefined;
    const start = text === '' || text.endsWith('\n') ? text : `${text}\n`;
    return `${start}${key}:\n${indented(item, '  ')}`;
  }
  const after = head.index + head[0].length + 1;
  const indent = /^(?:[ \t]*(?:#.*)?\n)*([ \t]*)- /.exec(text.slice(after))?.[1];
  return indent === undefined ? undefined : text.slice(0, after) + indented(item, indent) + text.slice(after);
}

/** Answers the text without the item, and without the list if it was all of it; the text itself where it does not hold the item. Pure. */
export function withoutListItem(text: string, key: string, item: readonly string[]): string {
  const at = ['  ', '', '    '].map((indent) => indented(item, indent)).find((block) => hasLines(text, block));
  if (at === undefined) return text;
  const start = startOf(text, at);
  const rest = text.slice(0, start) + text.slice(start + at.length);
  return rest.replace(new RegExp(`^${key}:[ \\t]*\\n(?![ \\t]|- )`, 'm'), '');
}

/** Whether the item stands in the text, at any depth of a list. Pure. */
export const hasListItem = (text: string, item: readonly string[]): boolean =>
  ['  ', '', '    '].some((indent) => hasLines(text, indented(item, indent)));

const indented = (lines: readonly string[], indent: string): string =>
  lines.map((line) => `${indent}${line}\n`).join('');

const hasLines = (text: string, block: string): boolean => startOf(text, block) >= 0;

function startOf(text: string, block: string): number {
  if (text.startsWith(block)) return 0;
  const at = text.indexOf(`\n${block}`);
  return at < 0 ? -1 : at + 1;
}

/** Nothing but comments, or keys at the start of lines. */
function isBlockMapping(text: string): boolean {
  const first = text.split('\n').find((line) => line.trim() !== '' && !/^\s*#|^---/.test(line));
  return first === undefined || /^["'\w.-]+[ \t]*:/.test(first);
}
