/**
 * renameSymbol: every reference of the symbol that a selector picks. The compiler's rename finds the places, a sweep adds what it misses, and
 * nothing is answered unless all names of the tree are proven to mean what they meant before.
 */
import type { Finding } from '../../base/report.ts';
import { sortEdits } from '../edit.ts';
import type { TextEdit } from '../edit.ts';
import { refusal } from '../outcome.ts';
import type { PatchOutcome, PatchTask } from '../patch.ts';
import { pathFilter } from '../path-filter.ts';
import { filesNaming, meaningsBefore, meaningsChanged } from './binding-proof.ts';
import type { TypeScriptProject } from './project.ts';
import { checkNewName } from './rename-checks.ts';
import { renameEdits } from './rename-locations.ts';
import { pickTargets } from './rename-pick.ts';
import { missingEdits } from './rename-sweep.ts';
import { targetsOf } from './rename-targets.ts';
import type { RenameTarget } from './rename-targets.ts';
import { selectNodes } from './select.ts';
import type { SelectedNode } from './select.ts';

/** Answers the edits of a renameSymbol patch, or why it cannot be proven. */
export function renameSymbol(project: TypeScriptProject, task: PatchTask): PatchOutcome {
  const { path, selector } = task.patch;
  return renameSelected(project, task, selectNodes(project, pathFilter([path]), selector!));
}

/** Answers the same for nodes that were selected already. */
export function renameSelected(
  project: TypeScriptProject,
  task: PatchTask,
  nodes: readonly SelectedNode[],
): PatchOutcome {
  const { details = {} } = task.patch;
  const matches = nodes.map(({ path: at, node, type }) => ({ path: at, start: node.getStart(), end: node.end, type }));
  const { targets, findings } = pickTargets(targetsOf(project.checker, nodes), nodes, task.patch);
  if (findings.length > 0 || targets.length === 0) return refusal(findings, matches);
  const faults = targets.flatMap((target) => checkNewName(target, details.newName!));
  if (faults.length > 0) return refusal(faults, matches);
  const edits = editsOf(project, targets, details.newName!);
  return edits.findings.length > 0 ? refusal(edits.findings, matches) : { matches, moves: [], ...edits };
}

function editsOf(
  project: TypeScriptProject,
  targets: readonly RenameTarget[],
  newName: string,
): { edits: TextEdit[]; findings: Finding[] } {
  const names = [...new Set([...targets.map(({ name }) => name), newName])];
  const paths = filesNaming(project, names);
  const before = meaningsBefore(project, paths, names);
  const edits = sortEdits(
    targets.flatMap((target) => {
      const found = renameEdits(project, target.declarations, newName);
      return [...found, ...missingEdits(project, target, before, found, newName)];
    }),
  );
  return { edits, findings: meaningsChanged(project, paths, names, before, edits) };
}
