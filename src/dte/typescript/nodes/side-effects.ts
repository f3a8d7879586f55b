/** What would no longer happen if a node went. */
import { ts } from '../ts.ts';

/**
 * Answers the first expression in a declaration or an element that does something when it is evaluated: a call, an assignment. A statement that
 * is nothing else, such as a call, is what is deleted and no side effect. What a constructor does is done by whoever makes an object. Pure.
 */
export function sideEffectOf(root: ts.Node): ts.Node | undefined {
  if (ts.isStatement(root) && !ts.isDeclarationStatement(root) && !ts.isVariableStatement(root)) return undefined;
  if (ts.isParameter(root) || ts.isDecorator(root) || ts.isJsxChild(root) || ts.isCaseOrDefaultClause(root))
    return undefined;
  if (ts.isConstructorDeclaration(root)) return root.body?.statements[0];
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (found !== undefined || ts.isTypeNode(node)) return;
    if (isEffect(node)) found = node;
    else if (isEvaluatedLater(node)) for (const child of evaluatedNow(node)) visit(child);
    else ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

function isEffect(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
  }
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    return node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
  }
  return (
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    ts.isDeleteExpression(node) ||
    ts.isTaggedTemplateExpression(node)
  );
}

const isEvaluatedLater = (node: ts.Node): boolean =>
  ts.isFunctionLike(node) || (ts.isPropertyDeclaration(node) && !isStatic(node));

const isStatic = (node: ts.PropertyDeclaration): boolean =>
  node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) === true;

/** Decorators and computed names are evaluated with the class. */
function evaluatedNow(node: ts.Node): ts.Node[] {
  const { name } = node as { name?: ts.Node };
  const decorators = ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];
  return [...decorators, ...(name !== undefined && ts.isComputedPropertyName(name) ? [name] : [])];
}
