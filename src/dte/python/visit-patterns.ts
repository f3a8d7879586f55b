/** The patterns of `match`: single names are bound, dotted ones and classes are read. */
import { namedChildren } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import type { Scope } from './scope.ts';
import type { ScopeWalk } from './scope-walk.ts';

export function visitCase(walk: ScopeWalk, node: SyntaxNode, scope: Scope): void {
  for (const child of node.children) {
    if (child.type === 'case_pattern') visitPattern(walk, child, scope);
    else walk.visit(child, scope);
  }
}

function visitPattern(walk: ScopeWalk, node: SyntaxNode, scope: Scope): void {
  const children = namedChildren(node);
  switch (node.type) {
    case 'dotted_name':
      if (children.length > 1) visitDotted(walk, node, scope);
      else if (walk.nameOf(node) !== '_') walk.target(children[0], scope, { statement: node });
      return;
    case 'class_pattern':
      visitDotted(walk, children[0]!, scope);
      for (const child of children.slice(1)) visitPattern(walk, child, scope);
      return;
    case 'keyword_pattern':
      walk.note(children[0], 'keywordPattern', scope);
      for (const child of children.slice(1)) visitPattern(walk, child, scope);
      return;
    case 'identifier':
      walk.target(node, scope, { statement: node.parent! });
      return;
    default:
      for (const child of children) visitPattern(walk, child, scope);
  }
}

function visitDotted(walk: ScopeWalk, node: SyntaxNode, scope: Scope): void {
  namedChildren(node).forEach((part, index) => walk.note(part, index === 0 ? 'name' : 'attribute', scope));
}
