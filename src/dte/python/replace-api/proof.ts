/** The proof of a replacement: new names mean something of their file, and no other name means anything else than before. */
import type { Finding } from '../../../base/report.ts';
import type { TextEdit } from '../../edit.ts';
import { isInserted } from '../../inserted-ranges.ts';
import { placesBefore } from '../../place-before.ts';
import type { ApiUse, Written } from '../../tree-sitter/replace-api/api-language.ts';
import { changedUses } from '../../tree-sitter/kept-meanings.ts';
import { nodeFinding } from '../../tree-sitter/node-finding.ts';
import { NameUses } from '../name-uses.ts';
import type { PythonUse } from '../name-uses.ts';
import { missingMembers } from '../new-members.ts';
import { isBuiltin } from '../names.ts';
import type { PythonProject } from '../project.ts';
import { lookup } from '../scope.ts';
import { rootOf } from './bindings.ts';
import type { PythonBinding } from './bindings.ts';

/** Answers where the proof fails. @param edits - sorted */
export function proofFaults(
  project: PythonProject,
  edits: readonly TextEdit[],
  uses: readonly ApiUse<PythonBinding>[],
  roots: Written['roots'],
): Finding[] {
  const names = [...new Set([...roots.values()].flatMap((own) => [...own]))];
  const after = project.after(edits);
  const replaced = new Set(uses.map(({ node }) => rootOf(node)));
  const before = new NameUses(project.tree, names).all().filter(({ node }) => !replaced.has(node));
  const later = new NameUses(after.tree, names).all();
  const changed = changedUses(before, later, edits).map(({ use }) =>
    nodeFinding(
      project.syntax,
      'NAME_COLLISION',
      `${use.name} would mean something else in this place than before.`,
      use,
    ),
  );
  if (changed.length > 0) return changed;
  const isNew = isInserted(edits);
  const fresh = later.filter(
    ({ path, node, name, occurrence: { role } }) =>
      role === 'name' && isNew(path, node.start) && roots.get(path)?.has(name) === true,
  );
  const back = placesBefore(edits);
  const unknown = fresh.flatMap((use) => rootFault(project, use, back(use.path, use.node.start)));
  return unknown.length > 0 ? unknown : missingMembers(project, after, edits);
}

/** A new name has to be that of the file, or of an import in its function. */
function rootFault(project: PythonProject, { path, node, name, keys, occurrence }: PythonUse, at: number): Finding[] {
  const { symbols } = lookup(occurrence.scope, name, node);
  const place = { path, node: { start: at, end: at } };
  const finding = (code: Finding['code'], message: string): Finding[] => [
    nodeFinding(project.syntax, code, message, place),
  ];
  const [symbol] = symbols;
  if (symbol === undefined) {
    if (keys.some((key) => key.startsWith('star:') || key.includes('#')) || isBuiltin(name)) return [];
    return finding(
      'NEEDS_PERSON',
      `${name} means nothing in this file: details.newModule says where to import it from.`,
    );
  }
  if (symbol.scope.kind === 'module') return [];
  const bindings = symbol.scope.bindings.get(name)!;
  const isObject = bindings.every(({ kind }) => kind === 'parameter') && /^(?:self|cls)$/.test(name);
  if (isObject || bindings.every(({ kind }) => kind.startsWith('import'))) return [];
  return finding('NAME_COLLISION', `${name} means something else already in this place.`);
}
