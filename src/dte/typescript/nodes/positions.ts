/** Lists in which places mean something: who stands behind an element that comes or goes is another one afterwards. */
import type { Finding } from '../../../base/report.ts';
import { atNode } from '../finding-at-node.ts';
import type { TypeScriptProject } from '../project.ts';
import { ts } from '../ts.ts';
import type { Doomed } from './deletion.ts';
import { checkInsertedParameter, usesOf } from './parameter-calls.ts';
import type { PlacedSnippet } from './places.ts';

/** Answers what would be counted otherwise without some elements. */
export function checkPlacesLeft(project: TypeScriptProject, doomed: readonly Doomed[]): Finding[] {
  const gone = new Set(doomed.map(({ node }) => node));
  return doomed.flatMap(({ path, node }) => {
    if (ts.isEnumMember(node)) return recounted(node.parent.members, node.parent.members.indexOf(node) + 1, gone);
    return ts.isTypeParameterDeclaration(node) ? typeArguments(project, path, node.parent) : [];
  });
}

/** Answers the same for elements that come. */
export function checkPlacesTaken(project: TypeScriptProject, placed: readonly PlacedSnippet[]): Finding[] {
  return placed.flatMap(({ path, place: { list, anchor, side }, snippet }) => {
    const index = anchor === undefined ? 0 : list.nodes.indexOf(anchor) + (side === 'after' ? 1 : 0);
    const { owner } = list;
    if (list.kind === 'enumMembers') return recounted((owner as ts.EnumDeclaration).members, index, new Set());
    if (list.kind === 'typeParameters') return typeArguments(project, path, owner);
    return list.kind === 'parameters'
      ? checkInsertedParameter(project, path, owner as ts.SignatureDeclaration, index, snippet)
      : [];
  });
}

/** The first member that is left behind a place, if its value is counted from those before it. */
function recounted(members: readonly ts.EnumMember[], index: number, gone: ReadonlySet<ts.Node>): Finding[] {
  const next = members.slice(index).find((member) => !gone.has(member));
  if (next === undefined || next.initializer !== undefined) return [];
  const message = `${next.name.getText()} would have another value, since it is counted: give it one of its own first.`;
  return [atNode('NEEDS_PERSON', message, next)];
}

/** Who passes types passes them by their places. */
function typeArguments(project: TypeScriptProject, path: string, owner: ts.Node): Finding[] {
  const { name } = owner as { name?: ts.Node };
  if (name === undefined) return [];
  return usesOf(project, path, name).flatMap((use) => {
    let at = use;
    while (ts.isPropertyAccessExpression(at.parent) || ts.isQualifiedName(at.parent)) at = at.parent;
    const { typeArguments: passed } = at.parent as { typeArguments?: readonly ts.Node[] };
    return passed === undefined
      ? []
      : [atNode('STILL_REFERENCED', 'This passes types by the places of the type parameters.', passed[0]!)];
  });
}
