/** Literals. */
import { ts } from '../../typescript/ts.ts';
import type { Mutator } from '../mutant.ts';
import { instead, isAssigned } from './nodes.ts';

const FILLER = 'mutated';

/** `[1]` becomes `[]`, `[]` gets an element; `new Array(3)` loses its arguments. */
export const arrayDeclaration: Mutator = (node, file) => {
  if (ts.isArrayLiteralExpression(node) && !isAssigned(node)) {
    return [instead(node, node.elements.length > 0 ? '[]' : `["${FILLER}"]`, file)];
  }
  const isCall = ts.isCallExpression(node) || ts.isNewExpression(node);
  if (!isCall || !ts.isIdentifier(node.expression) || node.expression.text !== 'Array') return [];
  const filled = (node.arguments?.length ?? 0) > 0 ? '' : '[]';
  return [instead(node, `${ts.isNewExpression(node) ? 'new ' : ''}Array(${filled})`, file)];
};

/** `{ a: 1 }` becomes `{}`. */
export const objectLiteral: Mutator = (node, file) => {
  const isFilled = ts.isObjectLiteralExpression(node) && node.properties.length > 0 && !isAssigned(node);
  return isFilled ? [instead(node, '{}', file)] : [];
};

/** `"a"` becomes `""`, `""` gets content; templates likewise. */
export const stringLiteral: Mutator = (node, file) => {
  if (ts.isTemplateExpression(node)) return [instead(node, '``', file)];
  if (ts.isNoSubstitutionTemplateLiteral(node)) {
    return [instead(node, node.text === '' ? `\`${FILLER}\`` : '``', file)];
  }
  if (!ts.isStringLiteral(node) || !isValue(node)) return [];
  return [instead(node, node.text === '' ? `"${FILLER}"` : '""', file)];
};

/** Not the name of a module, a member or an attribute, nor a directive. */
function isValue(node: ts.StringLiteral): boolean {
  const { parent } = node;
  if ('name' in parent && parent.name === node) return false;
  if ('propertyName' in parent && parent.propertyName === node) return false;
  if (ts.isExpressionStatement(parent) || ts.isJsxAttribute(parent) || ts.isExternalModuleReference(parent))
    return false;
  if (ts.isImportAttribute(parent) || ts.isModuleDeclaration(parent)) return false;
  if (!ts.isCallExpression(parent)) return true;
  const { expression } = parent;
  if (expression.kind === ts.SyntaxKind.ImportKeyword) return false;
  return !(ts.isIdentifier(expression) && ['require', 'Symbol'].includes(expression.text));
}
