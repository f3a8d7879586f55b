/** Edits of text: where, and what stands there instead. */
import { LoglineError } from '../base/errors.ts';
import { MAX_CHANGED_BYTES, MAX_EDITS } from './limits.ts';
import { compareText } from './order.ts';

/** One edit of one file. Offsets count UTF-16 units of the text without its byte order mark. */
export interface TextEdit {
  readonly path: string;
  readonly start: number;
  /** Behind the last unit that is replaced; equal to `start` for an insertion. */
  readonly end: number;
  /** The new text. */
  readonly text: string;
}

/**
 * Answers edits in order of path and place, each once. Insertions at one place keep the order in which they are handed in.
 *
 * @throws {LoglineError} EDIT_CONFLICT - two of them overlap. LIMIT_EXCEEDED - as {@link WritingRoom}.
 */
export function sortEdits(edits: readonly TextEdit[]): TextEdit[] {
  const room = new WritingRoom();
  for (const { text } of edits) room.take(text.length);
  const sorted = [...edits].sort((a, b) => compareText(a.path, b.path) || a.start - b.start || a.end - b.end);
  const kept: TextEdit[] = [];
  for (const edit of sorted) {
    const last = kept.at(-1);
    if (last?.path !== edit.path) kept.push(edit);
    else if (isSame(last, edit)) continue;
    else if (edit.start < last.end) throw overlap(last, edit);
    else kept.push(edit);
  }
  return kept;
}

const isSame = (a: TextEdit, b: TextEdit): boolean => a.start === b.start && a.end === b.end && a.text === b.text;

function overlap(a: TextEdit, b: TextEdit): LoglineError {
  const message = `${a.path}: two edits touch the same text, at ${a.start} to ${a.end} and at ${b.start} to ${b.end}.`;
  return new LoglineError('EDIT_CONFLICT', message, { details: { path: a.path, edits: [a, b] } });
}

/** How much one patch may write. A short spec can ask for texts without end: many places, and much at each of them. */
export class WritingRoom {
  #edits = MAX_EDITS;
  #length = MAX_CHANGED_BYTES;

  /** Notes one edit and the length of its text. @throws {LoglineError} LIMIT_EXCEEDED - more edits, or more text, than a patch may write. */
  take(length: number): void {
    this.#edits -= 1;
    this.#length -= length;
    if (this.#edits >= 0 && this.#length >= 0) return;
    const message = `The patch makes more than ${MAX_EDITS} edits, or edits of more than ${MAX_CHANGED_BYTES} characters.`;
    throw new LoglineError('LIMIT_EXCEEDED', message);
  }
}

/** Answers a text with edits made in it, which are of one file, sorted and apart from each other. Pure. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** Answers edits by path, in the order of the paths. Pure. */
export const editsByPath = (edits: readonly TextEdit[]): ReadonlyMap<string, readonly TextEdit[]> => byPath(edits);

/** Answers things that are in files by their paths. Pure. */
export function byPath<T extends { readonly path: string }>(things: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const group = groups.get(thing.path);
    if (group === undefined) groups.set(thing.path, [thing]);
    else group.push(thing);
  }
  return groups;
}
