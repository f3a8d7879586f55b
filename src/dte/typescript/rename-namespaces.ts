/** Modules that are used as a whole: what they export are members of a value or a type then, which may meet others by their structure. */
import { filesReaching } from './import-graph.ts';
import { aliased } from './meaning.ts';
import { namesIn } from './names.ts';
import { isRenamed } from './renaming.ts';
import type { Renaming } from './renaming.ts';
import { ts } from './ts.ts';

/** Answers the files in which a module that exports something renamed is used so. */
export function handedAround(renaming: Renaming): string[] {
  const { project, targets } = renaming;
  if (targets.every(({ isMember }) => isMember)) return [];
  const values: string[] = [];
  const types = new Set<string>();
  for (const path of project.paths) {
    const file = project.sourceFile(path);
    if (file === undefined) continue;
    if (namespacesIn(file).some((name) => isHandedAround(renaming, file, name))) values.push(path);
    if (wholeImports(file).some((specifier) => exportsRenamed(renaming, moduleAt(renaming, specifier))))
      types.add(path);
  }
  return [...values, ...(types.size === 0 ? [] : filesReaching(project, types))];
}

/** The names that a file gives to whole modules. */
const namespacesIn = (file: ts.SourceFile): ts.Identifier[] =>
  file.statements.flatMap((statement) => {
    const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
    return bindings !== undefined && ts.isNamespaceImport(bindings) ? [bindings.name] : [];
  });

function isHandedAround(renaming: Renaming, file: ts.SourceFile, name: ts.Identifier): boolean {
  const { checker } = renaming.project;
  const symbol = checker.getSymbolAtLocation(name);
  if (!exportsRenamed(renaming, symbol === undefined ? undefined : aliased(checker, symbol))) return false;
  return namesIn(file, [name.text]).some((use) => {
    const { parent } = use;
    const isPath = ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent) || ts.isNamespaceImport(parent);
    return !isPath && ts.isIdentifier(use) && checker.getSymbolAtLocation(use) === symbol;
  });
}

/** The specifiers of `typeof import('…')` that no member is picked from, and of `import('…')` that is not awaited for one. */
function wholeImports(file: ts.SourceFile): ts.Node[] {
  if (!/\bimport\s*\(/.test(file.text)) return [];
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportTypeNode(node) && node.qualifier === undefined && !ts.isIndexedAccessTypeNode(node.parent)) {
      if (ts.isLiteralTypeNode(node.argument)) found.push(node.argument.literal);
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments.length > 0)
      found.push(node.arguments[0]!);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const moduleAt = ({ project }: Renaming, specifier: ts.Node): ts.Symbol | undefined =>
  project.checker.getSymbolAtLocation(specifier);

function exportsRenamed(renaming: Renaming, module: ts.Symbol | undefined): boolean {
  const { checker } = renaming.project;
  const exported = module?.exports === undefined ? [] : checker.getExportsOfModule(module);
  return exported.some((one) => renaming.names.includes(one.name) && isRenamed(renaming, aliased(checker, one)));
}
