/** Operators that decide. */
import { ts } from '../../typescript/ts.ts';
import type { Mutation, Mutator } from '../mutant.ts';
import { instead, parentOf, withToken } from './nodes.ts';

const { SyntaxKind } = ts;

/** `true` becomes `false` and the other way round; `!a` becomes `a`. */
export const booleanLiteral: Mutator = (node, file) => {
  if (node.kind === SyntaxKind.TrueKeyword) return [instead(node, 'false', file)];
  if (node.kind === SyntaxKind.FalseKeyword) return [instead(node, 'true', file)];
  const isNot = ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken;
  return isNot ? [instead(node, ` ${node.operand.getText(file)}`, file)] : [];
};

const EQUALITY: ReadonlyMap<ts.SyntaxKind, readonly string[]> = new Map([
  [SyntaxKind.LessThanToken, ['<=', '>=']],
  [SyntaxKind.LessThanEqualsToken, ['<', '>']],
  [SyntaxKind.GreaterThanToken, ['>=', '<=']],
  [SyntaxKind.GreaterThanEqualsToken, ['>', '<']],
  [SyntaxKind.EqualsEqualsToken, ['!=']],
  [SyntaxKind.ExclamationEqualsToken, ['==']],
  [SyntaxKind.EqualsEqualsEqualsToken, ['!==']],
  [SyntaxKind.ExclamationEqualsEqualsToken, ['===']],
]);

/** `a < b` becomes `a <= b` and `a >= b`; `===` becomes `!==`. */
export const equalityOperator: Mutator = (node, file) => {
  if (!ts.isBinaryExpression(node)) return [];
  const others = EQUALITY.get(node.operatorToken.kind) ?? [];
  return others.map((other) => withToken(node, node.operatorToken, other, file));
};

const LOGICAL: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [SyntaxKind.AmpersandAmpersandToken, '||'],
  [SyntaxKind.BarBarToken, '&&'],
  [SyntaxKind.QuestionQuestionToken, '&&'],
]);

/** `a && b` becomes `a || b`. In parentheses, since these operators may not all stand side by side. */
export const logicalOperator: Mutator = (node, file) => {
  if (!ts.isBinaryExpression(node)) return [];
  const { left, operatorToken, right } = node;
  const other = LOGICAL.get(operatorToken.kind);
  if (other === undefined) return [];
  const text = `((${left.getText(file)}) ${other} (${right.getText(file)}))`;
  return [{ at: operatorToken.getStart(file), text }];
};

/** Conditions become `true` and `false`, those of loops `false`; the statements of a `case` go. */
export const conditionalExpression: Mutator = (node, file) => {
  if (ts.isForStatement(node) && node.condition === undefined) return [endlessLoop(node, file)];
  if (ts.isCaseOrDefaultClause(node)) return node.statements.length > 0 ? [emptyClause(node, file)] : [];
  if (!ts.isExpression(node) || ts.isParenthesizedExpression(node)) return [];
  return valuesOf(node).map((value) => ({ at: placeOfCondition(node, file), text: value }));
};

/** With the parentheses of `for`, whose condition is missing. */
function endlessLoop(node: ts.ForStatement, file: ts.SourceFile): Mutation {
  const start = node.getStart(file);
  const at = conditionPlace(node, file);
  return { at: start, text: `${file.text.slice(start, at)}false${file.text.slice(at, node.end)}` };
}

/** Answers where the condition of a `for` without one would stand: behind its first semicolon. Pure. */
export function conditionPlace(node: ts.ForStatement, file: ts.SourceFile): number {
  return node.getChildren(file).find(({ kind }) => kind === SyntaxKind.SemicolonToken)!.end;
}

function emptyClause(node: ts.CaseOrDefaultClause, file: ts.SourceFile): Mutation {
  const start = node.getStart(file);
  return { at: start, text: file.text.slice(start, node.statements.pos) };
}

function placeOfCondition(node: ts.Expression, file: ts.SourceFile): number {
  return ts.isBinaryExpression(node) ? node.operatorToken.getStart(file) : node.getStart(file);
}

const BOOLEAN: readonly ts.SyntaxKind[] = [
  ...EQUALITY.keys(),
  SyntaxKind.AmpersandAmpersandToken,
  SyntaxKind.BarBarToken,
];

/** Within `a || b` a `true` would do what `true` in place of the whole does; within `a && b` a `false`. */
function valuesOf(node: ts.Expression): readonly string[] {
  const { parent, child } = parentOf(node);
  if (isLoopTest(parent, child)) return ['false'];
  if (ts.isIfStatement(parent) && parent.expression === child) return ['true', 'false'];
  if (!ts.isBinaryExpression(node) || !BOOLEAN.includes(node.operatorToken.kind)) return [];
  const above = ts.isBinaryExpression(parent) ? parent.operatorToken.kind : undefined;
  if (above === SyntaxKind.BarBarToken) return ['false'];
  return above === SyntaxKind.AmpersandAmpersandToken ? ['true'] : ['true', 'false'];
}

function isLoopTest(parent: ts.Node, child: ts.Node): boolean {
  if (ts.isForStatement(parent)) return parent.condition === child;
  return (ts.isWhileStatement(parent) || ts.isDoStatement(parent)) && parent.expression === child;
}
