/** Operators that compute and store. */
import { ts } from '../../typescript/ts.ts';
import type { Mutator } from '../mutant.ts';
import { bare, instead, isText, withToken } from './nodes.ts';

const { SyntaxKind } = ts;

const ARITHMETIC: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [SyntaxKind.PlusToken, '-'],
  [SyntaxKind.MinusToken, '+'],
  [SyntaxKind.AsteriskToken, '/'],
  [SyntaxKind.SlashToken, '*'],
  [SyntaxKind.PercentToken, '*'],
]);

/** `a + b` becomes `a - b`; not where texts are put together. */
export const arithmeticOperator: Mutator = (node, file) => {
  if (!ts.isBinaryExpression(node)) return [];
  const other = ARITHMETIC.get(node.operatorToken.kind);
  if (other === undefined || isText(node.right) || isText(lastTerm(node.left))) return [];
  return [withToken(node, node.operatorToken, other, file)];
};

/** Of `a + b` the `b`: a sum that ends with a text is one. */
function lastTerm(left: ts.Expression): ts.Node {
  const plain = bare(left);
  const isComputed = ts.isBinaryExpression(plain) && !LOGICAL.includes(plain.operatorToken.kind);
  return isComputed ? plain.right : plain;
}

const LOGICAL: readonly ts.SyntaxKind[] = [
  SyntaxKind.AmpersandAmpersandToken,
  SyntaxKind.BarBarToken,
  SyntaxKind.QuestionQuestionToken,
];

const ASSIGNMENT: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [SyntaxKind.PlusEqualsToken, '-='],
  [SyntaxKind.MinusEqualsToken, '+='],
  [SyntaxKind.AsteriskEqualsToken, '/='],
  [SyntaxKind.SlashEqualsToken, '*='],
  [SyntaxKind.PercentEqualsToken, '*='],
  [SyntaxKind.LessThanLessThanEqualsToken, '>>='],
  [SyntaxKind.GreaterThanGreaterThanEqualsToken, '<<='],
  [SyntaxKind.AmpersandEqualsToken, '|='],
  [SyntaxKind.BarEqualsToken, '&='],
  [SyntaxKind.AmpersandAmpersandEqualsToken, '||='],
  [SyntaxKind.BarBarEqualsToken, '&&='],
  [SyntaxKind.QuestionQuestionEqualsToken, '&&='],
]);

const LOGICAL_ASSIGNMENT: readonly ts.SyntaxKind[] = [
  SyntaxKind.AmpersandAmpersandEqualsToken,
  SyntaxKind.BarBarEqualsToken,
  SyntaxKind.QuestionQuestionEqualsToken,
];

/** `a += b` becomes `a -= b`; not where a text is added. */
export const assignmentOperator: Mutator = (node, file) => {
  if (!ts.isBinaryExpression(node)) return [];
  const { operatorToken, right } = node;
  const other = ASSIGNMENT.get(operatorToken.kind);
  if (other === undefined || (isText(right) && !LOGICAL_ASSIGNMENT.includes(operatorToken.kind))) return [];
  return [withToken(node, operatorToken, other, file)];
};

/** `+a` becomes `-a`, `~a` becomes `a`. */
export const unaryOperator: Mutator = (node, file) => {
  if (!ts.isPrefixUnaryExpression(node)) return [];
  const operand = node.operand.getText(file);
  if (node.operator === SyntaxKind.PlusToken) return [instead(node, ` - ${operand}`, file)];
  if (node.operator === SyntaxKind.MinusToken) return [instead(node, ` + ${operand}`, file)];
  return node.operator === SyntaxKind.TildeToken ? [instead(node, ` ${operand}`, file)] : [];
};

/** `a++` becomes `a--`, before and behind. */
export const updateOperator: Mutator = (node, file) => {
  const isUpdate = ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node);
  if (!isUpdate) return [];
  const other = node.operator === SyntaxKind.PlusPlusToken ? '--' : '++';
  if (node.operator !== SyntaxKind.PlusPlusToken && node.operator !== SyntaxKind.MinusMinusToken) return [];
  const operand = node.operand.getText(file);
  return [instead(node, ts.isPrefixUnaryExpression(node) ? ` ${other}${operand}` : `${operand}${other} `, file)];
};
