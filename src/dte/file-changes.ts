/** Changed files in bytes: what is written, shown and undone. */
import { toUtf8 } from '../base/bytes.ts';
import type { TextEdit } from './edit.ts';
import type { ByteEdit, FileChange } from './plan.ts';
import { decodeSource } from './source-text.ts';
import type { SourceText } from './source-text.ts';
import type { ChangedFile, TreeChanges } from './tree-changes.ts';

const BOM_BYTES = 3;

/** Answers the changes of a tree by file, sorted by path; files whose bytes and path stay the same are left out. */
export function changesOf(changes: TreeChanges): FileChange[] {
  return changes.files.map((file) => changeOf(changes, file)).filter((file) => file !== undefined);
}

function changeOf({ base, tree }: TreeChanges, { path, newPath, edits }: ChangedFile): FileChange | undefined {
  const before = base.read(path);
  const after = tree.read(newPath);
  const own = edits.length === 0 ? [] : byteEdits(decodeSource(path, before), edits);
  if (own.length === 0 && path === newPath) return undefined;
  return { path, newPath, mode: base.modes.get(path)!, edits: own, before, after };
}

/** Answers edits of a text as edits of its bytes, without those that change nothing. Pure. @param edits - sorted */
function byteEdits({ text, hasBom }: SourceText, edits: readonly TextEdit[]): ByteEdit[] {
  const byteEdits: ByteEdit[] = [];
  let at = 0;
  let bytes = hasBom ? BOM_BYTES : 0;
  for (const { start, end, text: replacement } of edits) {
    bytes += sizeOf(text.slice(at, start));
    const old = text.slice(start, end);
    const size = sizeOf(old);
    if (old !== replacement) byteEdits.push({ start: bytes, end: bytes + size, old, new: replacement });
    bytes += size;
    at = end;
  }
  return byteEdits;
}

const sizeOf = (text: string): number => toUtf8(text).length;
