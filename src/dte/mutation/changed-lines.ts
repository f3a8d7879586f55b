/** Which lines a plan changed, in the texts as they are afterwards. */
import { toUtf8 } from '../../base/bytes.ts';
import type { ByteEdit, FileChange } from '../plan.ts';

/** Lines of a file, from 1, both included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** Answers by path of the resulting tree which lines were edited. A file that only moved has none and is left out. Pure. */
export function changedLines(files: readonly FileChange[]): Map<string, readonly LineRange[]> {
  const edited = files.filter(({ edits }) => edits.length > 0);
  return new Map(edited.map(({ newPath, edits, after }) => [newPath, rangesOf(edits, after)]));
}

function rangesOf(edits: readonly ByteEdit[], after: Uint8Array): LineRange[] {
  let shift = 0;
  return edits.map((edit) => {
    const length = toUtf8(edit.new).length;
    const start = edit.start + shift;
    shift += length - (edit.end - edit.start);
    return { first: lineAt(after, start), last: lineAt(after, start + length) };
  });
}

/** Lines end with LF, CR LF or CR, as everywhere in the engine. */
function lineAt(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let i = 0; i < offset; i++) {
    if (bytes[i] === 0x0a || (bytes[i] === 0x0d && bytes[i + 1] !== 0x0a)) line++;
  }
  return line;
}
