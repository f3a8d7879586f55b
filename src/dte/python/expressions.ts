/** Expressions of Python by their form alone: what they do when they are evaluated, and what can stand beside them. */
import { childOf, namedChildren } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';

const PLAIN: ReadonlySet<string> = new Set([
  'identifier',
  'integer',
  'float',
  'true',
  'false',
  'none',
  'ellipsis',
  'lambda',
]);
const HOLDERS: ReadonlySet<string> = new Set([
  'parenthesized_expression',
  'tuple',
  'list',
  'set',
  'dictionary',
  'pair',
  'concatenated_string',
]);

/** Whether an expression has no effects and cannot fail, as far as that can be told: an attribute may be computed. Pure. */
export function isPure(node: SyntaxNode): boolean {
  if (PLAIN.has(node.type)) return true;
  if (node.type === 'string') return node.children.every(({ type }) => type !== 'interpolation');
  if (node.type === 'unary_operator') return /^(?:integer|float)$/.test(childOf(node, 'argument')!.type);
  if (node.type === 'not_operator') return isPure(childOf(node, 'argument')!);
  return HOLDERS.has(node.type) && namedChildren(node).every(isPure);
}

/** Whether an expression reads names one after the other and does nothing else. Pure. */
export function isChainOfNames(node: SyntaxNode): boolean {
  return node.type === 'identifier' || (node.type === 'attribute' && isChainOfNames(childOf(node, 'object')!));
}

const CLOSED: ReadonlySet<string> = new Set([
  'identifier',
  'integer',
  'true',
  'false',
  'none',
  'string',
  'attribute',
  'call',
  'subscript',
  'parenthesized_expression',
  'tuple',
  'list',
  'set',
  'dictionary',
]);

/** Whether an expression stays one whatever stands beside it. Pure. */
export const isClosed = (node: SyntaxNode): boolean =>
  CLOSED.has(node.type) && (node.type !== 'tuple' || node.children[0]?.type === '(');
