/** The way back from the texts after edits to those before them. */
import { editsByPath } from './edit.ts';
import type { TextEdit } from './edit.ts';

/** Answers where an offset of a text was before the text was edited. */
export type PlaceBefore = (path: string, offset: number) => number;

/** Answers the way back from a place after the edits; a place within a new text is where that was put. @param edits - sorted */
export function placesBefore(edits: readonly TextEdit[]): PlaceBefore {
  const byPath = editsByPath(edits);
  return (path, offset) => {
    let shift = 0;
    for (const { start, end, text } of byPath.get(path) ?? []) {
      if (offset < start + shift) break;
      if (offset < start + shift + text.length) return start;
      shift += text.length - (end - start);
    }
    return offset - shift;
  };
}
