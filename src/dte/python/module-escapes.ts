/** Modules that are used as values, so that their names can be reached in ways that nothing proves. */
import type { PythonUse } from './name-uses.ts';
import type { NameUses } from './name-uses.ts';
import type { PythonProject } from './project.ts';
import { contentText } from './python-tree.ts';
import { nodesOfTypes } from '../tree-sitter/words.ts';

/** Answers the places at which one of these modules is more than the left side of a dot. */
export function escapingModuleUses(
  project: PythonProject,
  names: NameUses,
  paths: readonly string[],
): Pick<PythonUse, 'path' | 'node'>[] {
  const modules = paths.map((path) => project.tree.modules.nameOf(path)).filter((steps) => steps.length > 0);
  const files = project.syntax.mentioning(modules.map((steps) => steps.at(-1)!));
  return files.flatMap((file) => [...namesIn(project, names, file, paths), ...textsIn(project, file, modules)]);
}

function namesIn(
  project: PythonProject,
  names: NameUses,
  file: string,
  paths: readonly string[],
): Pick<PythonUse, 'path' | 'node'>[] {
  const scopes = project.tree.scopes(file);
  return (scopes?.occurrences ?? [])
    .filter(({ node, role, scope }) => {
      const parent = node.parent!;
      const isLeft = parent.type === 'attribute' && node.field === 'object';
      if (role !== 'name' || isLeft || parent.type.includes('import')) return false;
      const value = names.values.of(node, scope);
      return value.kind === 'module' && value.module.path !== undefined && paths.includes(value.module.path);
    })
    .map(({ node }) => ({ path: file, node }));
}

/** `import_module("shop.cart")` */
function textsIn(
  project: PythonProject,
  file: string,
  modules: readonly (readonly string[])[],
): Pick<PythonUse, 'path' | 'node'>[] {
  const syntax = project.syntax.file(file);
  if (syntax === undefined) return [];
  const wanted = new Set(modules.map((steps) => steps.join('.')));
  return nodesOfTypes(syntax.root, ['string'])
    .filter((node) => wanted.has(contentText(node, syntax.text)))
    .map((node) => ({ path: file, node }));
}
