/** Words in comments and strings, which are renamed where a patch asks for it. */
import type { TextEdit } from '../edit.ts';
import type { PatchDetails } from '../generated/types.ts';
import { startOfWord } from './names.ts';
import type { TypeScriptProject } from './project.ts';
import { declarationPath } from './rename-targets.ts';
import type { RenameTarget } from './rename-targets.ts';
import { fileNameOf, pathOf } from './tree-files.ts';

/** Answers the edits of the whole word in comments and strings of the files that change, where a patch wants them. */
export function wordEdits(
  project: TypeScriptProject,
  { name, declarations: [node] }: RenameTarget,
  { comments = false, strings = false, newName = '' }: PatchDetails,
  edits: readonly TextEdit[],
): TextEdit[] {
  if (!(comments || strings) || node === undefined) return [];
  const changing = new Set(edits.map(({ path }) => path));
  const known = new Set(edits.map(({ path, start }) => `${path}:${start}`));
  const fileName = fileNameOf(declarationPath(node));
  const found = project.service.findRenameLocations(fileName, startOfWord(node), strings, comments, {}) ?? [];
  return found.flatMap(({ fileName: at, textSpan: { start, length } }) => {
    const path = pathOf(at)!;
    const isWord = project.source(path)!.text.slice(start, start + length) === name;
    if (!isWord || !changing.has(path) || known.has(`${path}:${start}`)) return [];
    return [{ path, start, end: start + length, text: newName }];
  });
}
