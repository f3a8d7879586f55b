/** editRegex: what a pattern matches within the nodes that a selector picks, or within the whole files that hold one. */
import { byPath, sortEdits } from '../../edit.ts';
import { refusal } from '../../outcome.ts';
import type { MatchedNode, PatchOutcome, PatchTask } from '../../patch.ts';
import { pathFilter } from '../../path-filter.ts';
import { outermost, regexEdit, regexMatches } from '../../regex-edits.ts';
import type { RegexEdit, Replaced, Span } from '../../regex-edits.ts';
import { placesIn, selectionFaults } from '../../selection-faults.ts';
import { generatedFaults } from '../generated-files.ts';
import type { TypeScriptProject } from '../project.ts';
import { selectNodes } from '../select.ts';
import type { SelectedRange } from '../select.ts';
import { syntaxFaults } from '../syntax-faults.ts';

/**
 * Answers the edits of an editRegex patch, or why it cannot be done.
 *
 * @throws {LoglineError} PATTERN_INVALID - pattern or replacement cannot be read. LIMIT_EXCEEDED - as `regexMatches`.
 */
export function editRegex(project: TypeScriptProject, { patch }: PatchTask): PatchOutcome {
  const { details = {} } = patch;
  const edit = regexEdit(details);
  const needle = { text: edit.required, hasOtherSpellings: () => false, isAnywhere: details.textual === true };
  const nodes = selectNodes(project, pathFilter([patch.path]), patch.selector!, needle);
  const textOf = (path: string): string => project.source(path)!.text;
  const all = [...byPath(nodes)].map(([path, own]) => matched(edit, textOf(path), own, details.textual === true));
  const found = all.flatMap(({ replaced }) => replaced);
  const matches = all.flatMap((one) => one.matches);
  const faults = selectionFaults(patch, 'matches of the pattern', placesIn(found.map(asMatch), textOf));
  if (faults.length > 0) return refusal(faults, matches);
  const edits = sortEdits(found.filter(({ path, start, end, text }) => textOf(path).slice(start, end) !== text));
  const broken = [...generatedFaults(project, edits), ...syntaxFaults(project, edits)];
  return broken.length > 0 ? refusal(broken, matches) : { matches, edits, moves: [], findings: [] };
}

interface Matched {
  /** The nodes in which the pattern matches something; where whole texts count, all of them if the text has a match. */
  readonly matches: readonly MatchedNode[];
  readonly replaced: readonly (Replaced & { readonly path: string })[];
}

function matched(edit: RegexEdit, text: string, nodes: readonly SelectedRange[], isTextual: boolean): Matched {
  const [{ path }] = nodes as [SelectedRange];
  const whole = { start: 0, end: text.length };
  const replaced = (isTextual ? [whole] : outermost(nodes)).flatMap((span) => regexMatches(edit, text, span));
  const holding = nodes.filter((node) => (isTextual ? replaced.length > 0 : holdsOne(node, replaced)));
  return {
    matches: holding.map(({ start, end, type }) => ({ path, start, end, type })),
    replaced: replaced.map((one) => ({ path, ...one })),
  };
}

/** Whether one of the matches, which are in order and apart from each other, lies within a range. */
function holdsOne({ start, end }: Span, replaced: readonly Span[]): boolean {
  let low = 0;
  for (let high = replaced.length; low < high;) {
    const middle = (low + high) >> 1;
    if (replaced[middle]!.start < start) low = middle + 1;
    else high = middle;
  }
  return (replaced[low]?.end ?? Infinity) <= end;
}

const asMatch = ({ path, start, end }: Span & { path: string }): MatchedNode => ({ path, start, end, type: '' });
