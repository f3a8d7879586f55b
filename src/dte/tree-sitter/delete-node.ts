/** deleteNode: whole lines with their comments, or elements of lists with their commas. */
import type { Finding } from '../../base/report.ts';
import { sortEdits } from '../edit.ts';
import type { TextEdit } from '../edit.ts';
import { refusal } from '../outcome.ts';
import type { PatchOutcome, PatchTask } from '../patch.ts';
import { editedFaults } from './edited-faults.ts';
import { nodeFinding } from './node-finding.ts';
import type { NodePlace } from './node-finding.ts';
import { outermost } from './outermost.ts';
import {
  elementBeside,
  elementsOf,
  endWithComment,
  lineAbove,
  lineEnd,
  lineStart,
  placingIn,
  sharesLine,
  startWithComments,
  wholeOf,
} from './places.ts';
import { matchesOf, numberFindings } from './selected.ts';
import type { SelectedNode } from './selected.ts';
import type { SyntaxLanguage } from './syntax-language.ts';
import type { SyntaxNode } from './syntax.ts';

/** Answers the edits of a deleteNode patch, or why it cannot be done. */
export function deleteNode(language: SyntaxLanguage, task: PatchTask): PatchOutcome {
  const selected = language.select(task);
  const matches = matchesOf(selected);
  const fault = numberFindings(language.syntax, task, selected);
  if (fault.length > 0) return refusal(fault, matches);
  const whole = outermost(selected.map(({ path, node }) => ({ path, node: wholeOf(node) })));
  const used = task.patch.details?.cascade === true ? [] : language.usesOutside(whole);
  if (used.length > 0)
    return refusal(
      used.map((place) => stillUsed(language, place)),
      matches,
    );
  const holders = holdersOf(whole);
  const parts = whole.map((one) => deletion(language, one, holders));
  const findings = parts.flatMap((part) => ('code' in part ? [part] : []));
  if (findings.length > 0) return refusal(findings, matches);
  const edits = sortEdits(parts.flatMap((part) => ('code' in part ? [] : part)));
  const broken = editedFaults(language.syntax, edits);
  return broken.length > 0 ? refusal(broken, matches) : { matches, edits, moves: [], findings: [] };
}

const stillUsed = (language: SyntaxLanguage, place: NodePlace): Finding =>
  nodeFinding(language.syntax, 'STILL_REFERENCED', 'What is to be deleted is used here.', place);

/** What goes of a body or list. */
interface Holder {
  readonly kept: readonly SyntaxNode[];
  /** Its elements that go and have none that stays behind them. */
  readonly tail: readonly SyntaxNode[];
  /** The first of all that go. */
  readonly first: SyntaxNode;
}

/** Answers what goes of what holds nodes, looked at once for all of its elements. */
function holdersOf(all: readonly SelectedNode[]): ReadonlyMap<SyntaxNode, Holder> {
  const gone = new Set(all.map(({ node }) => node));
  const parents = new Set(all.flatMap(({ node }) => node.parent ?? []));
  return new Map(
    [...parents].map((parent) => {
      const elements = elementsOf(parent);
      const kept = elements.filter((element) => !gone.has(element));
      const tail = elements.slice(elements.findLastIndex((element) => !gone.has(element)) + 1);
      return [parent, { kept, tail, first: parent.children.find((child) => gone.has(child))! }];
    }),
  );
}

function deletion(
  language: SyntaxLanguage,
  { path, node }: SelectedNode,
  holders: ReadonlyMap<SyntaxNode, Holder>,
): TextEdit[] | Finding {
  const { text } = language.syntax.source(path)!;
  const refuse = (why: string): Finding => nodeFinding(language.syntax, 'NEEDS_PERSON', why, { path, node });
  const parent = node.parent;
  const placing = parent === undefined ? 'other' : placingIn(parent);
  if (placing === 'other') return refuse('This cannot be left out without putting something else in its place.');
  const holder = holders.get(parent!)!;
  const isEmptied = holder.kept.length === 0;
  if (placing === 'list') {
    if (isEmptied && parent!.type.startsWith('import_'))
      return refuse('An import needs a name: select the whole statement.');
    if (isEmptied && MEANT_OTHERWISE_EMPTY.has(parent!.type))
      return refuse('Without any element this would mean something else: select the whole of it.');
    return listEdits(node, holder).map((edit) => ({ path, ...edit }));
  }
  if (isEmptied && language.emptyBody !== '' && parent!.type === 'block') {
    const isFirst = elementBeside(node, -1) === undefined;
    if (isFirst) return [{ path, start: node.start, end: node.end, text: language.emptyBody }];
  }
  return sharesLine(node, text)
    ? refuse('This shares its line with something else.')
    : [{ path, ...lineRange(node, text), text: '' }];
}

/** Python's `{}` is a dictionary, and Java's `<>` leaves types to be inferred. */
const MEANT_OTHERWISE_EMPTY: ReadonlySet<string> = new Set(['set', 'type_arguments']);

type Change = Omit<TextEdit, 'path'>;

function listEdits(node: SyntaxNode, holder: Holder): Change[] {
  const [only] = holder.kept;
  const isLone = node.parent!.type === 'tuple' && holder.kept.length === 1 && !hasLastComma(only!, holder);
  // Without a comma, what is in the parentheses is no tuple any more.
  const comma = isLone && node === holder.first ? [{ start: only!.end, end: only!.end, text: ',' }] : [];
  const range = listRange(node, holder);
  return range === undefined ? comma : [...comma, { ...range, text: '' }];
}

const hasLastComma = (only: SyntaxNode, { tail }: Holder): boolean => isComma(childAfter(tail.at(-1) ?? only));
const childAfter = ({ parent, index }: SyntaxNode): SyntaxNode | undefined => parent?.children[index + 1];
const isComma = (node: SyntaxNode | undefined): boolean => node?.type === ',';

/** An element with the comma behind it, or the last ones of all with the comma before them: those are one range, which is that of the first of them. */
function listRange(node: SyntaxNode, { kept, tail }: Holder): { start: number; end: number } | undefined {
  const next = childAfter(node);
  if (tail[0] === undefined || node.start < tail[0].start)
    return { start: node.start, end: isComma(next) ? childAfter(next!)!.start : node.end };
  if (node !== tail[0]) return undefined;
  const last = tail.at(-1)!;
  const behind = childAfter(last);
  if (kept.length === 0) return { start: node.start, end: isComma(behind) ? behind!.end : last.end };
  const before = node.parent!.children[node.index - 1];
  return { start: isComma(before) ? before!.start : node.start, end: last.end };
}

/** The lines of a statement; of empty lines on both sides one side. */
function lineRange(node: SyntaxNode, text: string): { start: number; end: number } {
  const start = lineStart(text, startWithComments(node, text));
  let end = lineEnd(text, endWithComment(node, text));
  const above = lineAbove(text, start);
  const empty = /^(?:[ \t]*(?:\r\n|\r|\n))+/.exec(text.slice(end))?.[0] ?? '';
  if (above.trim() === '' || /[{:]\s*$/.test(above)) end += empty.length;
  return { start, end };
}
