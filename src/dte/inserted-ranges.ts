/** Where new text is after edits. */
import { editsByPath } from './edit.ts';
import type { TextEdit } from './edit.ts';
import { lastAtOrBefore } from './sorted-search.ts';

/** Answers where new texts are, by path; what was only taken out has an empty range. @param edits - sorted */
export function insertedRanges(edits: readonly TextEdit[]): ReadonlyMap<string, readonly [number, number][]> {
  const ranges = new Map<string, [number, number][]>();
  for (const [path, own] of editsByPath(edits)) {
    let shift = 0;
    const found: [number, number][] = [];
    for (const { start, end, text } of own) {
      found.push([start + shift, start + shift + text.length]);
      shift += text.length - (end - start);
    }
    ranges.set(path, found);
  }
  return ranges;
}

/** Answers whether an offset of a text after the edits is in new text. @param edits - sorted */
export function isInserted(edits: readonly TextEdit[]): (path: string, offset: number) => boolean {
  const ranges = insertedRanges(edits);
  return (path, offset) => {
    const own = ranges.get(path) ?? [];
    // Ranges are apart from each other, and an empty one comes before the one that begins at its place.
    const last = own[lastAtOrBefore(own.length, (index) => own[index]![0], offset)];
    return last !== undefined && offset < last[1];
  };
}
