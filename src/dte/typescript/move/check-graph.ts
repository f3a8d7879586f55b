/** The proof of a move: references lead to the same files as before, wherever those are now. */
import type { Finding } from '../../../base/report.ts';
import { applyEdits } from '../../edit.ts';
import type { TextEdit } from '../../edit.ts';
import { findingAt } from '../../finding-at.ts';
import type { TypeScriptProject } from '../project.ts';
import type { MovePlan } from '../../move/move-plan.ts';
import { isPackageOrConfig } from './json-references.ts';
import { edgesIn, sameEdgesIn } from './reference-graph.ts';
import type { Edge } from './reference-graph.ts';
import { isSource, withoutQuery } from './resolver.ts';
import type { Resolver, Target } from './resolver.ts';

/** Answers a finding for each reference of a file that would lead elsewhere. A text that changes is read again as it is after the edits. */
export function checkGraph(
  project: TypeScriptProject,
  [path, edges]: readonly [string, readonly Edge[]],
  plan: MovePlan,
  after: Resolver,
  edits: readonly TextEdit[],
): Finding[] {
  const { text } = project.source(path)!;
  const isAsBefore = edits.length === 0 && plan.after(path) === path && !isPackageOrConfig(path);
  const next = isAsBefore ? sameEdgesIn(after, path, edges) : edgesIn(after, plan.after(path), applyEdits(text, edits));
  return edges.flatMap((edge, i) => {
    const wanted = wantedTarget(edge, plan);
    const found = next[i]?.target;
    const isKept = next.length === edges.length && isSame(wanted, found) && isReadAlike(edge, found);
    if (wanted === undefined || isKept) return [];
    const { start, end } = edge.reference;
    const message = `"${edge.reference.text}" leads to ${shown(edge.target)}; after the move ${notWhere(wanted, found)}.`;
    return [
      findingAt('BINDING_CHANGED', message, { path, text, start, end }, { wanted: wanted.path, found: found?.path }),
    ];
  });
}

/** A string that only looks like a reference and leads nowhere wants nothing. */
function wantedTarget({ reference, target }: Edge, plan: MovePlan): Target | undefined {
  if (reference.isLoose === true && !target.isThere) return undefined;
  return target.path === undefined ? target : { ...target, path: plan.after(target.path) };
}

const isSame = (a: Target | undefined, b: Target | undefined): b is Target =>
  a?.path === b?.path && a?.isThere === b?.isThere;

/** A module that is imported has to be one afterwards, and a text has to stay a text. */
const isReadAlike = ({ reference, target }: Edge, found: Target): boolean =>
  reference.kind === 'path' ||
  reference.text !== withoutQuery(reference.text) ||
  isSource(target.path ?? '') === isSource(found.path ?? '');

const shown = ({ path, isThere }: Target): string => (isThere && path !== undefined ? path : 'nothing in the tree');

function notWhere(wanted: Target, found: Target | undefined): string {
  if (found?.isThere === true && found.path === wanted.path) return `${found.path!} would be read otherwise`;
  if (found?.isThere === true) return `it would lead to ${found.path!}`;
  return wanted.isThere ? `no text leads to ${wanted.path!}` : 'it would be read otherwise';
}
