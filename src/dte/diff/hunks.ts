/** Changed lines with the lines around them, in the form that `patch` and `git apply` read. */

/** Consecutive lines that differ: those of the old text, and those that stand there in the new one. Indices from 0, ends excluded. */
export interface LineRange {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** Two texts by lines. */
export interface LinePair {
  readonly old: readonly string[];
  readonly new: readonly string[];
}

const CONTEXT = 3;

/** Answers the lines of a text, each with its line feed; the last may have none. Only line feeds end lines, as in git. Pure. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

/** Answers the hunks of two texts. Pure. @param ranges - sorted, apart from each other; those that change nothing are left out */
export function formatHunks(lines: LinePair, ranges: readonly LineRange[]): string {
  const changed = ranges
    .map((range) => trimmed(lines, range))
    .filter(({ oldStart, oldEnd, newStart, newEnd }) => {
      return oldEnd > oldStart || newEnd > newStart;
    });
  return grouped(changed)
    .map((group) => formatHunk(lines, group))
    .join('');
}

/** Lines at the edges of a range that are the same are context. */
function trimmed(lines: LinePair, { oldStart, oldEnd, newStart, newEnd }: LineRange): LineRange {
  let [from, to] = [0, 0];
  const most = Math.min(oldEnd - oldStart, newEnd - newStart);
  while (from < most && lines.old[oldStart + from] === lines.new[newStart + from]) from++;
  while (to < most - from && lines.old[oldEnd - 1 - to] === lines.new[newEnd - 1 - to]) to++;
  return { oldStart: oldStart + from, oldEnd: oldEnd - to, newStart: newStart + from, newEnd: newEnd - to };
}

/** Changes whose contexts touch or overlap stand in one hunk. */
function grouped(ranges: readonly LineRange[]): LineRange[][] {
  const groups: LineRange[][] = [];
  for (const range of ranges) {
    const last = groups.at(-1)?.at(-1);
    if (last !== undefined && range.oldStart - last.oldEnd <= 2 * CONTEXT) groups.at(-1)!.push(range);
    else groups.push([range]);
  }
  return groups;
}

function formatHunk(lines: LinePair, group: readonly LineRange[]): string {
  const [first, last] = [group[0]!, group.at(-1)!];
  const before = Math.min(CONTEXT, first.oldStart);
  const after = Math.min(CONTEXT, lines.old.length - last.oldEnd);
  const body: string[] = [];
  let at = first.oldStart - before;
  for (const { oldStart, oldEnd, newStart, newEnd } of group) {
    body.push(...marked(' ', lines.old.slice(at, oldStart)));
    body.push(...marked('-', lines.old.slice(oldStart, oldEnd)));
    body.push(...marked('+', lines.new.slice(newStart, newEnd)));
    at = oldEnd;
  }
  body.push(...marked(' ', lines.old.slice(at, last.oldEnd + after)));
  const oldPart = place(first.oldStart - before, last.oldEnd + after);
  const newPart = place(first.newStart - before, last.newEnd + after);
  return `@@ -${oldPart} +${newPart} @@\n${body.join('')}`;
}

function marked(sign: string, lines: readonly string[]): string[] {
  return lines.map((line) => (line.endsWith('\n') ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`));
}

/** Counted from 1; of no lines, the one before them is named. */
function place(start: number, end: number): string {
  const count = end - start;
  const first = count === 0 ? start : start + 1;
  return count === 1 ? String(first) : `${first},${count}`;
}
