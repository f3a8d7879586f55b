/**
 * moveModule: a file or folder gets another path, and everything that names it follows.
 *
 * The proof: each reference of each file that led to F before leads to where F is afterwards, and each that led nowhere still does.
 */
import { editsByPath, sortEdits } from '../../edit.ts';
import type { TextEdit } from '../../edit.ts';
import { refusal } from '../../outcome.ts';
import type { PatchOutcome, PatchTask } from '../../patch.ts';
import { generatedFaults } from '../generated-files.ts';
import type { TypeScriptProject } from '../project.ts';
import { checkFormats } from './check-formats.ts';
import { checkComputed } from './computed-references.ts';
import { isPackageOrConfig } from './json-references.ts';
import { filesConcerned } from './files-concerned.ts';
import { checkGraph } from './check-graph.ts';
import { checkIncluded } from './check-included.ts';
import { checkMaps } from './check-maps.ts';
import { checkMentions } from './check-mentions.ts';
import { checkOpaque } from './check-opaque.ts';
import { checkMoveScope } from './check-scope.ts';
import { checkPublished } from './check-published.ts';
import { checkWorkingFolder } from './check-working-folder.ts';
import { planMove } from '../../move/move-plan.ts';
import type { MovePlan } from '../../move/move-plan.ts';
import { quoted } from './reference.ts';
import { edgesOf } from './reference-graph.ts';
import type { Edge } from './reference-graph.ts';
import { Resolver } from './resolver.ts';
import { respelled } from './respell.ts';
import { treeAfter } from './tree-after.ts';

/** Answers the move and the edits of all files that name what moves. */
export function moveModule(project: TypeScriptProject, task: PatchTask): PatchOutcome {
  const { path, details } = task.patch;
  const plan = planMove(project.tree, path, details?.to ?? '');
  if (!('moves' in plan)) {
    const isFine = details?.optional === true && plan.every(({ code }) => code === 'TARGET_MISSING');
    return refusal(isFine ? [] : plan);
  }
  const before = new Resolver(project.tree);
  const edges = new Map(filesConcerned(project, before, plan).map((file) => [file, edgesOf(project, before, file)]));
  const [settings, sources] = [true, false].map((wanted) =>
    [...edges.entries()].filter(([file]) => isPackageOrConfig(file) === wanted).flatMap(([, own]) => own),
  );
  const settingEdits = editsFor(settings!, plan, before);
  const after = new Resolver(treeAfter(project.tree, plan, settingEdits));
  const edits = sortEdits([...settingEdits, ...editsFor(sources!, plan, after)]);
  const byPath = editsByPath(edits);
  const hidden = checkOpaque(project, before, plan);
  const findings = [
    ...checkMoveScope(project, task.scope, plan, edits),
    ...checkPublished(project, settings!, plan),
    ...checkComputed(project, before, plan),
    ...hidden,
    ...checkMentions(project, plan).filter(({ path: at }) => !hidden.some((one) => one.path === at)),
    ...checkMaps(project, plan),
    ...checkIncluded(before, plan),
    ...checkWorkingFolder(project, plan),
    ...generatedFaults(project, edits),
    ...plan.moves.flatMap((move) => checkFormats(project, before, after, move)),
    ...[...edges].flatMap((own) => checkGraph(project, own, plan, after, byPath.get(own[0]) ?? [])),
  ];
  return findings.length > 0 ? refusal(findings) : { matches: [], edits, moves: plan.moves, findings: [] };
}

/** What cannot be spelled is left as it is: the proof says so. */
function editsFor(edges: readonly Edge[], plan: MovePlan, after: Resolver): TextEdit[] {
  return edges.flatMap((edge) => {
    const { path, reference } = edge;
    const text = respelled(edge, plan, after);
    if (text === undefined || text === reference.text) return [];
    return [{ path, start: reference.start, end: reference.end, text: quoted(text, reference.quote) }];
  });
}
