/** Edits that are made one after the other, of which some take in what earlier ones did. */
import type { TextEdit } from './edit.ts';
import { lastAtOrBefore } from './sorted-search.ts';

/** Edits by path and place. Those at one place keep the order in which they came. */
export class EditPool {
  readonly #byPath = new Map<string, TextEdit[]>();

  constructor(edits: readonly TextEdit[]) {
    this.add(edits);
  }

  /** All edits. */
  get edits(): readonly TextEdit[] {
    return [...this.#byPath.values()].flat();
  }

  /** Answers the edits within a range of a file, in order of their places. */
  within(path: string, start: number, end: number): readonly TextEdit[] {
    const own = this.#byPath.get(path) ?? [];
    return own.slice(behind(own, start - 1), behind(own, end)).filter((edit) => edit.end <= end);
  }

  add(edits: readonly TextEdit[]): void {
    for (const edit of edits) {
      const own = this.#byPath.get(edit.path);
      if (own === undefined) this.#byPath.set(edit.path, [edit]);
      else own.splice(behind(own, edit.start), 0, edit);
    }
  }

  /** Takes out edits that are in it. */
  remove(edits: readonly TextEdit[]): void {
    for (const edit of edits) {
      const own = this.#byPath.get(edit.path)!;
      own.splice(own.indexOf(edit, behind(own, edit.start - 1)), 1);
    }
  }
}

/** The index of the first edit that begins behind an offset. */
const behind = (edits: readonly TextEdit[], offset: number): number =>
  lastAtOrBefore(edits.length, (index) => edits[index]!.start, offset) + 1;
