/** Expressions without what changes nothing about their values. */
import { ts } from './ts.ts';

/** Answers what stands within parentheses and assertions of types. Pure. */
export function bareExpression(node: ts.Expression): ts.Expression {
  let at = node;
  while (ts.isParenthesizedExpression(at) || ts.isAssertionExpression(at) || ts.isNonNullExpression(at))
    at = at.expression;
  return at;
}
