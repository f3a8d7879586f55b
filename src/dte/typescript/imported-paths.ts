/** Which files of a tree import which, however they write it. */
import type { SourceTree } from '../source-tree.ts';
import { edgesOf } from './move/reference-graph.ts';
import { Resolver } from './move/resolver.ts';
import type { TypeScriptProject } from './project.ts';

/** Answers the files that each source names as a module. Packages that are not in the tree are left out. */
export function importedPaths(project: TypeScriptProject, tree: SourceTree): ReadonlyMap<string, readonly string[]> {
  const resolver = new Resolver(tree);
  const readable = project.paths.filter((path) => project.source(path) !== undefined);
  return new Map(readable.map((path) => [path, targetsOf(project, resolver, path)]));
}

function targetsOf(project: TypeScriptProject, resolver: Resolver, path: string): string[] {
  const targets = edgesOf(project, resolver, path).map(({ target }) => (target.isThere ? target.path : undefined));
  return [...new Set(targets.filter((target) => target !== undefined))];
}
