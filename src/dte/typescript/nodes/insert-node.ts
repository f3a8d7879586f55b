/**
 * insertNode: a new element of a list that a node is in, or that its body is.
 *
 * The proof: the list has exactly the new elements more, every name that was there means what it meant, and names in the new text mean
 * something. What is there already is not inserted again.
 */
import { WritingRoom, sortEdits } from '../../edit.ts';
import type { Finding } from '../../../base/report.ts';
import { refusal } from '../../outcome.ts';
import type { PatchOutcome, PatchTask } from '../../patch.ts';
import { atNode } from '../finding-at-node.ts';
import type { TypeScriptProject } from '../project.ts';
import type { SelectedNode } from '../select.ts';
import { ts } from '../ts.ts';
import { checkInserted } from './check-inserted.ts';
import type { ListKind, NodeList } from './node-list.ts';
import { insertionEdits, isImport } from './insertion.ts';
import { checkScope, pickNodes } from './picked-nodes.ts';
import { candidateLists, placeIn } from './places.ts';
import type { PlacedSnippet } from './places.ts';
import { parseSnippet, tokensOf } from './snippet.ts';
import type { Snippet } from './snippet.ts';

/** Answers the edits of an insertNode patch, or why it cannot be proven. @throws {LoglineError} LIMIT_EXCEEDED - as `WritingRoom` */
export function insertNode(project: TypeScriptProject, task: PatchTask): PatchOutcome {
  const { nodes, matches, findings } = pickNodes(project, task);
  if (findings.length > 0) return refusal(findings, matches);
  const room = new WritingRoom(); // before the text is read at all these places
  for (let left = nodes.length; left > 0; left--) room.take(task.patch.details?.text?.length ?? 0);
  const placed = nodes.map((node) => placeFor(node, task));
  const misplaced = placed.flatMap((each) => ('code' in each ? [each] : []));
  if (misplaced.length > 0) return refusal(misplaced, matches);
  const missing = unique(placed.flatMap((each) => ('code' in each || isThere(each) ? [] : [each])));
  const edits = sortEdits(missing.flatMap(({ path, place, snippet }) => insertionEdits(path, place, snippet)));
  const reasons = checkScope(project, task, edits);
  const faults = reasons.length > 0 || edits.length === 0 ? reasons : checkInserted(project, missing, edits);
  return faults.length > 0 ? refusal(faults, matches) : { matches, edits, moves: [], findings: [] };
}

function placeFor(selected: SelectedNode, { patch }: PatchTask): PlacedSnippet | Finding {
  const { position = 'after', text = '' } = patch.details ?? {};
  const { path, node } = selected;
  const lists = candidateLists(selected, position);
  for (const list of lists) {
    const snippet = parseSnippet(text, list.kind, node.getSourceFile().fileName);
    if (snippet === undefined || isMistaken(snippet, lists.length)) continue;
    return { path, position, snippet, place: placeIn(list, selected, position, snippet.nodes.some(isImport)) };
  }
  if (lists.length === 0)
    return atNode('NEEDS_PERSON', `Nothing can be put ${WHERE[position]} this: it is in no list.`, node);
  const kinds = lists.map(({ kind }) => kind).join(' or ');
  return atNode('SYNTAX_BROKEN', `The text is not what can stand ${WHERE[position]} this: ${kinds}.`, node);
}

const WHERE = { before: 'before', after: 'behind', first: 'first in', last: 'last in' } as const;

/** `a: b` is a parameter, although it parses as a statement with a label. */
const isMistaken = ({ nodes }: Snippet, lists: number): boolean =>
  lists > 1 && nodes.some((node) => ts.isLabeledStatement(node) && ts.isExpressionStatement(node.statement));

/** Whether the snippet is there: right at its place, or anywhere in the list where the same element twice would make no sense. */
function isThere({ place, snippet, position }: PlacedSnippet): boolean {
  const { list, anchor, side } = place;
  const wanted = snippet.nodes.map(tokensOf);
  const isFound = (tokens: string, at: number): boolean => {
    const node = list.nodes[at];
    return node !== undefined && tokensOf(node) === tokens;
  };
  if (snippet.nodes.every((node) => isOnce(list.kind, node))) {
    const all = allTokens(list);
    if (wanted.every((tokens) => all.has(tokens))) return true;
  }
  const at = anchor === undefined ? 0 : list.nodes.indexOf(anchor);
  // a selector may well pick what was inserted
  if (anchor !== undefined && wanted.length === 1 && isFound(wanted[0]!, at)) return true;
  const isEnd = position === 'first' || position === 'last';
  const start = side === 'after' ? at + 1 - (isEnd ? wanted.length : 0) : at - (isEnd ? 0 : wanted.length);
  return start >= 0 && wanted.every((tokens, i) => isFound(tokens, start + i));
}

const LIST_TOKENS = new WeakMap<NodeList, ReadonlySet<string>>();

/** What is in a list, which is looked at for each place in it. */
function allTokens(list: NodeList): ReadonlySet<string> {
  let tokens = LIST_TOKENS.get(list);
  if (tokens === undefined) LIST_TOKENS.set(list, (tokens = new Set(list.nodes.map(tokensOf))));
  return tokens;
}

const REPEATED: readonly ListKind[] = ['elements', 'arguments', 'children', 'tuple', 'typeArguments'];

function isOnce(kind: ListKind, node: ts.Node): boolean {
  if (kind !== 'statements') return !REPEATED.includes(kind);
  return ts.isDeclarationStatement(node) || ts.isVariableStatement(node);
}

/** Two selected nodes may mean one place. */
function unique(all: readonly PlacedSnippet[]): PlacedSnippet[] {
  const keyOf = ({ path, place: { list, anchor, side } }: PlacedSnippet): string =>
    [path, list.kind, list.open, anchor?.pos ?? '', side].join(':');
  return [...new Map(all.map((each) => [keyOf(each), each])).values()];
}
