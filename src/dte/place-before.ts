/** The way back from the texts after edits to those before them. */
import { editsByPath } from './edit.ts';
import type { TextEdit } from './edit.ts';
import { lastAtOrBefore } from './sorted-search.ts';

/** Answers where an offset of a text was before the text was edited. */
export type PlaceBefore = (path: string, offset: number) => number;

/** One edit, and where its new text is. */
interface Step {
  readonly start: number;
  readonly newStart: number;
  readonly newEnd: number;
  /** How much longer the text is, up to here. */
  readonly shift: number;
}

/** Answers the way back from a place after the edits; a place within a new text is where that was put. @param edits - sorted */
export function placesBefore(edits: readonly TextEdit[]): PlaceBefore {
  const byPath = new Map([...editsByPath(edits)].map(([path, own]) => [path, stepsOf(own)]));
  return (path, offset) => {
    const steps = byPath.get(path) ?? [];
    const step = steps[lastAtOrBefore(steps.length, (index) => steps[index]!.newStart, offset)];
    if (step === undefined) return offset;
    return offset < step.newEnd ? step.start : offset - step.shift;
  };
}

function stepsOf(edits: readonly TextEdit[]): Step[] {
  let shift = 0;
  return edits.map(({ start, end, text }) => {
    const newStart = start + shift;
    shift += text.length - (end - start);
    return { start, newStart, newEnd: newStart + text.length, shift };
  });
}
