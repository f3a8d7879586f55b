/** The modules that a source names, however it imports them. */
import { allNodes } from './declarations.ts';
import { ts } from './ts.ts';

/** Answers the literals that name a module: imports, exports, dynamic imports, `require`, import types, JSDoc imports. */
export function moduleSpecifiers(file: ts.SourceFile): ts.StringLiteralLike[] {
  const found: ts.StringLiteralLike[] = [];
  for (const node of allNodes(file)) {
    const specifier = specifierOf(node);
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) found.push(specifier);
  }
  return found;
}

function specifierOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  if (!ts.isCallExpression(node) || node.arguments.length === 0) return undefined;
  const { expression } = node;
  const isImport = expression.kind === ts.SyntaxKind.ImportKeyword || isRequire(expression);
  return isImport ? node.arguments[0] : undefined;
}

/** `require` and `require.resolve`. */
function isRequire(expression: ts.Expression): boolean {
  if (ts.isIdentifier(expression)) return expression.text === 'require';
  return ts.isPropertyAccessExpression(expression) && expression.getText() === 'require.resolve';
}
