/** Plans as patches that people read and `git apply` takes. */
import { fromUtf8 } from '../../base/bytes.ts';
import type { ByteEdit, FileChange, Plan } from '../plan.ts';
import { toUtf8 } from '../../base/bytes.ts';
import { headPath, quotePath } from './git-path.ts';
import { formatHunks, linesOf } from './hunks.ts';
import type { LineRange } from './hunks.ts';

/**
 * Answers a plan as a patch in git's form, file by file; the empty text where nothing changes. `git apply` of it gives the same tree
 * as applying the plan. Pure.
 */
export function formatDiff({ files }: Pick<Plan, 'files'>): string {
  return files.map(formatFile).join('');
}

function formatFile({ path, newPath, before, after, edits }: FileChange): string {
  const head = `diff --git ${quotePath(`a/${path}`)} ${quotePath(`b/${newPath}`)}\n`;
  const hunks = hunksOf(before, after, edits);
  const names = `--- ${headPath(`a/${path}`)}\n+++ ${headPath(`b/${newPath}`)}\n`;
  const moved = path === newPath ? '' : renameHead(path, newPath, likeness(before, after, edits));
  return head + moved + (hunks === '' ? '' : names + hunks);
}

const renameHead = (path: string, newPath: string, percent: number): string =>
  `similarity index ${percent}%\nrename from ${quotePath(path)}\nrename to ${quotePath(newPath)}\n`;

/** How much of the larger side stays, in percent; all of it only where nothing changes. */
function likeness(before: Uint8Array, after: Uint8Array, edits: readonly ByteEdit[]): number {
  if (edits.length === 0) return 100;
  const gone = edits.reduce((sum, { start, end }) => sum + end - start, 0);
  return Math.min(99, Math.floor((100 * (before.length - gone)) / Math.max(1, before.length, after.length)));
}

function hunksOf(before: Uint8Array, after: Uint8Array, edits: readonly ByteEdit[]): string {
  if (edits.length === 0) return '';
  const lines = { old: linesOf(fromUtf8(before)!), new: linesOf(fromUtf8(after)!) };
  return formatHunks(lines, rangesOf(before, after, edits));
}

/** The lines that edits touch, on both sides. Those that they only border on are found to be the same later. */
function rangesOf(before: Uint8Array, after: Uint8Array, edits: readonly ByteEdit[]): LineRange[] {
  const oldLine = lineCounter(before);
  const newLine = lineCounter(after);
  const ranges: LineRange[] = [];
  let shift = 0;
  for (const { start, end, new: replacement } of edits) {
    const size = toUtf8(replacement).length;
    const [oldStart, newStart] = [oldLine(start), newLine(start + shift)];
    const [oldEnd, newEnd] = [oldLine(end) + 1, newLine(start + shift + size) + 1];
    const last = ranges.at(-1);
    if (last === undefined || oldStart >= last.oldEnd) ranges.push({ oldStart, oldEnd, newStart, newEnd });
    else ranges.splice(-1, 1, { ...last, oldEnd, newEnd });
    shift += size - (end - start);
  }
  const [oldCount, newCount] = [lineCount(before), lineCount(after)];
  return ranges.map((range) => {
    return { ...range, oldEnd: Math.min(oldCount, range.oldEnd), newEnd: Math.min(newCount, range.newEnd) };
  });
}

/** Answers the line of a place, from 0; places have to come in order. */
function lineCounter(bytes: Uint8Array): (place: number) => number {
  let [line, at] = [0, 0];
  return (place) => {
    for (; at < place; at++) if (bytes[at] === LINE_FEED) line++;
    return line;
  };
}

const LINE_FEED = 0x0a;

function lineCount(bytes: Uint8Array): number {
  const fullLines = lineCounter(bytes)(bytes.length);
  return bytes.length === 0 || bytes.at(-1) === LINE_FEED ? fullLines : fullLines + 1;
}
