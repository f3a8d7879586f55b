/**
 * What the compiler's rename misses: uses that resolve to a renamed declaration and got no edit. Known is one case, of an interface and a
 * constant of one name that another module augments through a re-export: their value uses through `import * as` are left out.
 */
import type { TextEdit } from '../edit.ts';
import type { Occurrence } from './meaning.ts';
import { nameAt, startOfWord } from './names.ts';
import type { TypeScriptProject } from './project.ts';
import { declarationPath, targetsOf } from './rename-targets.ts';
import type { RenameTarget } from './rename-targets.ts';
import { ts } from './ts.ts';

/** Uses by the places of declarations that they resolve to: there may be many targets, and each asks for its own. */
export type UsesByDeclaration = ReadonlyMap<string, readonly Occurrence[]>;

/** Answers uses by what they resolve to. @param occurrences - of the old names, in all files that have them */
export function usesByDeclaration(occurrences: readonly Occurrence[]): UsesByDeclaration {
  const uses = new Map<string, Occurrence[]>();
  for (const one of occurrences) {
    if (one.role !== 'name') continue;
    for (const place of new Set(one.meaning.split(' '))) {
      const own = uses.get(place);
      if (own === undefined) uses.set(place, [one]);
      else own.push(one);
    }
  }
  return uses;
}

/**
 * Answers the edits that are missing. Members are not completed: where the compiler does not see that one is meant, it is not sure
 * that it is, and the proof lists the place.
 */
export function missingEdits(
  project: TypeScriptProject,
  target: RenameTarget,
  uses: UsesByDeclaration,
  edits: readonly TextEdit[],
  newName: string,
): TextEdit[] {
  if (target.isMember) return [];
  const edited = new Set(edits.map(({ path, start }) => `${path}:${start}`));
  const declared = new Set(target.declarations.map((node) => `${declarationPath(node)}:${startOfWord(node)}`));
  const meant = new Set([...declared].flatMap((place) => uses.get(place) ?? []));
  const left = [...meant].filter(({ name, path, start }) => name === target.name && !edited.has(`${path}:${start}`));
  return left.flatMap((occurrence) => missingEdit(project, target, occurrence, newName));
}

function missingEdit(
  project: TypeScriptProject,
  target: RenameTarget,
  { path, start, length }: Occurrence,
  newName: string,
): TextEdit[] {
  const node = nameAt(project.sourceFile(path)!, start);
  if (node === undefined) return [];
  if (!isByName(project.checker.getSymbolAtLocation(node))) return [];
  // What has the same name only because another export of it was imported by that name keeps it.
  const [meant] = targetsOf(project.checker, [{ path, node, type: '' }]);
  if (meant?.declarations.some((declaration) => target.declarations.includes(declaration)) !== true) return [];
  const text = ts.isShorthandPropertyAssignment(node.parent) ? `${target.name}: ${newName}` : newName;
  return [{ path, start, end: start + length, text }];
}

/** Whether a symbol is what it stands for by its name: what `require` answers is a value, and its parts are members. */
const isByName = (symbol: ts.Symbol | undefined): boolean =>
  symbol !== undefined &&
  ((symbol.flags & ts.SymbolFlags.Alias) === 0 ||
    symbol.declarations!.every(
      (declaration) =>
        ts.isImportSpecifier(declaration) ||
        ts.isExportSpecifier(declaration) ||
        ts.isImportClause(declaration) ||
        ts.isImportEqualsDeclaration(declaration),
    ));
