/** Where the switch of a mutant can stand: an expression that may be put into parentheses, a block, the statements of a `case`. */
import { ts } from '../typescript/ts.ts';
import { isAssigned } from './operators/nodes.ts';

/**
 * Answers the nearest node around a mutated one that a switch can stand in place of, or `undefined` where there is none. Pure.
 *
 * `a.filter(f).b` is switched as a whole, since `(x ? a : a.filter(f)).b()` would call with the right `this` only by chance.
 */
export function placeFor(node: ts.Node): ts.Node | undefined {
  if (ts.isBlock(node) || ts.isCaseOrDefaultClause(node) || ts.isForStatement(node)) return canHold(node);
  let place: ts.Node = node;
  while (ts.isExpression(place) || ts.isTemplateSpan(place)) {
    if (isWhole(place)) return place;
    place = place.parent;
  }
  return undefined;
}

/** A `case` whose names are used in another cannot get a block around its statements. */
function canHold(node: ts.Block | ts.CaseOrDefaultClause | ts.ForStatement): ts.Node | undefined {
  if (!ts.isCaseOrDefaultClause(node)) return node;
  return node.statements.some(isDeclaration) && node.parent.clauses.length > 1 ? undefined : node;
}

function isDeclaration(statement: ts.Statement): boolean {
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return true;
  return ts.isVariableStatement(statement) && (statement.declarationList.flags & ts.NodeFlags.BlockScoped) !== 0;
}

/** Whether an expression stands for itself: no link of a chain, not what is stored into, deleted or called. */
function isWhole(node: ts.Node): boolean {
  if (!ts.isExpression(node) || ts.isParenthesizedExpression(node) || ts.isSpreadElement(node)) return false;
  if (ts.isOmittedExpression(node) || ts.isExpressionWithTypeArguments(node) || isJsx(node)) return false;
  if (node.kind === ts.SyntaxKind.SuperKeyword || node.kind === ts.SyntaxKind.ImportKeyword) return false;
  return !isLink(node) && !isAssigned(node) && !isOperand(node) && !isName(node);
}

/** Below a link in parentheses there may be one as well: `(a?.b)()` calls with `a` as `this`. */
function isLink(node: ts.Node): boolean {
  const isChain =
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isParenthesizedExpression(node);
  const { parent } = node;
  if (!isChain) return false;
  if (ts.isParenthesizedExpression(parent)) return isLink(parent);
  if (ts.isNonNullExpression(parent)) return true;
  const isHead =
    ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent) || ts.isCallExpression(parent);
  return isHead && parent.expression === node;
}

/** Tags, what is deleted, what is counted up, what is asked for its type. */
function isOperand(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return isOperand(parent);
  if (ts.isTaggedTemplateExpression(parent)) return true;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken;
  }
  if (ts.isAsExpression(parent) || ts.isTypeAssertionExpression(parent) || ts.isSatisfiesExpression(parent)) {
    return isLink(parent) || isAssigned(parent);
  }
  return ts.isDeleteExpression(parent) || ts.isJsxOpeningLikeElement(parent) || ts.isJsxClosingElement(parent);
}

function isJsx(node: ts.Node): boolean {
  return ts.isJsxOpeningElement(node) || ts.isJsxAttributes(node) || ts.isJsxExpression(node);
}

/** Names of members, parameters and so on, which are expressions by their kind alone. */
function isName(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  const isNamed = 'name' in parent && parent.name === node;
  return isNamed || ts.isTemplateSpan(node) || ts.isMetaProperty(parent);
}
