/** Paths in files that are no sources and no known settings: style sheets, pages, and settings of other tools. */
import type { Finding } from '../../../base/report.ts';
import { findingAt } from '../../finding-at.ts';
import type { TypeScriptProject } from '../project.ts';
import { isPackageOrConfig } from './json-references.ts';
import type { MovePlan } from '../../move/move-plan.ts';
import { baseOf, folderOf, joinPath } from '../../move/tree-path.ts';

/** Files in which a path is a reference. Documentation may name what it likes. */
const NAMING = /\.(?:css|s[ac]ss|less|styl|html?|svg|vue|svelte|astro|json[c5]?|ya?ml|toml)$/;
const LOCK = /(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$|(?:^|\/)pnpm-lock\.yaml$/;
/** Change specs name what they move. */
const SPEC = /"astOp"\s*:/;
const INSTALLED = /(?:^|\/)node_modules\//;
/** Files whose paths are seen from where they are, as `url(a.png)` is. */
const FROM_ITSELF = /\.(?:css|s[ac]ss|less|styl|html?|svg)$/;
const PATH = /(?<![\w@.~-])[\w@.~-]*(?:\/[\w@.~-]+)+|(?<=["'(=\s])[\w@-]+(?:\.[\w-]+)+(?=["')\s])/g;

/** Answers a finding for the first path in each such file that leads elsewhere, or nowhere, after the move. */
export function checkMentions(project: TypeScriptProject, plan: MovePlan): Finding[] {
  const names = new Set(plan.moves.map(({ from }) => baseOf(from)));
  return [...project.tree.modes.keys()].flatMap((path) => {
    const isMoving = plan.after(path) !== path;
    if (!NAMING.test(path) || isPackageOrConfig(path) || LOCK.test(path) || INSTALLED.test(path)) return [];
    const text = project.source(path)?.text ?? '';
    if (SPEC.test(text)) return [];
    if (!isMoving && ![...names].some((name) => text.includes(name))) return [];
    for (const { 0: word, index } of text.matchAll(PATH)) {
      const fault = faultOf(project, plan, path, word);
      if (fault !== undefined)
        return [findingAt('NEEDS_PERSON', fault, { path, text, start: index, end: index + word.length })];
    }
    return [];
  });
}

function faultOf({ tree }: TypeScriptProject, plan: MovePlan, path: string, word: string): string | undefined {
  const beside = joinPath(folderOf(path), word);
  if (tree.modes.has(beside)) {
    const isKept = joinPath(folderOf(plan.after(path)), word) === plan.after(beside);
    return isKept || !(FROM_ITSELF.test(path) || word.startsWith('.') || plan.after(beside) !== beside)
      ? undefined
      : `This leads to ${beside} and would not do so after the move: change it first.`;
  }
  const fromRoot = joinPath('', word.replace(/^\/+/, ''));
  return tree.modes.has(fromRoot) && plan.after(fromRoot) !== fromRoot
    ? `This names ${fromRoot}, which moves: change it first.`
    : undefined;
}
