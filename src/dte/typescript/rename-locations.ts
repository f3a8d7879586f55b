/** The places at which a symbol's name is written, as the compiler's rename finds them, with the text that each gets. */
import type { TextEdit } from '../edit.ts';
import { nameAt, startOfWord } from './names.ts';
import type { NameNode } from './names.ts';
import type { TypeScriptProject } from './project.ts';
import { fileNameOf, pathOf } from './tree-files.ts';
import { ts } from './ts.ts';

const PREFERENCES: ts.UserPreferences = { providePrefixAndSuffixTextForRename: true };

/** Where the compiler is asked what belongs to a name. */
interface Start {
  readonly path: string;
  readonly start: number;
  /** Whether it is asked even where the name has an edit already. */
  readonly isBoundary: boolean;
}

/**
 * Answers the edits that rename what these names declare. The compiler keeps what does not change its name: `{ x }` becomes `{ x: y }`. It
 * also keeps names at `export { x }`: unless they are to be kept, the new one is followed from there to those who import it.
 */
export function renameEdits(
  project: TypeScriptProject,
  declarations: readonly NameNode[],
  newName: string,
  isKept: boolean,
): TextEdit[] {
  const edits = new Map<string, TextEdit>();
  const starts: Start[] = declarations.map((node) => ({
    path: pathOf(node.getSourceFile().fileName)!,
    start: startOfWord(node),
    isBoundary: false,
  }));
  const asked = new Set<string>();
  for (let from = starts.shift(); from !== undefined; from = starts.shift()) {
    const place = `${from.path}:${from.start}`;
    if (asked.has(place) || (!from.isBoundary && edits.has(place))) continue;
    asked.add(place);
    for (const { edit, isBoundary } of editsFrom(project, from, newName, isKept)) {
      const at = `${edit.path}:${edit.start}`;
      if (edits.get(at)?.text !== newName) edits.set(at, edit);
      if (isBoundary) starts.push({ path: edit.path, start: edit.start, isBoundary });
    }
  }
  return [...edits.values()];
}

interface LocatedEdit {
  readonly edit: TextEdit;
  readonly isBoundary: boolean;
}

function editsFrom(
  project: TypeScriptProject,
  { path, start }: Start,
  newName: string,
  isKept: boolean,
): LocatedEdit[] {
  const locations = project.service.findRenameLocations(fileNameOf(path), start, false, false, PREFERENCES) ?? [];
  return locations.map((location) => {
    const place = { path: pathOf(location.fileName)!, start: location.textSpan.start };
    const isBoundary = !isKept && isExportBoundary(project, place.path, location);
    const text = isBoundary ? newName : `${location.prefixText ?? ''}${newName}${location.suffixText ?? ''}`;
    return { edit: { ...place, end: place.start + location.textSpan.length, text }, isBoundary };
  });
}

/** Whether the compiler would keep the exported name in `export { x }`. */
function isExportBoundary(
  project: TypeScriptProject,
  path: string,
  { textSpan, prefixText, suffixText }: ts.RenameLocation,
): boolean {
  if (prefixText === undefined && suffixText === undefined) return false;
  const parent = nameAt(project.sourceFile(path)!, textSpan.start)?.parent;
  return parent !== undefined && ts.isExportSpecifier(parent) && parent.propertyName === undefined;
}
