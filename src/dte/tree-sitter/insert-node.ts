/** insertNode: a statement on lines of its own, indented like its neighbours, or an element of a list. */
import type { Finding } from '../../base/report.ts';
import { WritingRoom, sortEdits } from '../edit.ts';
import type { TextEdit } from '../edit.ts';
import { refusal } from '../outcome.ts';
import type { PatchOutcome, PatchTask } from '../patch.ts';
import { dominantEol } from '../source-text.ts';
import { editedFaults } from './edited-faults.ts';
import { nodeFinding } from './node-finding.ts';
import { placeFaults } from './place-faults.ts';
import type { Insertion, Slot } from './place-faults.ts';
import {
  elementBeside,
  elementsOf,
  endWithComment,
  indentAt,
  lineEnd,
  lineStart,
  placingIn,
  sharesLine,
  startWithComments,
  wholeOf,
} from './places.ts';
import type { SyntaxProject } from './project.ts';
import { matchesOf, numberFindings } from './selected.ts';
import type { SelectedNode } from './selected.ts';
import type { SyntaxLanguage } from './syntax-language.ts';
import { childOf } from './syntax.ts';
import type { SyntaxNode } from './syntax.ts';

/**
 * Answers the edits of an insertNode patch, or why it cannot be done.
 *
 * @param checkInserted - answers why names in the new text, or others because of them, do not mean what they should
 */
export function insertNode(
  language: SyntaxLanguage,
  task: PatchTask,
  checkInserted: (edits: readonly TextEdit[]) => readonly Finding[],
): PatchOutcome {
  const selected = language.select(task);
  const matches = matchesOf(selected);
  const fault = numberFindings(language.syntax, task, selected);
  if (fault.length > 0) return refusal(fault, matches);
  const text = task.patch.details!.text!;
  const room = new WritingRoom(); // before the text is written at all these places
  const known = new KnownElements(language.syntax);
  const parts = selected.map((one) => {
    room.take(text.length);
    return insertion(language, one, task, known);
  });
  const findings = parts.flatMap((part) => ('code' in part ? [part] : []));
  if (findings.length > 0) return refusal(findings, matches);
  const found = parts.flatMap((part) => ('code' in part ? [] : [part]));
  const edits = sortEdits(found.map(({ edit }) => edit));
  const broken = [...editedFaults(language.syntax, edits), ...placeFaults(language.syntax, found, edits)];
  const wrong = broken.length > 0 ? broken : checkInserted(edits);
  return wrong.length > 0 ? refusal(wrong, matches) : { matches, edits, moves: [], findings: [] };
}

/** The texts of what stands in bodies and lists, white space apart. */
class KnownElements {
  readonly #project: SyntaxProject;
  readonly #texts = new Map<SyntaxNode, ReadonlySet<string>>();

  constructor(project: SyntaxProject) {
    this.#project = project;
  }

  has({ path, holder }: Slot, text: string): boolean {
    let texts = this.#texts.get(holder);
    if (texts === undefined) {
      const source = this.#project.source(path)!.text;
      texts = new Set(elementsOf(holder).map(({ start, end }) => plain(source.slice(start, end))));
      this.#texts.set(holder, texts);
    }
    return texts.has(plain(text));
  }
}

const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

function insertion(
  language: SyntaxLanguage,
  one: SelectedNode,
  { patch }: PatchTask,
  known: KnownElements,
): Insertion | Finding {
  const { position, text = '' } = patch.details!;
  const refuse = (code: Finding['code'], why: string): Finding => nodeFinding(language.syntax, code, why, one);
  const slot = slotOf(language, one, position!);
  if (slot === undefined)
    return refuse(
      'NEEDS_PERSON',
      'There is no place for a node here: select a statement, an element of a list, or what holds them.',
    );
  const source = language.syntax.source(one.path)!.text;
  if (known.has(slot, text)) return refuse('TARGET_EXISTS', 'The same node is there already.');
  const isList = placingIn(slot.holder) === 'list';
  if (!isList && slot.beside !== undefined && sharesLine(slot.beside, source))
    return refuse('NEEDS_PERSON', 'What is beside the place shares its line with something else.');
  return { slot, edit: { path: one.path, ...(isList ? inList(slot, text) : inBody(language, slot, source, text)) } };
}

function slotOf(
  language: SyntaxLanguage,
  { path, node }: SelectedNode,
  position: 'before' | 'after' | 'first' | 'last',
): Slot | undefined {
  if (position === 'before' || position === 'after') {
    const beside = wholeOf(node);
    const holder = beside.parent;
    if (holder === undefined || placingIn(holder) === 'other') return undefined;
    return { path, holder, beside, isAfter: position === 'after' };
  }
  const holder = placingIn(node) === 'other' || node.type === 'decorated_definition' ? bodyOf(node) : node;
  if (holder === undefined || placingIn(holder) === 'other') return undefined;
  const elements = elementsOf(holder);
  if (position === 'last') return { path, holder, beside: elements.at(-1), isAfter: true };
  const [first] = elements;
  const isDocumented = first !== undefined && language.isDocumentation(first);
  return { path, holder, beside: first, isAfter: isDocumented };
}

const bodyOf = (node: SyntaxNode): SyntaxNode | undefined =>
  childOf(node, 'body') ??
  childOf(node, 'consequence') ??
  childOf(childOf(node, 'definition'), 'body') ??
  childOf(node, 'arguments');

type Change = Omit<TextEdit, 'path'>;

function inList({ holder, beside, isAfter }: Slot, text: string): Change {
  if (beside === undefined) {
    const at = holder.children[0]?.end ?? holder.start;
    return { start: at, end: at, text };
  }
  return isAfter
    ? { start: beside.end, end: beside.end, text: `, ${text}` }
    : { start: beside.start, end: beside.start, text: `${text}, ` };
}

function inBody(language: SyntaxLanguage, slot: Slot, source: string, text: string): Change {
  const { holder, beside, isAfter } = slot;
  const eol = dominantEol(source);
  if (beside === undefined) return inEmptyBody(language, holder, source, text);
  const lines = indented(text, indentAt(source, beside.start), eol);
  const gap = text.startsWith('@') && !text.includes('\n') ? '' : eol.repeat(gapBeside(slot, source));
  if (!isAfter) {
    const at = lineStart(source, startWithComments(beside, source));
    return { start: at, end: at, text: `${lines}${eol}${gap}` };
  }
  const end = lineEnd(source, endWithComment(beside, source));
  const isOpen = end === source.length && !/[\r\n]$/.test(source);
  return { start: end, end, text: isOpen ? `${eol}${gap}${lines}` : `${gap}${lines}${eol}` };
}

/** A body in braces without anything in it, or an empty file. */
function inEmptyBody(language: SyntaxLanguage, holder: SyntaxNode, source: string, text: string): Change {
  const eol = dominantEol(source);
  const [open, close] = [holder.children[0], holder.children.at(-1)];
  if (open?.type !== '{' || close === undefined) return { start: holder.end, end: holder.end, text: `${text}${eol}` };
  const indent = indentAt(
    source,
    lineStart(source, holder.start) + /^[ \t]*/.exec(source.slice(lineStart(source, holder.start)))![0].length,
  );
  const isBlank = source.slice(open.end, close.start).trim() === '';
  const start = isBlank ? open.end : close.start;
  return {
    start,
    end: close.start,
    text: `${eol}${indented(text, indent + language.indentUnit(source), eol)}${eol}${indent}`,
  };
}

/** A text of several lines keeps the shape that it has. */
function indented(text: string, indent: string, eol: string): string {
  const lines = text.replace(/\s+$/, '').split(/\r\n|\r|\n/);
  const rest = lines.slice(1).filter((line) => line.trim() !== '');
  const common = Math.min(...rest.map((line) => /^[ \t]*/.exec(line)![0].length), /^[ \t]*/.exec(lines[0]!)![0].length);
  return lines.map((line) => (line.trim() === '' ? '' : indent + line.slice(common))).join(eol);
}

/** Answers how many empty lines stand between definitions here. */
function gapBeside({ holder, beside, isAfter }: Slot, source: string): number {
  if (!/definition|declaration/.test(beside!.type) || /^(?:local|import|package|field)/.test(beside!.type)) return 0;
  const [previous, next] = [elementBeside(beside!, -1), elementBeside(beside!, 1)];
  const pairs = [
    [beside, next],
    [previous, beside],
  ] as const;
  for (const [one, other] of isAfter ? pairs : pairs.toReversed()) {
    if (one === undefined || other === undefined) continue;
    const between = source.slice(endWithComment(one, source), startWithComments(other, source));
    return Math.max(0, between.split(/\r\n|\r|\n/).length - 2);
  }
  return holder.type === 'module' ? 2 : 1;
}
