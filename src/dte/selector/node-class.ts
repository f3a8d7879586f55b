/** Classes of nodes such as `:statement`, by the names of ESTree's types. */
import type { QueryNode } from './query-node.ts';
import type { NodeClass } from './selector-node.ts';

const FUNCTIONS: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
]);

/** Answers whether a node is of a class. A declaration is a statement, and an expression a pattern, as in ESTree. Pure. */
export function classHolds(name: NodeClass, node: QueryNode, parent: QueryNode | undefined): boolean {
  const { type } = node;
  switch (name) {
    case 'function':
      return FUNCTIONS.has(type);
    case 'statement':
      return type.endsWith('Statement') || type.endsWith('Declaration');
    case 'declaration':
      return type.endsWith('Declaration');
    case 'pattern':
      return type.endsWith('Pattern') || isExpression(type, parent);
    case 'expression':
      return isExpression(type, parent);
  }
}

const isExpression = (type: string, parent: QueryNode | undefined): boolean =>
  type.endsWith('Expression') ||
  type.endsWith('Literal') ||
  type === 'MetaProperty' ||
  (type === 'Identifier' && parent?.type !== 'MetaProperty');
