/** Lists after edits: whether they have the elements that they should have, so that nothing ran together or fell apart. */
import type { Finding } from '../../../base/report.ts';
import type { TextEdit } from '../../edit.ts';
import { atNode } from '../finding-at-node.ts';
import { placesBefore } from '../../place-before.ts';
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
    if (after.some(({ nodes }) => nodes.length === count) || isDissolved(list, count, after.length)) return [];
    const message = `After the edit the ${list.kind} here would be read otherwise than meant: what stands beside it would run together.`;
    return [atNode('SYNTAX_BROKEN', message, list.nodes[0] ?? list.owner)];
  });
}

/** A union of one type is no union. */
const isDissolved = ({ kind }: NodeList, count: number, found: number): boolean =>
  found === 0 && (count === 0 || (count === 1 && (kind === 'union' || kind === 'intersection')));

/** The lists of the same kind that are where a list was. */
function listsLike(file: ts.SourceFile, list: NodeList, back: (offset: number) => number): NodeList[] {
  const found: NodeList[] = [];
  const visit = (node: ts.Node): void => {
    const isOwner = node.kind === list.owner.kind && isPlacedLike(node, file, list, back);
    if (isOwner) found.push(...listsOf(node).filter(({ kind }) => kind === list.kind));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** What begins with the first element of its list may begin elsewhere, when another one comes first. */
function isPlacedLike(
  node: ts.Node,
  file: ts.SourceFile,
  { kind, owner }: NodeList,
  back: (offset: number) => number,
): boolean {
  if (ts.isSourceFile(node)) return true;
  if (kind === 'attributes') return back(node.parent.getStart(file)) === owner.parent.getStart();
  const start = back(node.getStart(file));
  if (kind === 'union' || kind === 'intersection' || kind === 'decorators')
    return start >= owner.getStart() && start < owner.end;
  return start === owner.getStart();
}
