/** Questions about nodes that several operators ask. */
import { ts } from '../../typescript/ts.ts';
import type { Mutation } from '../mutant.ts';

/** Answers the expression within parentheses, which mean nothing themselves. Pure. */
export function bare(node: ts.Node): ts.Node {
  return ts.isParenthesizedExpression(node) ? bare(node.expression) : node;
}

/** Answers what a node is part of, parentheses left aside, and the child of it that leads to the node. Pure. */
export function parentOf(node: ts.Node): { readonly parent: ts.Node; readonly child: ts.Node } {
  let child = node;
  while (ts.isParenthesizedExpression(child.parent)) child = child.parent;
  return { parent: child.parent, child };
}

/** Whether a node is a text in quotes or backquotes, whatever is filled in. Pure. */
export function isText(node: ts.Node): boolean {
  const plain = bare(node);
  return ts.isStringLiteralLike(plain) || ts.isTemplateExpression(plain);
}

/** Answers the mutation that puts another token in place of an operator, kept apart from its neighbours by blanks. Pure. */
export function withToken(node: ts.Node, token: ts.Node, other: string, file: ts.SourceFile): Mutation {
  const at = token.getStart(file);
  const before = file.text.slice(node.getStart(file), at);
  const behind = file.text.slice(token.end, node.end);
  const [left, right] = [/\s$/.test(before) ? '' : ' ', /^\s/.test(behind) ? '' : ' '];
  return { at, text: before + left + other + right + behind };
}

/** Answers the mutation that puts a text in place of the whole node. Pure. */
export const instead = (node: ts.Node, text: string, file: ts.SourceFile): Mutation => ({
  at: node.getStart(file),
  text,
});

/** Whether an expression is where values are stored into, alone or within a pattern such as `[a, b] = c`. Pure. */
export function isAssigned(node: ts.Node): boolean {
  const { parent, child } = parentOf(node);
  if (ts.isBinaryExpression(parent)) return parent.left === child && isAssignment(parent.operatorToken.kind);
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === child;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === child && isAssigned(parent.parent);
  if (ts.isArrayLiteralExpression(parent) || ts.isSpreadElement(parent)) return isAssigned(parent);
  return ts.isSpreadAssignment(parent) && isAssigned(parent.parent);
}

const isAssignment = (kind: ts.SyntaxKind): boolean =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
