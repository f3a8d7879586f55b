/** The lines around a place, as people want to see them in a terminal or a comment. */
import { lineStartsOf, placeOf } from './source-text.ts';

/** Longest line that is shown whole. */
const MAX_COLUMNS = 120;

/**
 * Answers the line before, the line of `start` with its range marked by `^`, and the line after, each with its number.
 * Control characters and long lines are cut. Pure.
 */
export function codeFrame(text: string, start: number, end: number): string {
  const { line, column } = placeOf(text, start);
  const starts = lineStartsOf(text);
  const lineAt = (number: number): string | undefined =>
    number < 1 || number > starts.length
      ? undefined
      : text.slice(starts[number - 1], starts[number]).replace(/\r\n$|[\r\n]$/, '');
  const numberWidth = String(Math.min(starts.length, line + 1)).length;
  const shift = column > MAX_COLUMNS - 20 ? column - 20 : 0;
  const shown = (number: number): string[] => {
    const content = lineAt(number);
    if (content === undefined) return [];
    const cut = printable(content.slice(shift, shift + MAX_COLUMNS));
    return [`${String(number).padStart(numberWidth)} | ${cut}`.trimEnd()];
  };
  const marked = lineAt(line)!;
  const length = Math.max(1, Math.min(end - start, marked.length - column + 1, MAX_COLUMNS));
  const lead = printable(marked.slice(shift, column - 1));
  const mark = `${' '.repeat(numberWidth)} | ${lead.replaceAll(/[^\t]/g, ' ')}${'^'.repeat(length)}`;
  return [...shown(line - 1), ...shown(line), mark, ...shown(line + 1)].join('\n');
}

/** Without what a terminal could obey or hide: a source file is untrusted text. */
function printable(text: string): string {
  return text.replaceAll(/[^\P{C}\t]|[\p{Zl}\p{Zp}]/gu, '\ufffd');
}
