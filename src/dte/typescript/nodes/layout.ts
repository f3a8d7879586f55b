/** How a file is written: its indentation, and the comments and blank lines around nodes. */
import { ofLastText } from '../../source-text.ts';
import { ts } from '../ts.ts';
import type { NodeList } from './node-list.ts';
import { separatorOf } from './node-list.ts';

/** Answers what one level of indentation is: tabs, or as many blanks as most lines go in by. Two blanks where nothing tells. Pure. */
export const indentUnit = ofLastText((text): string => {
  const counts = new Map<string, number>();
  let last = '';
  for (const line of text.split(/\r?\n/)) {
    const indent = /^[ \t]*(?=\S)(?!\*)/.exec(line)?.[0];
    if (indent === undefined) continue;
    const step = indent.startsWith('\t') ? '\t' : indent.length > last.length ? indent.slice(last.length) : '';
    if (step !== '' && step.length <= 8 && indent !== last) counts.set(step, (counts.get(step) ?? 0) + 1);
    last = indent;
  }
  let best = '  ';
  for (const [step, count] of counts) if (count > (counts.get(best) ?? 0)) best = step;
  return best;
});

/** Answers the indentation of the line that an offset is in. Pure. */
export function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset)))![0];
}

/** Answers where the line of an offset begins. Pure. */
export function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return start + text.slice(start, offset).lastIndexOf('\r') + 1;
}
/** Whether nothing but blanks stands in front of an offset on its line. Pure. */
export const isFirstOnLine = (text: string, offset: number): boolean =>
  /^[ \t]*$/.test(text.slice(lineStart(text, offset), offset));

/** Whether nothing but blanks follows an offset on its line. Pure. */
export const isLastOnLine = (text: string, offset: number): boolean =>
  /^[ \t]*(?:\r?\n|\r|$)/.test(text.slice(offset, offset + 256));

/** Answers where a node begins with the comments that belong to it: those right above it, without a blank line between. Pure. */
export function headOf(text: string, node: ts.Node, floor: number): number {
  let head = node.getStart();
  const comments = ts.getLeadingCommentRanges(text, node.pos) ?? [];
  for (const { pos, end } of comments.reverse()) {
    const between = text.slice(end, head);
    if (pos < floor || between.trim() !== '' || newlines(between) > 1 || isBehindToken(text, pos, floor)) break;
    head = pos;
  }
  return head;
}

/** A comment that ends the line of something else belongs to that. */
const isBehindToken = (text: string, at: number, floor: number): boolean =>
  !isFirstOnLine(text, at) &&
  lineStart(text, at) > 0 &&
  text.slice(Math.max(floor, lineStart(text, at)), at).trim() !== '';

/** Where a node ends with its separator and the comments behind it on its line. */
export interface Tail {
  readonly end: number;
  /** Behind the separator, or `undefined` where there is none. */
  readonly separator: number | undefined;
}

/** Answers the tail of an element. Pure. */
export function tailOf(text: string, node: ts.Node, list: NodeList): Tail {
  const mark = separatorOf(list.kind);
  const blanks = /^\s*/.exec(text.slice(node.end))![0].length;
  const has = mark === ',' && text[node.end + blanks] === mark;
  const separator = has ? node.end + blanks + 1 : undefined;
  let end = separator ?? node.end;
  if (list.kind === 'children') return { end, separator };
  for (const comment of ts.getTrailingCommentRanges(text, end) ?? []) {
    if (comment.end <= list.close && isLastOnLine(text, ts.getTrailingCommentRanges(text, end)!.at(-1)!.end))
      end = comment.end;
  }
  return { end, separator };
}

/** Answers how many line breaks a text has. Pure. */
export const newlines = (text: string): number => (text.match(/\r\n|\r|\n/g) ?? []).length;
