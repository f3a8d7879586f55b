/** Whether new text has become what it was meant to be: elements of the body or list that it was put into. */
import type { Finding } from '../../base/report.ts';
import type { TextEdit } from '../edit.ts';
import { insertedRanges } from '../inserted-ranges.ts';
import { lastAtOrBefore } from '../sorted-search.ts';
import { nodeFinding } from './node-finding.ts';
import { isElement } from './places.ts';
import type { SyntaxProject } from './project.ts';
import { isComment } from './syntax.ts';
import type { SyntaxNode } from './syntax.ts';

/** Where a text goes: beside an element, or into what has none. */
export interface Slot {
  readonly path: string;
  /** The body or list. */
  readonly holder: SyntaxNode;
  readonly beside: SyntaxNode | undefined;
  readonly isAfter: boolean;
}

/** A text that goes into a file. */
export interface Insertion {
  readonly slot: Slot;
  readonly edit: TextEdit;
}

/** Answers where the new text has not become elements of what it was meant for. @param edits - sorted */
export function placeFaults(
  project: SyntaxProject,
  found: readonly Insertion[],
  edits: readonly TextEdit[],
): Finding[] {
  const after = project.after(edits);
  const ranges = new Map(
    [...insertedRanges(edits)].map(([path, own]) => {
      const starts = edits.filter((edit) => edit.path === path).map(({ start }) => start);
      return [path, new Map(starts.map((start, i) => [start, own[i]!]))];
    }),
  );
  return found.flatMap(({ slot: { path, holder, beside }, edit: { start, text } }) => {
    if (/^[\s,]*@/.test(text)) return []; // what it stands before has it then
    const { root, text: source } = after.file(path)!;
    const [from, until] = ranges.get(path)!.get(start)!;
    const isThere = isWithinHolder(root, holder.type, trimmed(root, source, from, until));
    return isThere
      ? []
      : [nodeFinding(project, 'SYNTAX_BROKEN', 'The text is no node of this place.', { path, node: beside ?? holder })];
  });
}

/** A range without white space, commas and comments at its ends: a comment at the end of a block may stand outside of it. */
function trimmed(root: SyntaxNode, source: string, from: number, until: number): readonly [number, number] {
  let [first, last] = [from, until];
  for (;;) {
    while (first < last && /[\s,]/.test(source[first]!)) first++;
    while (first < last && /[\s,]/.test(source[last - 1]!)) last--;
    if (first === last) return [first, last];
    const [before, behind] = [leafAt(root, first), leafAt(root, last - 1)];
    if (isComment(before)) first = Math.min(before.end, last);
    else if (isComment(behind)) last = Math.max(behind.start, first);
    else return [first, last];
  }
}

const childAt = ({ children }: SyntaxNode, offset: number): SyntaxNode | undefined =>
  children[lastAtOrBefore(children.length, (index) => children[index]!.start, offset)];

function leafAt(node: SyntaxNode, offset: number): SyntaxNode {
  const child = childAt(node, offset);
  return child === undefined || child.end <= offset ? node : leafAt(child, offset);
}

/** Whether a range is elements, and nothing but elements, of a node of a type. */
function isWithinHolder(root: SyntaxNode, type: string, [from, until]: readonly [number, number]): boolean {
  let holder = root;
  for (;;) {
    const inner = childAt(holder, from);
    const isHolder = inner !== undefined && inner.end >= until && (inner.start < from || inner.end > until);
    if (!isHolder) break;
    holder = inner;
  }
  const first = childAt(holder, from);
  return holder.type === type && first?.start === from && isElement(first);
}
