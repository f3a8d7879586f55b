/**
 * deleteNode: elements of lists go, with the comments and separators that are theirs.
 *
 * What is still used stays, and all uses are listed. With `details.cascade` imports and re-exports of it go as well, however far, and imports that
 * nothing else used, and what its initializers did is given up; a use that is more than an import still keeps it.
 */
import type { Finding } from '../../../base/report.ts';
import { refusal } from '../../outcome.ts';
import type { PatchOutcome, PatchTask } from '../../patch.ts';
import { newSyntaxErrors } from '../diagnostics.ts';
import { atNode } from '../finding-at-node.ts';
import { opaqueImporters, opaqueUses } from '../opaque-uses.ts';
import type { TypeScriptProject } from '../project.ts';
import { reachOf } from '../reach.ts';
import { namesOf } from '../rename-targets.ts';
import type { SelectedNode } from '../select.ts';
import { ts } from '../ts.ts';
import { planDeletion, specifierOf } from './deletion.ts';
import type { Deletion, Doomed } from './deletion.ts';
import { checkLengths } from './list-lengths.ts';
import { checkCalls } from './parameter-calls.ts';
import { checkScope, pickNodes } from './picked-nodes.ts';
import { elementOf } from './places.ts';
import { memberFaults, newDirectives, unseenUses } from './left-behind.ts';
import { checkPlacesLeft } from './positions.ts';
import { idleImports, isNamedElsewhere, remainingUses } from './remaining-uses.ts';
import type { RemainingUse } from './remaining-uses.ts';
import { sideEffectOf } from './side-effects.ts';

/** Answers the edits of a deleteNode patch, or why it cannot be made. */
export function deleteNode(project: TypeScriptProject, task: PatchTask): PatchOutcome {
  const { nodes, matches, findings } = pickNodes(project, task);
  if (findings.length > 0 || nodes.length === 0) return refusal(findings, matches);
  const misplaced = nodes.filter((node) => elementIn(node) === undefined);
  if (misplaced.length > 0) return refusal(misplaced.map(noElement), matches);
  const doomed = nodes.map((node) => ({ path: node.path, node: elementIn(node)! }));
  const { deletion, uses } = settle(project, doomed, task.patch.details?.cascade === true);
  const faults = [
    ...effects(doomed, task),
    ...checkCalls(project, doomed),
    ...checkPlacesLeft(project, doomed),
    ...unseenUses(project, deletion.roots),
    ...eachNode(uses).map((use) => stillUsed(use)),
    ...hiddenUses(project, deletion.roots),
  ];
  const reasons = faults.length > 0 ? faults : checkEdits(project, task, deletion);
  return reasons.length > 0 ? refusal(reasons, matches) : { matches, edits: deletion.edits, moves: [], findings: [] };
}

function elementIn({ node, type }: SelectedNode): ts.Node | undefined {
  const isPart = type === 'ClassBody' || type === 'TSInterfaceBody' || type === 'TSEnumBody';
  const element = isPart ? undefined : elementOf(node);
  return element !== undefined && isAloneInLoop(element) ? undefined : element;
}

/** `for (let; ;)` would be something else. */
const isAloneInLoop = ({ parent }: ts.Node): boolean =>
  ts.isVariableDeclarationList(parent) && parent.declarations.length === 1 && !ts.isVariableStatement(parent.parent);

const noElement = ({ node }: SelectedNode): Finding =>
  atNode('NEEDS_PERSON', 'This cannot be taken away by itself: it is no element of a list.', node);

/** What goes in the end, and which uses are left. */
function settle(
  project: TypeScriptProject,
  doomed: readonly Doomed[],
  isCascade: boolean,
): { deletion: Deletion; uses: readonly RemainingUse[] } {
  const all = [...doomed];
  for (;;) {
    const deletion = planDeletion(all);
    const uses = remainingUses(project, deletion);
    const more = isCascade
      ? [...specifiersIn(uses), ...idleImports(project, deletion)].filter(
          ({ node }) => !all.some((known) => known.node === node),
        )
      : [];
    if (more.length === 0) return { deletion, uses };
    all.push(...more);
  }
}

const specifiersIn = (uses: readonly RemainingUse[]): Doomed[] =>
  uses.flatMap(({ path, node: name }) => {
    const node = specifierOf(name);
    return node === undefined ? [] : [{ path, node }];
  });

function effects(doomed: readonly Doomed[], { patch }: PatchTask): Finding[] {
  if (patch.details?.cascade === true) return [];
  return doomed.flatMap(({ node }) => {
    const effect = sideEffectOf(node);
    const message = 'This would no longer be done when what is around it goes. details.cascade gives it up.';
    return effect === undefined ? [] : [atNode('NEEDS_PERSON', message, effect)];
  });
}

/** Uses in files that the program does not have. */
const hiddenUses = (project: TypeScriptProject, roots: readonly Doomed[]): Finding[] =>
  roots.flatMap(({ node }) => {
    if (isNamedElsewhere(node)) return opaqueImporters(project);
    const names = namesOf(node);
    return opaqueUses(
      project,
      names.map(({ text }) => text),
      reachOf(project.checker, names),
    );
  });

/** One use for each name: `import { x }` is two of them, a name of the module and one of the file. */
const eachNode = (uses: readonly RemainingUse[]): RemainingUse[] =>
  uses.filter(({ node }, i) => uses.findIndex((other) => other.node === node) === i);

function stillUsed({ node, name, after }: RemainingUse): Finding {
  const would = after === '' ? 'nothing' : 'something else';
  return atNode('STILL_REFERENCED', `${name} is used here, and would mean ${would}.`, node);
}

function checkEdits(project: TypeScriptProject, task: PatchTask, deletion: Deletion): Finding[] {
  const { edits, lists } = deletion;
  const outside = checkScope(project, task, edits);
  if (outside.length > 0) return outside;
  const broken = [
    ...newSyntaxErrors(project, edits),
    ...newDirectives(project, edits),
    ...memberFaults(project, deletion),
  ];
  if (broken.length > 0) return broken;
  const paths = [...new Set(edits.map(({ path }) => path))];
  return [
    ...checkLengths(
      project,
      lists.map(({ path, list, left }) => ({ path, list, count: left })),
      edits,
    ),
    ...project
      .trial(edits, () => paths.filter((path) => !ts.isExternalModule(project.parsed(path)!)))
      .flatMap((path) => lostModule(project, path)),
  ];
}

/** Without its last import or export, a file is a script: its names are those of all files. */
function lostModule(project: TypeScriptProject, path: string): Finding[] {
  const file = project.parsed(path)!;
  if (!ts.isExternalModule(file)) return [];
  const statement =
    file.statements.find(
      (each) => ts.isImportDeclaration(each) || ts.isExportDeclaration(each) || ts.canHaveModifiers(each),
    ) ?? file;
  return [
    atNode(
      'BINDING_CHANGED',
      'Without this the file is no module, and its names would be those of all files. Put `export {};` into it first.',
      statement,
    ),
  ];
}
