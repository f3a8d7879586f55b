/** Which expressions can be evaluated earlier, later, twice or not at all without anybody noticing. */
import { plainExpression } from '../callee-names.ts';
import { ts } from '../ts.ts';

/** Answers whether an expression has no effects and cannot fail, as far as that can be told: in doubt it has some. */
export function isPure(checker: ts.TypeChecker, expression: ts.Expression): boolean {
  const node = plainExpression(expression);
  if (ts.isIdentifier(node) || ts.isLiteralExpression(node) || node.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return true;
  if (isKeywordLiteral(node)) return true;
  if (ts.isPropertyAccessExpression(node)) return isField(checker, node) && isPure(checker, node.expression);
  if (ts.isPrefixUnaryExpression(node)) return ts.isNumericLiteral(node.operand) || isNegation(checker, node);
  if (ts.isTypeOfExpression(node)) return isPure(checker, node.expression);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every((element) => isPure(checker, element));
  return ts.isObjectLiteralExpression(node) && node.properties.every((property) => isPureProperty(checker, property));
}

const isKeywordLiteral = ({ kind }: ts.Node): boolean =>
  kind === ts.SyntaxKind.TrueKeyword || kind === ts.SyntaxKind.FalseKeyword || kind === ts.SyntaxKind.NullKeyword;

const isNegation = (checker: ts.TypeChecker, { operator, operand }: ts.PrefixUnaryExpression): boolean =>
  operator === ts.SyntaxKind.ExclamationToken && isPure(checker, operand);

function isPureProperty(checker: ts.TypeChecker, property: ts.ObjectLiteralElementLike): boolean {
  if (ts.isShorthandPropertyAssignment(property) || ts.isMethodDeclaration(property)) return true;
  return (
    ts.isPropertyAssignment(property) &&
    !ts.isComputedPropertyName(property.name) &&
    isPure(checker, property.initializer)
  );
}

/** Reading a field does nothing; reading an accessor, or what nobody declared, may. */
function isField(checker: ts.TypeChecker, { name }: ts.PropertyAccessExpression): boolean {
  const symbol = checker.getSymbolAtLocation(name);
  return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Accessor) === 0;
}
