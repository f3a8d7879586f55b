/** Items are taken out of lists, with the commas that go with them. */
import type { ts } from '../ts.ts';

/** A range of a text. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** Answers what to delete for some items of a list to be gone: each takes the comma behind it, and the last ones the one before. */
export function rangesWithout(list: ts.NodeArray<ts.Node>, gone: ReadonlySet<ts.Node>): Range[] {
  const lastKept = list.findLastIndex((item) => !gone.has(item));
  const ranges = list.slice(0, Math.max(0, lastKept)).flatMap((item, index) => {
    return gone.has(item) ? [{ start: item.getStart(), end: list[index + 1]!.getStart() }] : [];
  });
  if (lastKept === list.length - 1) return ranges;
  const isAll = lastKept < 0;
  const start = isAll ? list[0]!.getStart() : list[lastKept]!.end;
  return [...ranges, { start, end: isAll && list.hasTrailingComma ? list.end : list.at(-1)!.end }];
}

/** Whether there is a comment in what goes with the items that go, but not in themselves. */
export function losesComment(list: ts.NodeArray<ts.Node>, gone: ReadonlySet<ts.Node>): boolean {
  const { text } = list[0]?.getSourceFile() ?? { text: '' };
  return rangesWithout(list, gone).some(({ start, end }) => {
    const inside = list.filter((item) => item.getStart() >= start && item.end <= end);
    const bounds = [start, ...inside.flatMap((item) => [item.getStart(), item.end]), end];
    return bounds.some((from, index) => index % 2 === 0 && hasComment(text.slice(from, bounds[index + 1])));
  });
}

/** Whether a text between tokens has a comment. Pure. */
export const hasComment = (text: string): boolean => /\/[/*]/.test(text);
