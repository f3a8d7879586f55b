/**
 * The lines that differ between two texts of which nothing is known: the shortest way from one to the other (Myers, "An O(ND)
 * Difference Algorithm", 1986), and the whole middle where that way is long.
 */
import type { LinePair, LineRange } from './hunks.ts';

/** Most lines taken out and put in that are told apart: the work grows with the square. */
const MAX_STEPS = 1000;

/** Answers the ranges of lines that differ, sorted and apart from each other. Pure. */
export function diffLines(lines: LinePair): LineRange[] {
  const { old, new: now } = lines;
  let from = 0;
  while (from < old.length && from < now.length && old[from] === now[from]) from++;
  let to = 0;
  while (to < old.length - from && to < now.length - from && old[old.length - 1 - to] === now[now.length - 1 - to])
    to++;
  const middle = { old: old.slice(from, old.length - to), new: now.slice(from, now.length - to) };
  if (middle.old.length + middle.new.length === 0) return [];
  return (shortestWay(middle) ?? [wholeOf(middle)]).map(({ oldStart, oldEnd, newStart, newEnd }) => {
    return { oldStart: oldStart + from, oldEnd: oldEnd + from, newStart: newStart + from, newEnd: newEnd + from };
  });
}

const wholeOf = (lines: LinePair): LineRange => {
  return { oldStart: 0, oldEnd: lines.old.length, newStart: 0, newEnd: lines.new.length };
};

/** Furthest old line on each diagonal (old - new), for each number of steps: as Myers has it. `undefined` where there are too many. */
function shortestWay(lines: LinePair): LineRange[] | undefined {
  const { old, new: now } = lines;
  const most = Math.min(MAX_STEPS, old.length + now.length);
  const reach = new Int32Array(2 * most + 3);
  const trace: Int32Array[] = [];
  for (let steps = 0; steps <= most; steps++) {
    trace.push(reach.slice(most + 1 - steps - 1, most + 1 + steps + 2));
    for (let diagonal = -steps; diagonal <= steps; diagonal += 2) {
      let x = startOn(reach, most + 1, steps, diagonal);
      while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x++;
      reach[most + 1 + diagonal] = x;
      if (x >= old.length && x - diagonal >= now.length) return wayBack(lines, trace);
    }
  }
  return undefined;
}

/** Where a diagonal is entered: from above, where a new line is put in, or from the left, where an old one is taken out. */
function startOn(reach: Int32Array, middle: number, steps: number, diagonal: number): number {
  const isPutIn = comesFromAbove(reach, middle, steps, diagonal);
  return isPutIn ? reach[middle + diagonal + 1]! : reach[middle + diagonal - 1]! + 1;
}

function comesFromAbove(reach: Int32Array, middle: number, steps: number, diagonal: number): boolean {
  return diagonal === -steps || (diagonal !== steps && reach[middle + diagonal - 1]! < reach[middle + diagonal + 1]!);
}

/** Each row of the trace holds the diagonals from `-steps - 1` to `steps + 1`, as they were before that number of steps. */
function wayBack({ old, new: now }: LinePair, trace: readonly Int32Array[]): LineRange[] {
  const ranges: LineRange[] = [];
  let [x, y] = [old.length, now.length];
  for (let steps = trace.length - 1; steps > 0; steps--) {
    const row = trace[steps]!;
    const middle = steps + 1;
    const isPutIn = comesFromAbove(row, middle, steps, x - y);
    const diagonal = x - y + (isPutIn ? 1 : -1);
    const oldStart = row[middle + diagonal]!;
    const newStart = oldStart - diagonal;
    joinBefore(ranges, {
      oldStart,
      oldEnd: oldStart + (isPutIn ? 0 : 1),
      newStart,
      newEnd: newStart + (isPutIn ? 1 : 0),
    });
    [x, y] = [oldStart, newStart];
  }
  return ranges;
}

function joinBefore(ranges: LineRange[], range: LineRange): void {
  const [next] = ranges;
  if (next?.oldStart === range.oldEnd && next.newStart === range.newEnd)
    ranges[0] = { ...next, oldStart: range.oldStart, newStart: range.newStart };
  else ranges.unshift(range);
}
