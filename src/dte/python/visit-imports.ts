/** Imports: what they name and what they bind. */
import { childOf, childrenOf, hasChild, namedChildren } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import type { Scope } from './scope.ts';
import { identifiersOf } from './scope-walk.ts';
import type { ScopeWalk } from './scope-walk.ts';

/** `import a.b` binds `a`, `import a.b as c` binds `c`. */
export function visitImport(walk: ScopeWalk, node: SyntaxNode, scope: Scope): void {
  for (const item of childrenOf(node, 'name')) {
    const alias = childOf(item, 'alias');
    const parts = namedChildren(alias === undefined ? item : childOf(item, 'name')!);
    for (const part of parts) walk.note(part, 'module', scope);
    if (alias === undefined) walk.bind(parts[0]!, scope, { statement: item, kind: 'import' });
    else walk.target(alias, scope, { statement: item, kind: 'importAs' });
  }
}

/** `from m import x` names `x` of `m` and binds `x` here, `from m import x as y` binds `y`. */
export function visitImportFrom(walk: ScopeWalk, node: SyntaxNode, scope: Scope): void {
  const from = childOf(node, 'module_name');
  for (const part of from === undefined ? [] : identifiersOf(from)) walk.note(part, 'module', scope);
  if (hasChild(node, 'wildcard_import')) walk.stars.push({ node, scope });
  for (const item of childrenOf(node, 'name')) {
    const alias = childOf(item, 'alias');
    const name = namedChildren(alias === undefined ? item : childOf(item, 'name')!)[0]!;
    walk.note(name, 'imported', scope);
    if (alias === undefined) walk.bind(name, scope, { statement: item, kind: 'importFrom' });
    else walk.target(alias, scope, { statement: item, kind: 'importFrom' });
  }
}
