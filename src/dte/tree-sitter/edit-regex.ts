/** editRegex: what a pattern matches within the nodes that a selector picks, or within the whole files that hold one. */
import { byPath, sortEdits } from '../edit.ts';
import { refusal } from '../outcome.ts';
import type { PatchOutcome, PatchTask } from '../patch.ts';
import { outermost, regexEdit, regexMatches } from '../regex-edits.ts';
import { placesIn, selectionFaults } from '../selection-faults.ts';
import { editedFaults } from './edited-faults.ts';
import { matchesOf } from './selected.ts';
import type { SyntaxLanguage } from './syntax-language.ts';

/**
 * Answers the edits of an editRegex patch, or why it cannot be done.
 *
 * @throws {LoglineError} PATTERN_INVALID - pattern or replacement cannot be read. LIMIT_EXCEEDED - as `regexMatches`.
 */
export function editRegex(language: SyntaxLanguage, task: PatchTask): PatchOutcome {
  const { patch } = task;
  const { details = {} } = patch;
  const edit = regexEdit(details);
  const matches = matchesOf(language.select(task));
  const textOf = (path: string): string => language.syntax.source(path)!.text;
  const found = [...byPath(matches)].flatMap(([path, own]) => {
    const text = textOf(path);
    const spans = details.textual === true ? [{ start: 0, end: text.length }] : outermost(own);
    return spans.flatMap((span) => regexMatches(edit, text, span).map((replaced) => ({ path, ...replaced })));
  });
  const places = placesIn(
    found.map((one) => ({ ...one, type: '' })),
    textOf,
  );
  const faults = selectionFaults(patch, 'matches of the pattern', places);
  if (faults.length > 0) return refusal(faults, matches);
  const edits = sortEdits(found.filter(({ path, start, end, text }) => textOf(path).slice(start, end) !== text));
  const broken = editedFaults(language.syntax, edits);
  return broken.length > 0 ? refusal(broken, matches) : { matches, edits, moves: [], findings: [] };
}
