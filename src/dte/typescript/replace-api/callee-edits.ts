/** The edits of a callee, and why it cannot be edited. */
import type { Finding } from '../../../base/report.ts';
import type { TextEdit } from '../../edit.ts';
import { atNode } from '../finding-at-node.ts';
import { ts } from '../ts.ts';
import type { ApiCall } from './api-uses.ts';
import type { Reference } from './callee.ts';
import { hasComment } from './list-ranges.ts';
import { isPure } from './purity.ts';
import type { Replacement } from './replacement.ts';

/** Answers the edits that write a replacement. @param head - what it begins with, by the name that the file has for it */
export function calleeEdits(
  path: string,
  callee: Reference,
  { isWhole, property }: Replacement,
  head: string | undefined,
): TextEdit[] {
  const edit = (node: ts.Node, text: string): TextEdit => ({ path, start: node.getStart(), end: node.end, text });
  const isUnchanged = (node: ts.Node, text: string): boolean => node.getText() === text;
  if (ts.isIdentifier(callee)) {
    const text = property === undefined ? head : `${head!}.${property}`;
    return text === undefined || isUnchanged(callee, text) ? [] : [edit(callee, text)];
  }
  if (isWhole) return isUnchanged(callee, head!) ? [] : [edit(callee, head!)];
  const parts: [ts.Node, string | undefined][] = [
    [callee.expression, head],
    [callee.name, property],
  ];
  return parts.flatMap(([node, text]) => (text === undefined || isUnchanged(node, text) ? [] : [edit(node, text)]));
}

/** Answers why a call cannot be replaced. */
export function calleeFaults(checker: ts.TypeChecker, { node, callee }: ApiCall, replacement: Replacement): Finding[] {
  const needsPerson = (message: string): Finding[] => [atNode('NEEDS_PERSON', message, node)];
  if (ts.isCallExpression(node) && node.questionDotToken !== undefined) {
    return needsPerson('This call is made only if there is something to call.');
  }
  const { head, isWhole, property } = replacement;
  if (ts.isIdentifier(callee)) {
    return head === undefined && property !== undefined
      ? needsPerson('The callee has no property: use details.newFunction.')
      : [];
  }
  if (head === undefined) return [];
  if (callee.questionDotToken !== undefined) return needsPerson('This call is made only if the object is there.');
  if (!isPure(checker, callee.expression) && !isWithoutEffect(callee.expression)) {
    return needsPerson('The object of this call may have effects, which would be lost.');
  }
  return isWhole && hasComment(callee.getText()) ? needsPerson('A comment within the callee would be lost.') : [];
}

/** Reading names one after the other, where nothing is known of them. */
function isWithoutEffect(expression: ts.Expression): boolean {
  if (expression.kind === ts.SyntaxKind.SuperKeyword || ts.isIdentifier(expression)) return true;
  if (expression.kind === ts.SyntaxKind.ThisKeyword) return true;
  return ts.isPropertyAccessExpression(expression) && isWithoutEffect(expression.expression);
}
