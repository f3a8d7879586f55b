/**
 * moveModule in Python: a module or package gets another path, and every import and every use by its full name follows.
 *
 * The proof: each import of each file leads to what it led to before, at its new place, and each name that was a module is that module.
 */
import type { Finding } from '../../../base/report.ts';
import { sortEdits } from '../../edit.ts';
import type { TextEdit } from '../../edit.ts';
import { planMove } from '../../move/move-plan.ts';
import type { MovePlan } from '../../move/move-plan.ts';
import { baseOf, folderOf } from '../../move/tree-path.ts';
import { refusal } from '../../outcome.ts';
import type { PatchOutcome, PatchTask } from '../../patch.ts';
import { faultFindings, nodeFinding, unreadableFindings } from '../../tree-sitter/node-finding.ts';
import { nameFault } from '../names.ts';
import type { PythonProject } from '../project.ts';
import { chainMoves } from './chains.ts';
import { importFacts } from './import-facts.ts';
import { importMoves } from './import-moves.ts';
import { exportMentions, placeMentions, settingMentions, stringMentions } from './mentions.ts';
import type { MovedName } from './mentions.ts';
import { ModuleNames, placeOf } from './module-names.ts';

/** Answers the move and the edits of all files that name what moves. */
export function moveModule(project: PythonProject, { patch }: PatchTask): PatchOutcome {
  const { path, details } = patch;
  const plan = planMove(project.syntax.tree, path, details?.to ?? '');
  if (!('moves' in plan)) {
    const isFine = details?.optional === true && plan.every(({ code }) => code === 'TARGET_MISSING');
    return refusal(isFine ? [] : plan);
  }
  const faults = moveFaults(project, plan);
  return faults.length > 0 ? refusal(faults) : moved(project, plan);
}

function moved(project: PythonProject, plan: MovePlan): PatchOutcome {
  const { tree, syntax } = project;
  const bare = project.after([], plan.moves);
  const names = new ModuleNames(plan, tree.modules, bare.tree.modules);
  const paths = filesConcerned(project, plan);
  const edits = sortEdits(
    paths.flatMap((path) => [...importMoves(tree, names, path), ...chainMoves(tree, names, path)]),
  );
  const name = movedName(project, names, plan);
  const settings = settingMentions(project, name, plan);
  const findings = [
    ...unreadableFindings(syntax, [stemOf(plan.root[0])]),
    ...faultFindings(syntax, [...new Set(edits.map((edit) => edit.path))]),
    ...stringMentions(project, name, edits),
    ...exportMentions(project, plan),
    ...placeMentions(project, plan),
    ...settings.findings,
  ];
  const unproven = findings.length > 0 ? findings : factFaults(project, plan, edits, paths);
  if (unproven.length > 0) return refusal(unproven);
  return { matches: [], edits: sortEdits([...edits, ...settings.edits]), moves: plan.moves, findings: [] };
}

const stemOf = (path: string): string => baseOf(placeOf(path));

/** All files in which something of what moves, or of where it goes, may be named. */
function filesConcerned({ syntax }: PythonProject, { moves, root: [from, to] }: MovePlan): readonly string[] {
  const own = moves.map((move) => move.from).filter((path) => syntax.has(path));
  const steps = [from, to].flatMap((path) => [stemOf(path), placeOf(path).split('/')[0]!]);
  return [...new Set([...syntax.mentioning(steps.filter((step) => step !== '')), ...own])].sort();
}

/** What cannot be moved so. */
function moveFaults(project: PythonProject, plan: MovePlan): Finding[] {
  const { syntax, tree } = project;
  const [from, to] = plan.root;
  const fault = (code: Finding['code'], message: string): Finding[] => [{ code, message, path: from }];
  if (/^__init__\.pyi?$/.test(baseOf(from)) || /^__init__\.pyi?$/.test(baseOf(to)))
    return fault('NEEDS_PERSON', `${baseOf(from)} makes its folder a package: move the folder.`);
  const ending = (path: string): string => /\.pyi?$/.exec(path)?.[0] ?? '';
  if (syntax.has(from) && ending(from) !== ending(to))
    return fault('NAME_INVALID', `${to} has to end with ${ending(from)}, since it is a module.`);
  const isModule = plan.moves.some((move) => syntax.has(move.from));
  const wrong = isModule ? nameFault(stemOf(to)) : undefined;
  if (wrong !== undefined && nameFault(stemOf(from)) === undefined && !wrong.includes('in some places'))
    return fault('NAME_INVALID', `No module can be called ${stemOf(to)}: ${wrong}.`);
  const places = [`${placeOf(to)}.py`, `${placeOf(to)}.pyi`, `${placeOf(to)}/__init__.py`];
  const taken = places.filter((path) => syntax.tree.modes.has(path) && plan.after(path) === path);
  if (isModule && taken.length > 0)
    return [{ code: 'TARGET_EXISTS', message: `${taken[0]!} is a module of the same name already.`, path: taken[0]! }];
  return isModule ? packageFaults(tree, project, to, stemOf(from)) : [];
}

/** A module that is loaded replaces what its package has under the name. */
function packageFaults(tree: PythonProject['tree'], project: PythonProject, to: string, old: string): Finding[] {
  const name = stemOf(to);
  const path = `${folderOf(to)}/__init__.py`;
  const [binding] = tree.scopes(path)?.module.bindings.get(name) ?? [];
  if (binding === undefined || name === old) return [];
  const message = `The package has something else under the name ${name}, which the module would replace.`;
  return [nodeFinding(project.syntax, 'NAME_COLLISION', message, { path, node: binding.node })];
}

/** The full names of what moves: of a file or folder that is no module, what its path would be. */
function movedName({ syntax }: PythonProject, names: ModuleNames, { root: [from] }: MovePlan): MovedName {
  const file = [`${from}/__init__.py`, `${from}/__init__.pyi`].find((path) => syntax.has(path));
  const [now, then] = names.fullNames(file ?? from);
  return { now, then };
}

/** Where an import or a use leads elsewhere than it did. */
function factFaults(
  project: PythonProject,
  plan: MovePlan,
  edits: readonly TextEdit[],
  paths: readonly string[],
): Finding[] {
  const after = project.after(edits, plan.moves);
  const broken = faultFindings(after.syntax, [...new Set(edits.map(({ path }) => plan.after(path)))]);
  if (broken.length > 0) return broken;
  return paths.flatMap((path) => {
    const before = importFacts(project.tree, path, plan.after);
    const then = new Map<string, number>();
    for (const { text } of importFacts(after.tree, plan.after(path), (place) => place))
      then.set(text, (then.get(text) ?? 0) + 1);
    return before
      .filter(({ text }) => {
        const left = then.get(text) ?? 0;
        then.set(text, left - 1);
        return left <= 0;
      })
      .map(({ node }) =>
        nodeFinding(
          project.syntax,
          'BINDING_CHANGED',
          'After the move this would lead to something else, or nowhere.',
          { path, node },
        ),
      );
  });
}
