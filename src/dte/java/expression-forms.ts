/** Expressions of Java by their form alone: what they do when they are evaluated, and what can stand beside them. */
import { childOf, namedChildren } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';

const PLAIN: ReadonlySet<string> = new Set([
  'identifier',
  'this',
  'super',
  'true',
  'false',
  'null_literal',
  'lambda_expression',
  'class_literal',
]);

/** Whether an expression has no effects and cannot fail, as far as its form tells; reading a field counts as that. Pure. */
export function isPure(node: SyntaxNode): boolean {
  if (PLAIN.has(node.type) || isLiteral(node)) return true;
  if (node.type === 'field_access') return isPure(childOf(node, 'object')!);
  if (node.type === 'parenthesized_expression') return namedChildren(node).every(isPure);
  return node.type === 'unary_expression' && isPure(childOf(node, 'operand')!);
}

const isLiteral = ({ type, children }: SyntaxNode): boolean =>
  type.endsWith('_literal') && children.every((child) => child.type !== 'string_interpolation');

/** Whether an expression reads names one after the other and does nothing else. Pure. */
export function isChainOfNames(node: SyntaxNode): boolean {
  if (node.type === 'field_access' || node.type === 'scoped_identifier')
    return namedChildren(node).every(isChainOfNames);
  return ['identifier', 'type_identifier', 'this', 'super'].includes(node.type);
}

const CLOSED: ReadonlySet<string> = new Set([
  'identifier',
  'this',
  'true',
  'false',
  'null_literal',
  'string_literal',
  'character_literal',
  'decimal_integer_literal',
  'field_access',
  'method_invocation',
  'array_access',
  'parenthesized_expression',
  'class_literal',
]);

/** Whether an expression stays one whatever stands beside it. Pure. */
export const isClosed = ({ type }: SyntaxNode): boolean => CLOSED.has(type);
