/** renameSymbol in Python: scopes decide what a name means; what depends on types that cannot be known is refused. */
import type { Finding } from '../../base/report.ts';
import { sortEdits } from '../edit.ts';
import type { TextEdit } from '../edit.ts';
import { refusal } from '../outcome.ts';
import type { PatchOutcome, PatchTask } from '../patch.ts';
import { faultFindings, unreadableFindings } from '../tree-sitter/node-finding.ts';
import { checkRenaming } from '../tree-sitter/rename-proof.ts';
import { matchesOf, numberFindings } from '../tree-sitter/selected.ts';
import type { SelectedNode } from '../tree-sitter/selected.ts';
import { wordsIn } from '../tree-sitter/words.ts';
import { NameUses } from './name-uses.ts';
import type { PythonProject } from './project.ts';
import { aliasFindings, looseFindings } from './rename-checks.ts';
import { docChanges } from './rename-docs.ts';
import { pickTarget } from './rename-target.ts';
import type { RenameTarget } from './rename-target.ts';
import { mentionEdits, mentionFindings } from './rename-mentions.ts';

export function renameSymbol(project: PythonProject, task: PatchTask): PatchOutcome {
  return renameSelected(project, task, project.select(task));
}

/** Answers what renaming the symbols of some nodes would do. */
export function renameSelected(
  project: PythonProject,
  task: PatchTask,
  selected: readonly SelectedNode[],
): PatchOutcome {
  const matches = matchesOf(selected);
  const isByName = task.patch.details?.attributes === 'byName';
  const fault = numberFindings(project.syntax, isByName ? withoutCount(task) : task, selected);
  if (fault.length > 0 || selected.length === 0) return refusal(fault, matches);
  const picked = pickTarget(project, task, selected);
  if ('findings' in picked) return refusal(picked.findings, matches);
  const docs = docChanges(project, picked, task);
  const edits = sortEdits([...picked.edits, ...mentionEdits(picked, task), ...docs.edits]);
  const open = [...aliasFindings(project, picked, task), ...docs.findings];
  const findings = open.length > 0 ? open : findingsOf(project, picked, edits, task);
  return findings.length > 0 ? refusal(findings, matches) : { matches, edits, moves: [], findings: [] };
}

/** By name, the count is that of the attributes. */
const withoutCount = (task: PatchTask): PatchTask => {
  const { expectCount: _, ...details } = task.patch.details!;
  return { ...task, patch: { ...task.patch, details } };
};

function findingsOf(
  project: PythonProject,
  target: RenameTarget,
  edits: readonly TextEdit[],
  task: PatchTask,
): Finding[] {
  const { oldName, newName } = target;
  const names = [oldName, newName];
  const files = project.syntax.mentioning(names).filter((path) => names.some((name) => hasWord(project, path, name)));
  const unreadable = [...faultFindings(project.syntax, files), ...unreadableFindings(project.syntax, names)];
  if (unreadable.length > 0) return unreadable;
  const loose = [...looseFindings(project, target, task), ...mentionFindings(project, target, task)];
  if (loose.length > 0) return loose;
  const after = project.after(edits);
  const proof = checkRenaming(
    { ...target, project: project.syntax, edits, moves: [] },
    new NameUses(after.tree, names).all(),
  );
  return proof.length > 0 ? proof : faultFindings(after.syntax, [...new Set(edits.map(({ path }) => path))]);
}

const hasWord = (project: PythonProject, path: string, name: string): boolean =>
  wordsIn(project.syntax.source(path)!.text, name).length > 0;
