/** Names for declarations that survive edits elsewhere in their file. */
import type { TypeScriptProject } from './project.ts';
import { ts } from './ts.ts';

/** Answers the path of a file before it was moved. */
export type PathBefore = (path: string) => string;

/**
 * Answers a name of a symbol's declarations: path, enclosing names and own name. The same declaration has the same name in another
 * version of the tree, unless it or what it stands in was renamed. `undefined` for what the tree does not declare.
 */
export function declarationKey(
  project: TypeScriptProject,
  symbol: ts.Symbol | undefined,
  pathBefore: PathBefore = (path) => path,
): string | undefined {
  const keys = (symbol?.declarations ?? []).map((declaration) => {
    const path = project.pathOf(declaration.getSourceFile());
    return path === undefined ? undefined : `${pathBefore(path)}#${chainOf(declaration).join('.')}`;
  });
  const own = [...new Set(keys.filter((key) => key !== undefined))].sort();
  return own.length === 0 ? undefined : own.join(' ');
}

function chainOf(declaration: ts.Node): string[] {
  const names: string[] = [];
  for (let node = declaration; !ts.isSourceFile(node); node = node.parent) {
    const name = ts.isClassLike(node) || isNamed(node) ? ts.getNameOfDeclaration(node)?.getText() : undefined;
    if (name !== undefined) names.unshift(name);
  }
  return names;
}

const isNamed = (node: ts.Node): node is ts.Declaration => 'name' in node && node.name !== undefined;
