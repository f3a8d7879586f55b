/** Lists after edits: whether they have the elements that they should have, so that nothing ran together or fell apart. */
import type { Finding } from '../../../base/report.ts';
import { byPath } from '../../edit.ts';
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
  const wrong = project.trial(edits, () =>
    [...byPath(wanted)].flatMap(([path, own]) => {
      const kinds = new Set(own.map(({ list }) => list.owner.kind));
      const owners = ownersIn(project.parsed(path)!, kinds, (offset) => back(path, offset));
      return own.filter(({ list, count }) => {
        const after = listsLike(owners, list);
        return !after.some(({ nodes }) => nodes.length === count) && !isDissolved(list, count, after.length);
      });
    }),
  );
  return wrong.map(({ list }) => {
    const message = `After the edit the ${list.kind} here would be read otherwise than meant: what stands beside it would run together.`;
    return atNode('SYNTAX_BROKEN', message, list.nodes[0] ?? list.owner);
  });
}

/** A union of one type is no union. */
const isDissolved = ({ kind }: NodeList, count: number, found: number): boolean =>
  found === 0 && (count === 0 || (count === 1 && (kind === 'union' || kind === 'intersection')));

/** A node that has lists, and where it was before the edits. */
interface Owner {
  readonly node: ts.Node;
  readonly start: number;
}

/** The nodes of these kinds, by kind and in the order of their places: one walk for all lists, of which there may be thousands. */
function ownersIn(
  file: ts.SourceFile,
  kinds: ReadonlySet<ts.SyntaxKind>,
  back: (offset: number) => number,
): ReadonlyMap<ts.SyntaxKind, readonly Owner[]> {
  const owners = new Map([...kinds].map((kind): [ts.SyntaxKind, Owner[]] => [kind, []]));
  const visit = (node: ts.Node): void => {
    owners.get(node.kind)?.push({ node, start: ts.isSourceFile(node) ? 0 : back(placeOf(node, file)) });
    ts.forEachChild(node, visit);
  };
  visit(file);
  for (const own of owners.values()) own.sort((a, b) => a.start - b.start);
  return owners;
}

/** Where an owner of lists is. Attributes are where their element is, since there may be none. */
function placeOf(node: ts.Node, file: ts.SourceFile): number {
  if (ts.isSourceFile(node)) return 0;
  return (ts.isJsxAttributes(node) ? node.parent : node).getStart(file);
}

/** The lists of the same kind that are where a list was. */
function listsLike(owners: ReadonlyMap<ts.SyntaxKind, readonly Owner[]>, { kind, owner }: NodeList): NodeList[] {
  const all = owners.get(owner.kind)!;
  const start = placeOf(owner, owner.getSourceFile());
  // What begins with the first element of its list may begin elsewhere, when another one comes first.
  const isWide = kind === 'union' || kind === 'intersection' || kind === 'decorators';
  const end = isWide ? owner.end : start + 1;
  return all
    .slice(firstFrom(all, start), firstFrom(all, end))
    .flatMap(({ node }) => listsOf(node).filter((list) => list.kind === kind));
}

/** Index of the first owner at an offset or behind it. */
function firstFrom(owners: readonly Owner[], offset: number): number {
  let from = 0;
  let until = owners.length;
  while (from < until) {
    const middle = (from + until) >> 1;
    if (owners[middle]!.start < offset) from = middle + 1;
    else until = middle;
  }
  return from;
}
