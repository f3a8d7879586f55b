/** Module specifiers, and whether what they name could be in the tree. */
import type { TypeScriptProject } from './project.ts';
import { ts } from './ts.ts';

/** Names that packages can have: a scope and a name, or a name. What else stands in a specifier was set up by the tree. */
const PACKAGE = /^(?:@[\w.-]+\/)?[\w.-]+(?:\/|$)/;

/** Whether a specifier that could not be resolved may mean a file of the tree. */
export function mayBeOurs(project: TypeScriptProject, specifier: string): boolean {
  if (specifier.startsWith('.') || !PACKAGE.test(specifier.replace(/^node:/, ''))) return true;
  return [...project.packageNames].some((name) => specifier === name || specifier.startsWith(`${name}/`));
}

/** Answers the specifier of the import that a symbol was made by, or `undefined`. */
export function specifierOf(symbol: ts.Symbol): string | undefined {
  for (let at: ts.Node | undefined = symbol.declarations?.[0]; at !== undefined; at = at.parent) {
    if ((ts.isImportDeclaration(at) || ts.isExportDeclaration(at)) && at.moduleSpecifier !== undefined)
      return ts.isStringLiteralLike(at.moduleSpecifier) ? at.moduleSpecifier.text : undefined;
    if (ts.isImportEqualsDeclaration(at)) {
      const { moduleReference: from } = at;
      return ts.isExternalModuleReference(from) && ts.isStringLiteralLike(from.expression)
        ? from.expression.text
        : undefined;
    }
    if (ts.isVariableDeclaration(at)) {
      const [argument] =
        at.initializer !== undefined && ts.isCallExpression(at.initializer) ? at.initializer.arguments : [];
      return argument !== undefined && ts.isStringLiteralLike(argument) ? argument.text : undefined;
    }
  }
  return undefined;
}
