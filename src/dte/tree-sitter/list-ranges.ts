/** Items are taken out of lists, with the commas that go with them. */
import { isComment } from './syntax.ts';
import type { SyntaxNode } from './syntax.ts';

/** A range of a text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Answers what to delete for some items of a list to be gone: each takes the comma behind it, and the last ones the one before. Pure. */
export function rangesWithout(items: readonly SyntaxNode[], gone: ReadonlySet<SyntaxNode>): Range[] {
  const lastKept = items.findLastIndex((item) => !gone.has(item));
  const ranges = items
    .slice(0, Math.max(0, lastKept))
    .flatMap((item, index) => (gone.has(item) ? [{ start: item.start, end: items[index + 1]!.start }] : []));
  if (lastKept === items.length - 1) return ranges;
  const start = lastKept < 0 ? items[0]!.start : items[lastKept]!.end;
  return [...ranges, { start, end: lastKept < 0 ? endWithComma(items.at(-1)!) : items.at(-1)!.end }];
}

/** With the last item of all, the comma behind it goes as well. */
function endWithComma(item: SyntaxNode): number {
  const next = item.parent?.children[item.index + 1];
  return next?.type === ',' ? next.end : item.end;
}

/** Whether there is a comment in what goes with the items that go, but not in themselves. Pure. */
export function losesComment(items: readonly SyntaxNode[], gone: ReadonlySet<SyntaxNode>): boolean {
  const comments = (items[0]?.parent?.children ?? []).filter(isComment);
  return rangesWithout(items, gone).some((range) =>
    comments.some(({ start, end }) => start >= range.start && end <= range.end),
  );
}
