/** Where local variables of Java live: none may hide another one of its method. */
import type { NameUse } from '../tree-sitter/name-use.ts';
import { ancestorOf, isWithin } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import { roleOf } from './roles.ts';

const SCOPES = [
  'block',
  'constructor_body',
  'lambda_expression',
  'for_statement',
  'enhanced_for_statement',
  'catch_clause',
  'try_with_resources_statement',
  'switch_block',
  'switch_rule',
  'method_declaration',
  'constructor_declaration',
];

const scopeOf = (node: SyntaxNode): SyntaxNode => ancestorOf(node, SCOPES) ?? node;

/** Answers the body of the type that a node is in. */
const bodyOf = (node: SyntaxNode): SyntaxNode | undefined =>
  ancestorOf(node, ['class_body', 'interface_body', 'enum_body', 'enum_body_declarations']);

/** Answers the member of a type that a node is in, or what stands at the top of the file: locals of others are out of sight. */
export function memberOf(node: SyntaxNode): SyntaxNode {
  const body = bodyOf(node);
  let member = node;
  while (member.parent !== undefined && member.parent !== body && member.parent.parent !== undefined)
    member = member.parent;
  return member;
}

/** Answers the other local variables of a name that would stand in the way of one at this place. Pure. */
export function localsBeside(uses: readonly NameUse[], { path, node }: NameUse, name: string): NameUse[] {
  if (roleOf(node) !== 'local') return [];
  const scope = scopeOf(node);
  return uses
    .filter((use) => use.path === path && use.name === name && use.node !== node && roleOf(use.node) === 'local')
    .filter((use) => {
      const isLater = use.node.start > node.start;
      return isLater ? isWithin(use.node, scope) : isWithin(node, scopeOf(use.node));
    })
    .filter((use) => bodyOf(use.node) === bodyOf(node));
}
