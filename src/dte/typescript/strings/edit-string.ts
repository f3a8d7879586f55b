/**
 * editString: the content of string literals, templates, and texts and attributes of JSX. Quotes stay as they are, and so does the
 * spelling of what is not replaced; the new text is spelled for the literal that it stands in.
 */
import type { Finding } from '../../../base/report.ts';
import { sortEdits } from '../../edit.ts';
import type { TextEdit } from '../../edit.ts';
import { refusal } from '../../outcome.ts';
import type { MatchedNode, PatchOutcome, PatchTask } from '../../patch.ts';
import { pathFilter } from '../../path-filter.ts';
import { placesIn, selectionFaults } from '../../selection-faults.ts';
import { compileSelector } from '../../selector/selector.ts';
import { contentValue, replaceContent } from '../../string-content.ts';
import { atNode } from '../finding-at-node.ts';
import { generatedFaults } from '../generated-files.ts';
import type { Needle } from '../literal-places.ts';
import type { TypeScriptProject } from '../project.ts';
import { selectNodes } from '../select.ts';
import type { SelectedRange } from '../select.ts';
import { syntaxFaults } from '../syntax-faults.ts';
import { contentPieces } from './literal-content.ts';
import { memberNameFaults } from './member-names.ts';
import { isProtected } from './protected-strings.ts';
import { isPlainInTemplate, spellingOf } from './spelling.ts';
import { contentsOf } from './string-node.ts';
import type { StringContent } from './string-node.ts';

const HINT =
  ' Directives and module specifiers are strings that are changed only if the selector names what they are in, such as ImportDeclaration > Literal.';

/** Answers the edits of an editString patch, or why it cannot be done. */
export function editString(project: TypeScriptProject, task: PatchTask): PatchOutcome {
  const { patch } = task;
  const { from, to = '' } = patch.details ?? {};
  const selector = compileSelector(patch.selector!);
  const nodes = selectNodes(project, pathFilter([patch.path]), patch.selector!, needleOf(from)).filter(
    (selected) => !isProtected(selected.node, selector.root),
  );
  const found = nodes.flatMap((selected) => edited(selected, from, to));
  const matches = found.map(({ selected: { path, start, end, type } }): MatchedNode => ({ path, start, end, type }));
  const places = placesIn(matches, (path) => project.source(path)!.text);
  const faults = [...selectionFaults(patch, 'strings', places, HINT), ...found.flatMap((one) => contentFault(one, to))];
  if (faults.length > 0) return refusal(faults, matches);
  const edits = sortEdits(found.flatMap((one) => one.edits));
  const broken = [
    ...generatedFaults(project, edits),
    ...syntaxFaults(project, edits),
    ...memberNameFaults(
      project,
      nodes.map(({ node }) => node),
      edits,
    ),
  ];
  return broken.length > 0 ? refusal(broken, matches) : { matches, edits, moves: [], findings: [] };
}

/** Line ends are not looked for: a template has its own. */
function needleOf(from: string | undefined): Needle | undefined {
  if (from === undefined || /[\r\n]/.test(from)) return undefined;
  return { text: from, hasOtherSpellings: (text) => /\\|&[#A-Za-z]/.test(text), isAnywhere: false };
}

interface Edited {
  readonly selected: SelectedRange;
  readonly contents: readonly StringContent[];
  readonly edits: readonly TextEdit[];
  readonly isWhole: boolean;
}

/** A string that holds what is looked for, with its edits; nothing for others. */
function edited(selected: SelectedRange, from: string | undefined, to: string): Edited[] {
  const { path, node } = selected;
  const { text } = node.getSourceFile();
  const contents = contentsOf(selected);
  let count = 0;
  const edits = contents.flatMap(({ start, end, kind, quote }) => {
    const pieces = contentPieces(text, start, end, kind);
    if (from === undefined && contentValue(pieces) === to) return [];
    const replaced = replaceContent(pieces, text, from, to, spellingOf(kind, quote));
    count += replaced.length;
    return replaced.map((edit) => ({ path, ...edit, ...(pieces.length === 0 ? { start, end } : {}) }));
  });
  return count === 0 ? [] : [{ selected, contents, edits, isWhole: from === undefined }];
}

/** A template with expressions has no content that could be replaced as a whole, and some tags see the spelling. */
function contentFault({ selected: { node }, contents, isWhole }: Edited, to: string): Finding[] {
  if (isWhole && contents.length > 1) {
    const message = 'A template with expressions has no one content: name the text within it by details.from.';
    return [atNode('NEEDS_PERSON', message, node)];
  }
  if (!contents.some(({ kind }) => kind === 'raw template') || isPlainInTemplate(to)) return [];
  return [atNode('NEEDS_PERSON', 'The tag of this template sees how the text is spelled, and it needs escapes.', node)];
}
