/** deleteNode: whole lines with their comments, or elements of lists with their commas. */
import type { Finding } from '../../base/report.ts';
import { sortEdits } from '../edit.ts';
import type { TextEdit } from '../edit.ts';
import { refusal } from '../outcome.ts';
import type { PatchOutcome, PatchTask } from '../patch.ts';
import { editedFaults } from './edited-faults.ts';
import { nodeFinding } from './node-finding.ts';
import type { NodePlace } from './node-finding.ts';
import {
  elementsOf,
  endWithComment,
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
  const whole = outer(selected.map(({ path, node }) => ({ path, node: wholeOf(node) })));
  const used = task.patch.details?.cascade === true ? [] : language.usesOutside(whole);
  if (used.length > 0)
    return refusal(
      used.map((place) => stillUsed(language, place)),
      matches,
    );
  const parts = whole.map((one) => deletion(language, one, whole));
  const findings = parts.flatMap((part) => ('code' in part ? [part] : []));
  if (findings.length > 0) return refusal(findings, matches);
  const edits = sortEdits(parts.flatMap((part) => ('code' in part ? [] : [part])));
  const broken = editedFaults(language.syntax, edits);
  return broken.length > 0 ? refusal(broken, matches) : { matches, edits, moves: [], findings: [] };
}

const stillUsed = (language: SyntaxLanguage, place: NodePlace): Finding =>
  nodeFinding(language.syntax, 'STILL_REFERENCED', 'What is to be deleted is used here.', place);

/** Nodes that are not within others of them. */
function outer(nodes: readonly SelectedNode[]): SelectedNode[] {
  return nodes.filter(
    ({ path, node }, index) =>
      !nodes.some((other, at) => {
        const holds = other.path === path && other.node.start <= node.start && node.end <= other.node.end;
        return holds && (other.node !== node || at < index);
      }),
  );
}

function deletion(
  language: SyntaxLanguage,
  { path, node }: SelectedNode,
  all: readonly SelectedNode[],
): TextEdit | Finding {
  const { text } = language.syntax.source(path)!;
  const refuse = (why: string): Finding => nodeFinding(language.syntax, 'NEEDS_PERSON', why, { path, node });
  const parent = node.parent;
  const placing = parent === undefined ? 'other' : placingIn(parent);
  if (placing === 'other') return refuse('This cannot be left out without putting something else in its place.');
  const rest = elementsOf(parent!).filter((element) => !all.some((one) => one.node === element));
  if (placing === 'list') {
    if (rest.length === 0 && parent!.type.startsWith('import_'))
      return refuse('An import needs a name: select the whole statement.');
    return { path, ...listRange(node, parent!), text: '' };
  }
  if (rest.length === 0 && language.emptyBody !== '' && parent!.type === 'block') {
    const isFirst = elementsOf(parent!)[0] === node;
    if (isFirst) return { path, start: node.start, end: node.end, text: language.emptyBody };
  }
  return sharesLine(node, text)
    ? refuse('This shares its line with something else.')
    : { path, ...lineRange(node, text), text: '' };
}

/** An element with the comma behind it, or of the last one the comma before it. */
function listRange(node: SyntaxNode, list: SyntaxNode): { start: number; end: number } {
  const index = list.children.indexOf(node);
  const next = list.children[index + 1];
  const before = list.children[index - 1];
  if (next?.type === ',') {
    const behind = list.children[index + 2];
    const isNextElement = behind?.isNamed === true;
    if (isNextElement) return { start: node.start, end: behind.start };
    if (before?.type !== ',') return { start: node.start, end: next.end };
  }
  const start = before?.type === ',' ? before.start : node.start;
  return { start, end: node.end };
}

/** The lines of a statement; of empty lines on both sides one side. */
function lineRange(node: SyntaxNode, text: string): { start: number; end: number } {
  const start = lineStart(text, startWithComments(node, text));
  let end = lineEnd(text, endWithComment(node, text));
  const isEmptyBefore = start === 0 || /(?:^|\n|\r)[ \t]*(?:\r\n|\r|\n)$/.test(text.slice(0, start));
  const empty = /^(?:[ \t]*(?:\r\n|\r|\n))+/.exec(text.slice(end))?.[0] ?? '';
  const isBodyStart = /[{:][ \t]*(?:\r\n|\r|\n)$/.test(text.slice(0, start));
  if (isEmptyBefore || isBodyStart) end += empty.length;
  return { start, end };
}
