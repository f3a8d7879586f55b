/**
 * Which files a move can concern at all, by a look at their texts: reading all sources of a large project takes longer than moving.
 *
 * A text that leads to a file ends with the file's name or its folder's, or begins with a name that a tsconfig or package.json gives to a
 * place, or consists of dots. A file without such a text leads to the same files before and after.
 */
import { compareText } from '../../order.ts';
import type { TypeScriptProject } from '../project.ts';
import { configAliases } from './aliases.ts';
import { isPackageOrConfig } from './json-references.ts';
import type { MovePlan } from '../../move/move-plan.ts';
import type { Resolver } from './resolver.ts';
import { withoutQuery } from './resolver.ts';
import { baseOf, folderOf } from '../../move/tree-path.ts';

/** Answers the sources and settings that have to be read, sorted. */
export function filesConcerned(project: TypeScriptProject, resolver: Resolver, plan: MovePlan): string[] {
  const moved = new Set(plan.moves.map(({ from }) => from));
  const isConcerned = mentionsOf(plan, headsOf(project, resolver));
  const settings = [...project.tree.modes.keys()].filter(isPackageOrConfig);
  const sources = project.paths.filter((path) => moved.has(path) || isConcerned(project.source(path)?.text ?? ''));
  return [...settings, ...sources].filter((path) => project.source(path) !== undefined).sort(compareText);
}

/** What stands between two quotes on one line. Each quote may open or close, so that one too many hides nothing. */
const QUOTED = /(?<=["'`])[^"'`\n]{1,1024}(?=["'`])/g;

function mentionsOf({ moves, root }: MovePlan, heads: readonly string[]): (text: string) => boolean {
  const words = new Set(moves.flatMap(({ from, to }) => [...from.split('/'), ...to.split('/')]).map(lastWord));
  const roots = root.map((path) => `${baseOf(path)}/`);
  return (text) => {
    for (const [quoted] of text.matchAll(QUOTED)) {
      if (quoted.includes('\\') || words.has(lastWord(quoted)) || /(?:^|\/)\.{1,2}\/?$/.test(quoted)) return true;
      if (heads.some((head) => quoted.startsWith(head)) || roots.some((step) => quoted.includes(step))) return true;
    }
    return false;
  };
}

/** The last step of a text without what may be left out of it. */
function lastWord(text: string): string {
  const last = baseOf(withoutQuery(text).replace(/\/$/, ''));
  return last.replace(/(?!^)\..*$/s, '');
}

/** Beginnings of names whose ends say nothing: those without `*`, and those whose `*` stands in front of other steps. */
function headsOf(project: TypeScriptProject, { configs, packages }: Resolver): string[] {
  const options = new Set([...new Set(project.paths.map(folderOf))].map((folder) => configs.optionsOf(folder)));
  const aliases = [
    ...[...options].flatMap(configAliases),
    ...packages.flatMap((each) => [...each.exports, ...each.imports]),
  ];
  const open = aliases.filter(({ key, place }) => !key.includes('*') || !/\*(?:\.[^/]*)?$/.test(place));
  const names = packages.flatMap(({ name }) => name ?? []);
  return [...new Set([...open.map(({ key }) => key.replace(/\*.*$/s, '')), ...names])].filter((head) => head !== '');
}
