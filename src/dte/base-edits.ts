/**
 * The edits of patch after patch, kept in places of the base tree.
 *
 * Each patch is planned on the result of those before it, but what is applied, shown and undone is one set of edits of the base.
 * That is only possible where no patch touches what another one wrote, which is a conflict anyway.
 */
import { LoglineError } from '../base/errors.ts';
import type { TextEdit } from './edit.ts';

/** An edit of the base text, and the patch that made it. */
interface OwnedEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Index of the patch. */
  readonly patch: number;
}

/** The edits of one file, in places of its base text. */
export class BaseEdits {
  readonly path: string;
  #edits: readonly OwnedEdit[] = [];

  /** @param path - in the base tree */
  constructor(path: string) {
    this.path = path;
  }

  /** All edits so far, sorted, in places of the base text. Insertions at one place are one edit. */
  get edits(): readonly TextEdit[] {
    const edits: TextEdit[] = [];
    for (const { start, end, text } of this.#edits) {
      const last = edits.at(-1);
      const isSamePlace = last?.start === start && last.end === start && end === start;
      if (isSamePlace) edits.splice(-1, 1, { ...last, text: last.text + text });
      else edits.push({ path: this.path, start, end, text });
    }
    return edits;
  }

  /**
   * Takes in the edits of the next patch.
   *
   * @param edits - in places of the text as it is after all edits before; sorted.
   * @throws {LoglineError} EDIT_CONFLICT - one touches what an earlier patch wrote or deleted.
   */
  add(patch: number, edits: readonly TextEdit[]): void {
    const earlier = this.#edits;
    const merged: OwnedEdit[] = [];
    let shift = 0;
    let next = 0;
    for (const { start, end, text } of edits) {
      // Steps over what lies before the edit. An insertion right before what was written stays before it.
      for (; next < earlier.length && endOf(earlier[next]!, shift) <= start; next++) {
        shift += growthOf(earlier[next]!);
        merged.push(earlier[next]!);
      }
      const touched = earlier[next];
      if (touched !== undefined && touched.start + shift < end) throw this.#conflict(patch, touched);
      merged.push({ start: start - shift, end: end - shift, text, patch });
    }
    this.#edits = [...merged, ...earlier.slice(next)];
  }

  #conflict(patch: number, { patch: earlier, text }: OwnedEdit): LoglineError {
    const what = text === '' ? 'deleted' : 'wrote';
    const message = `${this.path}: patches[${patch}] touches what patches[${earlier}] ${what}.`;
    return new LoglineError('EDIT_CONFLICT', message, { details: { path: this.path, patches: [earlier, patch] } });
  }
}

/** Where the text of an edit ends after all edits before it, which made the text longer by `shift`. */
const endOf = ({ start, text }: OwnedEdit, shift: number): number => start + shift + text.length;

const growthOf = ({ start, end, text }: OwnedEdit): number => text.length - (end - start);
