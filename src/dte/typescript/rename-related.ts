/** Declarations that belong to a renamed member although no base type says so: they show when it is known what all names mean. */
import type { Finding } from '../../base/report.ts';
import type { TextEdit } from '../edit.ts';
import { atNode } from './finding-at-node.ts';
import { baseMembers, memberNamed } from './meaning.ts';
import type { Occurrence } from './meaning.ts';
import { nameAt } from './names.ts';
import type { NameNode } from './names.ts';
import type { TypeScriptProject } from './project.ts';
import { isHidden } from './rename-targets.ts';

/**
 * Answers names of declarations that have to be renamed with those that are edited already: a literal that gets its type from
 * elsewhere and is used by its own, and the members of all types that one class implements.
 */
export function relatedNames(
  project: TypeScriptProject,
  occurrences: readonly Occurrence[],
  edits: readonly TextEdit[],
): NameNode[] {
  const edited = new Set(edits.map(({ path, start }) => `${path}:${start}`));
  const related = new Set<string>();
  for (const { path, start, role, meaning } of occurrences) {
    const isEdited = edited.has(`${path}:${start}`);
    const places = meaning.split(' ');
    if (isEdited && role === 'base') for (const place of places) if (!edited.has(place)) related.add(place);
    if (!isEdited && role !== 'text') for (const place of places) if (edited.has(place)) related.add(place);
  }
  return [...related].flatMap((place) => declaredMember(project, place));
}

function declaredMember(project: TypeScriptProject, place: string): NameNode[] {
  const [, path, start] = /^(.*):(\d+)$/.exec(place) ?? [];
  const file = path === undefined ? undefined : project.sourceFile(path);
  const node = file === undefined ? undefined : nameAt(file, Number(start));
  return node !== undefined && memberNamed(node) !== undefined ? [node] : [];
}

/** Answers the edited members that a base type outside of the tree may know as well. */
export function unknownBases(project: TypeScriptProject, edits: readonly TextEdit[]): Finding[] {
  return edits.flatMap(({ path, start }) => {
    const node = nameAt(project.sourceFile(path)!, start);
    const member = node === undefined ? undefined : memberNamed(node);
    if (node === undefined || member === undefined || isHidden(member)) return [];
    const { isUnknown, members } = baseMembers(project.checker, member, node.text);
    const isOutside = members.some(({ declarations = [] }) =>
      declarations.some((declaration) => project.pathOf(declaration.getSourceFile()) === undefined),
    );
    if (!isUnknown && !isOutside) return [];
    const message = `${node.text} is declared outside of the tree as well, or may be: a base type of this is there.`;
    return [atNode('TARGET_EXTERNAL', message, node)];
  });
}
