/** What a package.json tells the world: entries that a move would break, or that only a build could follow. */
import type { Finding } from '../../../base/report.ts';
import { findingAt } from '../../finding-at.ts';
import type { TypeScriptProject } from '../project.ts';
import { fits } from './aliases.ts';
import type { MovePlan } from '../../move/move-plan.ts';
import type { Edge } from './reference-graph.ts';
import { baseOf, folderOf, isWithin, joinPath } from '../../move/tree-path.ts';

/** Answers a finding for each entry of a package.json that cannot follow by itself. */
export function checkPublished(project: TypeScriptProject, edges: readonly Edge[], plan: MovePlan): Finding[] {
  return edges.flatMap((edge) => {
    const { path, reference } = edge;
    const fault = baseOf(path) === 'package.json' ? faultOf(edge, plan) : undefined;
    if (fault === undefined) return [];
    const { start, end } = reference;
    return [findingAt('NEEDS_PERSON', fault, { path, text: project.source(path)!.text, start, end })];
  });
}

function faultOf({ path, reference, target }: Edge, plan: MovePlan): string | undefined {
  const { text } = reference;
  const folder = folderOf(path);
  if (target.isThere && target.path !== undefined) {
    const isLeft = isWithin(folder, target.path) && !isWithin(plan.after(folder), plan.after(target.path));
    return isLeft
      ? `The entry "${text}" would leave the package: ${target.path} moves to ${plan.after(target.path)}.`
      : undefined;
  }
  if (text.includes('*'))
    return reference.isPublic !== true ? undefined : lostMatch(joinPath(folder, text), text, plan);
  const source = plan.moves.find(
    ({ from, to }) =>
      isBuiltFrom(joinPath(folder, text), from, folder) && !isBuiltFrom(joinPath(folder, text), to, folder),
  );
  return source && `The entry "${text}" seems to be built from ${source.from}, which moves. Change the entry first.`;
}

/** A pattern of `exports` gives a name to each file that fits; one that moves away loses it. */
function lostMatch(pattern: string, text: string, plan: MovePlan): string | undefined {
  const head = pattern.slice(0, pattern.indexOf('*'));
  if (plan.after(folderOf(head)) !== folderOf(head)) return undefined;
  const lost = plan.moves.find(
    ({ from, to }) => fits(pattern, from) !== undefined && fits(pattern, from) !== fits(pattern, to),
  );
  return lost && `The pattern "${text}" names ${lost.from}, which moves: the package would no longer have that name.`;
}

const BUILT = /^(?:dist|build|lib|out|es|esm|cjs|types|typings)(?:\/(?:esm|cjs|es|types|src))?\//;

/** Whether a build usually makes an output from a source: `dist/a.js` from `src/a.ts`. */
function isBuiltFrom(output: string, source: string, folder: string): boolean {
  if (!isWithin(folder, output) || !isWithin(folder, source) || !/\.[cm]?tsx?$/.test(source)) return false;
  const [built, from] = [output, source].map((path) => path.slice(folder === '' ? 0 : folder.length + 1));
  const name = built!.replace(BUILT, '');
  return name !== built && stemOf(name) === stemOf(from!.replace(/^(?:src|source)\//, ''));
}

const stemOf = (path: string): string => path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
