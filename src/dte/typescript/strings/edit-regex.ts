/** editRegex: what a pattern matches within the nodes that a selector picks, or within the whole files that hold one. */
import { sortEdits } from '../../edit.ts';
import { refusal } from '../../outcome.ts';
import type { MatchedNode, PatchOutcome, PatchTask } from '../../patch.ts';
import { pathFilter } from '../../path-filter.ts';
import { outermost, regexEdit, regexMatches } from '../../regex-edits.ts';
import type { Span } from '../../regex-edits.ts';
import { placesIn, selectionFaults } from '../../selection-faults.ts';
import { generatedFaults } from '../generated-files.ts';
import type { TypeScriptProject } from '../project.ts';
import { selectNodes } from '../select.ts';
import { syntaxFaults } from '../syntax-faults.ts';

/**
 * Answers the edits of an editRegex patch, or why it cannot be done.
 *
 * @throws {LoglineError} PATTERN_INVALID - pattern or replacement cannot be read.
 */
export function editRegex(project: TypeScriptProject, { patch }: PatchTask): PatchOutcome {
  const { details = {} } = patch;
  const edit = regexEdit(details);
  const nodes = selectNodes(project, pathFilter([patch.path]), patch.selector!);
  const matches = nodes.map(({ path, start, end, type }): MatchedNode => ({ path, start, end, type }));
  const paths = [...new Set(nodes.map(({ path }) => path))];
  const found = paths.flatMap((path) => {
    const { text } = project.source(path)!;
    const own = nodes.filter((node) => node.path === path);
    const spans = details.textual === true ? [{ start: 0, end: text.length }] : outermost(own);
    return spans.flatMap((span) => regexMatches(edit, text, span).map((replaced) => ({ path, ...replaced })));
  });
  const textOf = (path: string): string => project.source(path)!.text;
  const faults = selectionFaults(patch, 'matches of the pattern', placesIn(found.map(asMatch), textOf));
  if (faults.length > 0) return refusal(faults, matches);
  const edits = sortEdits(found.filter(({ path, start, end, text }) => textOf(path).slice(start, end) !== text));
  const broken = [...generatedFaults(project, edits), ...syntaxFaults(project, edits)];
  return broken.length > 0 ? refusal(broken, matches) : { matches, edits, moves: [], findings: [] };
}

const asMatch = ({ path, start, end }: Span & { path: string }): MatchedNode => ({ path, start, end, type: '' });
