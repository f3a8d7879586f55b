/** renameSymbol in Java: declarations decide what a name means; what needs types that cannot be had is refused. */
import type { Finding } from '../../base/report.ts';
import { sortEdits } from '../edit.ts';
import type { TextEdit } from '../edit.ts';
import { refusal } from '../outcome.ts';
import type { FileMove, PatchOutcome, PatchTask } from '../patch.ts';
import { faultFindings, unreadableFindings } from '../tree-sitter/node-finding.ts';
import { checkRenaming } from '../tree-sitter/rename-proof.ts';
import { matchesOf, numberFindings } from '../tree-sitter/selected.ts';
import type { SelectedNode } from '../tree-sitter/selected.ts';
import { nodesOfTypes, wordEdits, wordsIn } from '../tree-sitter/words.ts';
import { JavaNames } from './name-uses.ts';
import type { JavaProject } from './project.ts';
import { docChanges } from './rename-docs.ts';
import { aliasFindings, looseFindings } from './rename-checks.ts';
import { mentionFindings } from './rename-mentions.ts';
import { pickTarget } from './rename-target.ts';
import type { RenameTarget } from './rename-target.ts';

export function renameSymbol(project: JavaProject, task: PatchTask): PatchOutcome {
  return renameSelected(project, task, project.select(task));
}

/** Answers what renaming the symbols of some nodes would do. */
export function renameSelected(project: JavaProject, task: PatchTask, selected: readonly SelectedNode[]): PatchOutcome {
  const matches = matchesOf(selected);
  const fault = numberFindings(project.syntax, task, selected);
  if (fault.length > 0 || selected.length === 0) return refusal(fault, matches);
  const picked = pickTarget(project, task, selected);
  if ('findings' in picked) return refusal(picked.findings, matches);
  const docs = docChanges(project, picked, task);
  const edits = sortEdits([...picked.edits, ...textEdits(project, picked, task), ...docs.edits]);
  const moves = movesOf(picked);
  const open = [...aliasFindings(project, picked, task), ...docs.findings];
  const findings = open.length > 0 ? open : findingsOf(project, picked, { edits, moves }, task);
  return findings.length > 0 ? refusal(findings, matches) : { matches, edits, moves, findings: [] };
}

/** The name in comments and strings, where `details` asks for it. */
function textEdits(project: JavaProject, { oldName, newName, edits }: RenameTarget, { patch }: PatchTask): TextEdit[] {
  const { comments, strings } = patch.details ?? {};
  const types = [
    ...(comments === true ? ['line_comment', 'block_comment'] : []),
    ...(strings === true ? ['string_fragment', 'multiline_string_fragment'] : []),
  ];
  return [...new Set(edits.map(({ path }) => path))].flatMap((path) => {
    const file = project.syntax.file(path)!;
    return wordEdits(file, nodesOfTypes(file.root, types), [oldName, newName]);
  });
}

/** A file that is named after its type moves with it. */
function movesOf({ types, oldName, newName }: RenameTarget): FileMove[] {
  return types
    .filter(
      ({ node, path }) =>
        node.parent?.type === 'program' && path.slice(path.lastIndexOf('/') + 1) === `${oldName}.java`,
    )
    .map(({ path }) => ({ from: path, to: `${path.slice(0, path.lastIndexOf('/') + 1)}${newName}.java` }));
}

function findingsOf(
  project: JavaProject,
  target: RenameTarget,
  { edits, moves }: { readonly edits: readonly TextEdit[]; readonly moves: readonly FileMove[] },
  task: PatchTask,
): Finding[] {
  const { oldName, newName } = target;
  const names = [oldName, newName];
  const files = project.syntax
    .mentioning(names)
    .filter((path) => names.some((name) => wordsIn(project.syntax.source(path)!.text, name).length > 0));
  const unreadable = [...faultFindings(project.syntax, files), ...unreadableFindings(project.syntax, names)];
  if (unreadable.length > 0) return unreadable;
  const taken = moves.filter(({ to }) => project.syntax.tree.modes.has(to));
  if (taken.length > 0)
    return taken.map(({ to }) => ({ code: 'TARGET_EXISTS', message: `${to} exists already.`, path: to }));
  const loose = [...looseFindings(project, target), ...mentionFindings(project, target, task)];
  if (loose.length > 0) return loose;
  const after = project.after(edits, moves);
  const old = new Map(moves.map(({ from, to }) => [to, from]));
  const uses = new JavaNames(after.tree, names, (path) => old.get(path) ?? path).all();
  const proof = checkRenaming({ ...target, project: project.syntax, edits, moves }, uses);
  return proof.length > 0 ? proof : faultFindings(after.syntax, [...new Set(uses.map(({ path }) => path))]);
}
