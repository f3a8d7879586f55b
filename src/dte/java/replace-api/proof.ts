/** The proof of a replacement: new names mean something of their file, and no other name means anything else than before. */
import type { Finding } from '../../../base/report.ts';
import type { TextEdit } from '../../edit.ts';
import { isInserted } from '../../inserted-ranges.ts';
import { placesBefore } from '../../place-before.ts';
import type { ApiUse, Written } from '../../tree-sitter/replace-api/api-language.ts';
import { changedUses } from '../../tree-sitter/kept-meanings.ts';
import type { NameUse } from '../../tree-sitter/name-use.ts';
import { nodeFinding } from '../../tree-sitter/node-finding.ts';
import { JavaNames } from '../name-uses.ts';
import { isUnexplained, missingMethods } from '../new-names.ts';
import type { JavaProject } from '../project.ts';
import { roleOf } from '../roles.ts';
import type { JavaBinding } from './bindings.ts';
import { rootOf } from './full-names.ts';

/** Answers where the proof fails. @param edits - sorted */
export function proofFaults(
  project: JavaProject,
  edits: readonly TextEdit[],
  uses: readonly ApiUse<JavaBinding>[],
  roots: Written['roots'],
): Finding[] {
  const names = [...new Set([...roots.values()].flatMap((own) => [...own]))];
  const after = project.after(edits, []);
  const replaced = new Set(uses.flatMap(({ object, name }) => [name, rootOf(object)]));
  const before = new JavaNames(project.tree, names).all().filter(({ node }) => !replaced.has(node));
  const later = new JavaNames(after.tree, names).all();
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
  const back = placesBefore(edits);
  const fresh = later.filter(({ path, node, name }) => isNew(path, node.start) && roots.get(path)?.has(name) === true);
  const unknown = fresh.flatMap((use) => rootFault(project, after, use, back(use.path, use.node.start)));
  return unknown.length > 0 ? unknown : missingMethods(project, after, edits);
}

/** A new name has to be that of a type, a field or a method that the file knows. */
function rootFault(project: JavaProject, after: JavaProject, use: NameUse, at: number): Finding[] {
  const role = roleOf(use.node);
  if (!['type', 'variable', 'call'].includes(role)) return [];
  const finding = (code: Finding['code'], message: string): Finding[] => [
    nodeFinding(project.syntax, code, message, { path: use.path, node: { start: at, end: at } }),
  ];
  if (use.keys[0]!.startsWith('local:'))
    return finding('NAME_COLLISION', `${use.name} means something else already in this place.`);
  const message = `${use.name} means nothing in this file: details.newModule says where to import it from.`;
  return isUnexplained(after.tree, use) ? finding('NEEDS_PERSON', message) : [];
}
