/**
 * renameSymbol: every reference of the symbol that a selector picks. The compiler's rename finds the places, a sweep adds what it misses, and
 * nothing is answered unless all names of the tree are proven to mean what they meant before.
 */
import type { Finding } from '../../base/report.ts';
import { sortEdits } from '../edit.ts';
import type { TextEdit } from '../edit.ts';
import type { PatchDetails } from '../generated/types.ts';
import { refusal } from '../outcome.ts';
import type { PatchOutcome, PatchTask } from '../patch.ts';
import { pathFilter } from '../path-filter.ts';
import { filesNaming, meaningsBefore, meaningsChanged } from './binding-proof.ts';
import type { Occurrence } from './meaning.ts';
import { nodesAt } from './names.ts';
import type { NameNode } from './names.ts';
import { newDoubles, newSyntaxErrors } from './diagnostics.ts';
import type { TypeScriptProject } from './project.ts';
import { keptExport } from './rename-aliases.ts';
import { checkElements, checkNewName } from './rename-checks.ts';
import { collisions } from './rename-collisions.ts';
import { otherImplementations } from './rename-ambient.ts';
import { factoryFaults, namesOfJsx } from './rename-factories.ts';
import { hoistingFaults } from './rename-hoisting.ts';
import { forbiddenEdits } from './rename-limits.ts';
import { renameEdits } from './rename-locations.ts';
import { pickTargets } from './rename-pick.ts';
import { relatedNames, unknownBases } from './rename-related.ts';
import { needsWhole, structuralFaults } from './rename-structure.ts';
import { missingEdits, usesByDeclaration } from './rename-sweep.ts';
import type { UsesByDeclaration } from './rename-sweep.ts';
import { declarationPath, namesOf, targetsOf } from './rename-targets.ts';
import type { RenameTarget } from './rename-targets.ts';
import { uncertainUses } from './rename-uncertain.ts';
import { hiddenUses } from './rename-hidden.ts';
import { unusedFaults } from './rename-unused.ts';
import { wordEdits } from './rename-words.ts';
import type { Renaming } from './renaming.ts';
import { isSameProgram } from './same-program.ts';
import { selectNodes } from './select.ts';
import type { SelectedNode } from './select.ts';
import { ts } from './ts.ts';

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
  const names = [...new Set(nodes.flatMap(({ node }) => namesOf(node).map(({ text }) => text)))];
  const newName = task.patch.details?.newName ?? '';
  if (names.length > MOST_NAMES) project.widen();
  const part = project.within([...names, newName, `#${newName}`], () => planned(project, task, nodes));
  if (part !== undefined) return part;
  project.widen();
  return planned(project, task, nodes)!;
}

/** Of more names than these, hardly a file is free. */
const MOST_NAMES = 20;

/** Answers `undefined` where it takes more than a part of the program. */
function planned(
  project: TypeScriptProject,
  task: PatchTask,
  selected: readonly SelectedNode[],
): PatchOutcome | undefined {
  const { details = {} } = task.patch;
  const nodes = selected.map((one) => inProgram(project, one));
  const matches = nodes.map(({ path: at, node, type }) => ({ path: at, start: node.getStart(), end: node.end, type }));
  const { targets, findings } = pickTargets(targetsOf(project.checker, nodes), nodes, task.patch);
  if (project.isPartial && (findings.length > 0 || targets.some(({ isMember }) => isMember))) return undefined;
  if (findings.length > 0 || targets.length === 0) return refusal(findings, matches);
  const faults = targets.flatMap((target) => checkNewName(target, details.newName!));
  if (faults.length > 0) return refusal(faults, matches);
  const renaming = begin(project, targets, details);
  if (project.isPartial && needsWhole(renaming)) return undefined;
  const reasons = firstFaults(CHECKS.map((check) => () => check(renaming, task)));
  return reasons.length > 0 ? refusal(reasons, matches) : { matches, moves: [], edits: renaming.edits, findings: [] };
}

/** The same node in the program's file, should that have been parsed anew. */
function inProgram(project: TypeScriptProject, selected: SelectedNode): SelectedNode {
  const { path, node } = selected;
  const file = project.sourceFile(path);
  if (file === undefined || file === node.getSourceFile()) return selected;
  const same = nodesAt(file, node).find(({ kind }) => kind === node.kind);
  return same === undefined ? selected : { ...selected, node: same };
}

function begin(project: TypeScriptProject, targets: readonly RenameTarget[], details: PatchDetails): Renaming {
  const newName = writtenName(targets, details.newName!);
  const names = [...new Set([...targets.map(({ name }) => name), newName])];
  const paths = filesNaming(project, names);
  const before = meaningsBefore(project, paths, names);
  const isKept = details.exports === 'alias';
  const uses = usesByDeclaration(before);
  const found = targets.flatMap((target) => editsOf(project, target, { before, uses }, newName, isKept));
  const kept = isKept ? targets.map((target) => keptExport(target, newName)) : [];
  const words = targets.flatMap((target) => wordEdits(project, target, details, found));
  const edits = sortEdits([...found, ...kept.flatMap((one) => one.edits), ...words]);
  return {
    project,
    targets,
    newName,
    names,
    paths,
    before,
    edits,
    words,
    faults: kept.flatMap(({ findings }) => findings),
  };
}

function editsOf(
  project: TypeScriptProject,
  target: RenameTarget,
  { before, uses }: { readonly before: readonly Occurrence[]; readonly uses: UsesByDeclaration },
  newName: string,
  isKept: boolean,
): readonly TextEdit[] {
  const found = renameEdits(project, target.declarations, newName, isKept);
  if (!target.isMember) {
    const all = [...found, ...missingEdits(project, target, uses, found, newName)];
    const own = new Set(target.declarations.map(declarationPath));
    return isKept ? all.filter(({ path }) => own.has(path)) : all;
  }
  return withRelated(
    project,
    before.filter(({ name }) => name === target.name),
    found,
    newName,
  );
}

/** What is renamed may bring further declarations with it, which bring others. */
function withRelated(
  project: TypeScriptProject,
  occurrences: readonly Occurrence[],
  first: readonly TextEdit[],
  newName: string,
): readonly TextEdit[] {
  let edits = first;
  const asked = new Set<NameNode>();
  for (;;) {
    const related = relatedNames(project, occurrences, edits).filter((node) => !asked.has(node));
    if (related.length === 0) return edits;
    for (const node of related) asked.add(node);
    const known = new Set(edits.map(({ path, start }) => `${path}:${start}`));
    const more = related.flatMap((node) => renameEdits(project, [node], newName, false));
    edits = [...edits, ...more.filter(({ path, start }) => !known.has(`${path}:${start}`))];
  }
}

/** Private names have a sign in front, which a patch may leave out. */
const writtenName = (targets: readonly RenameTarget[], name: string): string =>
  targets.every(({ declarations }) => declarations.some(ts.isPrivateIdentifier)) ? `#${name.replace(/^#/, '')}` : name;

type Check = (renaming: Renaming, task: PatchTask) => readonly Finding[];

/** In this order: a check relies on those before it, and costs more. */
const CHECKS: readonly Check[] = [
  ({ faults }) => faults,
  checkElements,
  ({ project, edits }) => unknownBases(project, edits),
  ({ project, edits }, { scope }) => forbiddenEdits(project, scope, edits),
  hiddenUses,
  namesOfJsx,
  factoryFaults,
  otherImplementations,
  hoistingFaults,
  provenMeanings,
  collisions,
  uncertainUses,
  unusedFaults,
  structuralFaults,
];

/** The proof: by the program as it is where that is enough, or else by the one that the edits make of it. */
function provenMeanings(renaming: Renaming): readonly Finding[] {
  const { project, edits } = renaming;
  if (isSameProgram(renaming)) return [];
  return firstFaults([
    () => newSyntaxErrors(project, edits),
    () => newDoubles(project, edits),
    () => meaningsChanged(renaming),
  ]);
}

/** Answers what the first check finds that finds something. */
function firstFaults(checks: readonly (() => readonly Finding[])[]): readonly Finding[] {
  for (const check of checks) {
    const findings = check();
    if (findings.length > 0) return findings;
  }
  return [];
}
