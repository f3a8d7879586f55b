/** editString: the content of strings. Quotes and prefixes stay, and so does the spelling of what is not replaced. */
import type { Finding } from '../../base/report.ts';
import { sortEdits } from '../edit.ts';
import type { TextEdit } from '../edit.ts';
import { refusal } from '../outcome.ts';
import type { PatchOutcome, PatchTask } from '../patch.ts';
import { placesIn, selectionFaults } from '../selection-faults.ts';
import { contentValue, replaceContent } from '../string-content.ts';
import { editedFaults } from './edited-faults.ts';
import { nodeFinding } from './node-finding.ts';
import { matchesOf } from './selected.ts';
import type { SelectedNode } from './selected.ts';
import type { StringPart } from './string-parts.ts';
import type { SyntaxLanguage } from './syntax-language.ts';

interface Edited {
  readonly selected: SelectedNode;
  readonly parts: readonly StringPart[];
  readonly edits: readonly TextEdit[];
}

/** Answers the edits of an editString patch, or why it cannot be done. */
export function editString(language: SyntaxLanguage, task: PatchTask): PatchOutcome {
  const { patch } = task;
  const { from, to = '' } = patch.details ?? {};
  const found = language.select(task).flatMap((selected) => edited(language, selected, from, to));
  const matches = matchesOf(found.map(({ selected }) => selected));
  const places = placesIn(matches, (path) => language.syntax.source(path)!.text);
  const faults = [
    ...selectionFaults(patch, 'strings', places),
    ...found.flatMap((one) => contentFaults(language, one, from, to)),
  ];
  if (faults.length > 0) return refusal(faults, matches);
  const edits = sortEdits(found.flatMap((one) => one.edits));
  const broken = editedFaults(language.syntax, edits);
  return broken.length > 0 ? refusal(broken, matches) : { matches, edits, moves: [], findings: [] };
}

/** A string that holds what is looked for, with its edits; nothing for others. */
function edited(language: SyntaxLanguage, selected: SelectedNode, from: string | undefined, to: string): Edited[] {
  const { path, node } = selected;
  const { text } = language.syntax.source(path)!;
  const parts = language.stringParts(node, text);
  let count = 0;
  const edits = parts.flatMap(({ start, end, pieces, spell }) => {
    if (from === undefined && contentValue(pieces) === to) return [];
    const replaced = replaceContent(pieces, text, from, to, spell);
    count += replaced.length;
    return replaced.map((edit) => ({ path, ...edit, ...(pieces.length === 0 ? { start, end } : {}) }));
  });
  return count === 0 ? [] : [{ selected, parts, edits }];
}

function contentFaults(
  language: SyntaxLanguage,
  { selected, parts }: Edited,
  from: string | undefined,
  to: string,
): Finding[] {
  const person = (message: string): Finding => nodeFinding(language.syntax, 'NEEDS_PERSON', message, selected);
  if (from === undefined && parts.length > 1)
    return [person('This string has expressions or parts: name the text within it by details.from.')];
  const faults = new Set(parts.map(({ fault }) => fault(to)).filter((fault) => fault !== undefined));
  return [...faults].map((fault) => person(`The new text cannot be written in this string: ${fault}.`));
}
