/** Lists after edits: whether they have the elements that they should have, so that nothing ran together or fell apart. */
import type { Finding } from '../../../base/report.ts';
import type { TextEdit } from '../../edit.ts';
import { atNode } from '../finding-at-node.ts';
import { placesBefore } from '../place-before.ts';
import type { TypeScriptProject } from '../project.ts';
import { ts } from '../ts.ts';
import { listsOf } from './node-list.ts';
import type { NodeList } from './node-list.ts';

/** A list as it is, and how many elements it should have after the edits. */
export interface WantedLength {
  readonly path: string;
  readonly list: NodeList;
  readonly count: number;
}

/** Answers a finding for each list that would be read otherwise than meant. @param edits - sorted */
export function checkLengths(
  project: TypeScriptProject,
  wanted: readonly WantedLength[],
  edits: readonly TextEdit[],
): Finding[] {
  const back = placesBefore(edits);
  return wanted.flatMap(({ path, list, count }) => {
    const after = project.trial(edits, () => listsLike(project.parsed(path)!, list, (offset) => back(path, offset)));
    if (after.some(({ nodes }) => nodes.length === count) || (after.length === 0 && count === 0)) return [];
    const message = `After the edit the ${list.kind} here would be read otherwise than meant: what stands beside it would run together.`;
    return [atNode('SYNTAX_BROKEN', message, list.nodes[0] ?? list.owner)];
  });
}

/** The lists of the same kind that begin where a list began. */
function listsLike(file: ts.SourceFile, { kind, owner }: NodeList, back: (offset: number) => number): NodeList[] {
  const found: NodeList[] = [];
  const start = owner.getStart();
  const isOwner = (node: ts.Node): boolean =>
    node.kind === owner.kind && (ts.isSourceFile(node) || back(node.getStart(file)) === start || kind === 'decorators');
  const visit = (node: ts.Node): void => {
    if (isOwner(node)) found.push(...listsOf(node).filter((list) => list.kind === kind));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
