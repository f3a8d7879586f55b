/** How a file got a name: by which import, or by which `require`. */
import { plainExpression } from '../callee-names.ts';
import { ts } from '../ts.ts';

/** The declaration of a name that comes from another module. */
export type ImportNode =
  | ts.ImportSpecifier
  | ts.ImportClause
  | ts.NamespaceImport
  | ts.ImportEqualsDeclaration
  | ts.VariableDeclaration
  | ts.BindingElement;

/** Where a name comes from. */
export interface ImportOrigin {
  /** The specifier as it is written. */
  readonly module: string;
  readonly specifier: ts.StringLiteralLike;
  /** What is imported: nothing for the whole module, `default` for its default export. */
  readonly names: readonly string[];
  readonly node: ImportNode;
}

/** Answers what a name stands for as a value: in `{ a }` not the property. */
export const valueSymbol = (checker: ts.TypeChecker, name: ts.Node): ts.Symbol | undefined =>
  ts.isShorthandPropertyAssignment(name.parent) && name.parent.name === name
    ? checker.getShorthandAssignmentValueSymbol(name.parent)
    : checker.getSymbolAtLocation(name);

/** Answers where a name that stands in a file comes from, or `undefined` where the file has it from no other module. */
export function importOf(checker: ts.TypeChecker, name: ts.Identifier): ImportOrigin | undefined {
  for (const declaration of valueSymbol(checker, name)?.declarations ?? []) {
    const origin = originOf(declaration);
    if (origin !== undefined) return origin;
  }
  return undefined;
}

/** Answers where a name comes from first, behind the re-exports of the tree: the module that nobody here knows. */
export function firstOrigin(
  checker: ts.TypeChecker,
  name: ts.Identifier,
): Pick<ImportOrigin, 'module' | 'names'> | undefined {
  let symbol = valueSymbol(checker, name);
  let last: Pick<ImportOrigin, 'module' | 'names'> | undefined;
  for (let step = 0; symbol !== undefined && step < MAX_STEPS; step += 1) {
    const [declaration] = symbol.declarations ?? [];
    if (declaration !== undefined) last = exportOrigin(declaration) ?? originOf(declaration) ?? last;
    symbol = (symbol.flags & ts.SymbolFlags.Alias) === 0 ? undefined : checker.getImmediateAliasedSymbol(symbol);
  }
  return last;
}

/** Re-exports that are followed. */
const MAX_STEPS = 16;

function exportOrigin(node: ts.Node): Pick<ImportOrigin, 'module' | 'names'> | undefined {
  if (!ts.isExportSpecifier(node)) return undefined;
  const { moduleSpecifier } = node.parent.parent;
  if (moduleSpecifier === undefined || !ts.isStringLiteralLike(moduleSpecifier)) return undefined;
  return { module: moduleSpecifier.text, names: [(node.propertyName ?? node.name).text] };
}

function originOf(node: ts.Declaration): ImportOrigin | undefined {
  if (ts.isImportSpecifier(node)) {
    return of(node, node.parent.parent.parent.moduleSpecifier, [(node.propertyName ?? node.name).text]);
  }
  if (ts.isNamespaceImport(node)) return of(node, node.parent.parent.moduleSpecifier, []);
  if (ts.isImportClause(node)) return of(node, node.parent.moduleSpecifier, ['default']);
  if (ts.isImportEqualsDeclaration(node)) {
    return ts.isExternalModuleReference(node.moduleReference)
      ? of(node, node.moduleReference.expression, [])
      : undefined;
  }
  if (ts.isVariableDeclaration(node)) return required(node, node.initializer, []);
  if (!ts.isBindingElement(node) || !ts.isVariableDeclaration(node.parent.parent)) return undefined;
  const property = node.propertyName ?? node.name;
  return ts.isIdentifier(property) ? required(node, node.parent.parent.initializer, [property.text]) : undefined;
}

const of = (node: ImportNode, specifier: ts.Expression, names: readonly string[]): ImportOrigin | undefined =>
  ts.isStringLiteralLike(specifier) ? { module: specifier.text, specifier, names, node } : undefined;

/** `require('m')`, or a part of it as in `require('m').a`. */
function required(
  node: ImportNode,
  initializer: ts.Expression | undefined,
  names: readonly string[],
): ImportOrigin | undefined {
  if (initializer === undefined) return undefined;
  const plain = plainExpression(initializer);
  if (ts.isPropertyAccessExpression(plain)) return required(node, plain.expression, [plain.name.text, ...names]);
  const [specifier] = ts.isCallExpression(plain) ? plain.arguments : [];
  const isRequire =
    ts.isCallExpression(plain) && ts.isIdentifier(plain.expression) && plain.expression.text === 'require';
  return isRequire && specifier !== undefined ? of(node, specifier, names) : undefined;
}
