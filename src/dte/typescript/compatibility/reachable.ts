/** The sources that entry points lead to, and those among them that a change can reach. */
import type { SourceTree } from '../../source-tree.ts';
import { isScriptPath } from '../declarations.ts';
import { edgesOf } from '../move/reference-graph.ts';
import type { Resolver } from '../move/resolver.ts';
import type { TypeScriptProject } from '../project.ts';

/** Imports by path, of all files that can be reached. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** Answers what the entry points reach. */
export function reachableFrom(project: TypeScriptProject, resolver: Resolver, entries: Iterable<string>): Imports {
  const found = new Map<string, readonly string[]>();
  const open = [...entries];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path) || !isScriptPath(path) || project.source(path) === undefined) continue;
    const targets = edgesOf(project, resolver, path).flatMap(({ target }) =>
      target.isThere ? (target.path ?? []) : [],
    );
    found.set(path, targets);
    open.push(...targets);
  }
  return found;
}

/** Answers the files that changed or reach one that did. */
export function affectedBy(imports: Imports, isChanged: (path: string) => boolean): ReadonlySet<string> {
  const affected = new Set([...imports.keys()].filter(isChanged));
  for (let before = -1; before < affected.size;) {
    before = affected.size;
    for (const [path, targets] of imports)
      if (targets.some((target) => affected.has(target) || isChanged(target))) affected.add(path);
  }
  return affected;
}

/** Answers the declaration file of each source, as the compiler makes it: `.d.ts` files are their own. */
export function declarationTexts(project: TypeScriptProject, paths: Iterable<string>): Map<string, string> {
  const texts = new Map<string, string>();
  for (const path of paths) {
    const file = project.sourceFile(path);
    if (file === undefined) continue;
    if (file.isDeclarationFile) texts.set(path, file.text);
    else {
      const [output] = project.service.getEmitOutput(file.fileName, true, true).outputFiles;
      if (output !== undefined) texts.set(path, output.text);
    }
  }
  return texts;
}

/** Whether two trees have the same file at a path. */
export function isSameFile(a: SourceTree, aPath: string, b: SourceTree, bPath: string): boolean {
  if (a.modes.get(aPath) !== b.modes.get(bPath)) return false;
  const [left, right] = [a.read(aPath), b.read(bPath)];
  return left === right || (left.length === right.length && left.every((byte, i) => byte === right[i]));
}
