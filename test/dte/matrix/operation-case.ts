/** What an operation does to a small tree, as text. */
import { fromUtf8 } from '../../../src/base/bytes.ts';
import type { Finding } from '../../../src/base/report.ts';
import type { Patch } from '../../../src/dte/generated/types.ts';
import { pathFilter } from '../../../src/dte/path-filter.ts';
import type { LanguageProject } from '../../../src/dte/patch.ts';
import type { SourceTree } from '../../../src/dte/source-tree.ts';
import { TreeChanges } from '../../../src/dte/tree-changes.ts';
import { openTypeScript } from '../../../src/dte/typescript/language.ts';
import { treeOf } from '../trees.ts';

export type Files = Readonly<Record<string, string>>;

/** Files that are not as they were, with `undefined` for those that are gone; or the findings, none of which came with an edit. */
export interface CaseResult {
  readonly changed: Readonly<Record<string, string | undefined>>;
  readonly findings: readonly Finding[];
  readonly after: SourceTree;
}

let project: LanguageProject | undefined;

/** Plans a patch on a tree. All cases share one project: the first program of a process takes most of the time. */
export function runCase(tree: SourceTree, patch: Patch, scope: readonly string[] = ['**']): CaseResult {
  if (project === undefined) project = openTypeScript(tree);
  else project.update(tree);
  const outcome = project.plan({ patch, language: 'typescript', scope: pathFilter(scope) });
  const changes = new TreeChanges(tree);
  changes.add(0, outcome.edits, outcome.moves);
  return { changed: changedFiles(tree, changes.tree), findings: outcome.findings, after: changes.tree };
}

export const treeOfFiles = (files: Files): SourceTree => treeOf(files);

function changedFiles(before: SourceTree, after: SourceTree): Record<string, string | undefined> {
  const changed: Record<string, string | undefined> = {};
  for (const path of new Set([...before.modes.keys(), ...after.modes.keys()])) {
    const [old, next] = [before, after].map((tree) => (tree.modes.has(path) ? fromUtf8(tree.read(path)) : undefined));
    if (old !== next) changed[path] = next;
  }
  return changed;
}
