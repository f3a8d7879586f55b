/** Functions, classes, lambdas and comprehensions: what opens a scope. */
import { childOf, childrenOf, namedChildren } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import type { Scope } from './scope.ts';
import { identifiersOf } from './scope-walk.ts';
import type { ScopeWalk } from './scope-walk.ts';

export function visitFunction(walk: ScopeWalk, node: SyntaxNode, scope: Scope): void {
  walk.target(childOf(node, 'name'), scope, { statement: node, kind: 'function' });
  const outer = typeParameters(walk, node, scope);
  const inner = walk.open('function', node, outer);
  visitParameters(walk, childOf(node, 'parameters'), { inner, defaults: scope, types: outer });
  walk.annotation(childOf(node, 'return_type'), outer);
  walk.visit(childOf(node, 'body'), inner);
}

export function visitLambda(walk: ScopeWalk, node: SyntaxNode, scope: Scope): void {
  const inner = walk.open('lambda', node, scope);
  visitParameters(walk, childOf(node, 'parameters'), { inner, defaults: scope, types: scope });
  walk.visit(childOf(node, 'body'), inner);
}

export function visitClass(walk: ScopeWalk, node: SyntaxNode, scope: Scope): void {
  walk.target(childOf(node, 'name'), scope, { statement: node, kind: 'class' });
  const outer = typeParameters(walk, node, scope);
  walk.visit(childOf(node, 'superclasses'), outer);
  walk.visit(childOf(node, 'body'), walk.open('class', node, outer));
}

/** All of it runs in a scope of its own, except what the first `for` goes over. */
export function visitComprehension(walk: ScopeWalk, node: SyntaxNode, scope: Scope): void {
  const inner = walk.open('comprehension', node, scope);
  const clauses = node.children.filter((child) => child.type === 'for_in_clause');
  for (const clause of clauses) {
    walk.target(childOf(clause, 'left'), inner, { statement: clause });
    for (const right of childrenOf(clause, 'right')) walk.visit(right, clause === clauses[0] ? scope : inner);
  }
  walk.visitAll(
    node.children.filter((child) => child.type !== 'for_in_clause'),
    inner,
  );
}

/** `x := 1` binds around the comprehension that it stands in. */
export function visitNamedExpression(walk: ScopeWalk, node: SyntaxNode, scope: Scope): void {
  let outer = scope;
  while (outer.kind === 'comprehension') outer = outer.parent!;
  walk.target(childOf(node, 'name'), outer, { statement: node });
  walk.visit(childOf(node, 'value'), scope);
}

/** `type Pair[T] = tuple[T, T]` */
export function visitTypeAlias(walk: ScopeWalk, node: SyntaxNode, scope: Scope): void {
  const left = namedChildren(childOf(node, 'left')!)[0]!;
  const [name, parameters] = left.type === 'generic_type' ? namedChildren(left) : [left, undefined];
  walk.target(name, scope, { statement: node });
  const inner = walk.open('types', node, scope);
  for (const type of parameters === undefined ? [] : namedChildren(parameters)) typeParameter(walk, type, inner);
  walk.annotation(childOf(node, 'right'), inner);
}

interface ParameterScopes {
  readonly inner: Scope;
  /** Defaults belong to the scope around the function; only the names belong to the function. */
  readonly defaults: Scope;
  readonly types: Scope;
}

function visitParameters(walk: ScopeWalk, list: SyntaxNode | undefined, scopes: ParameterScopes): void {
  for (const parameter of list === undefined ? [] : namedChildren(list)) {
    for (const child of parameter.type === 'identifier' ? [parameter] : parameter.children) {
      if (child.field === 'value') walk.visit(child, scopes.defaults);
      else if (child.field === 'type') walk.annotation(child, scopes.types);
      else {
        for (const name of identifiersOf(child)) {
          walk.target(name, scopes.inner, { statement: parameter, kind: 'parameter' });
        }
      }
    }
  }
}

function typeParameters(walk: ScopeWalk, node: SyntaxNode, scope: Scope): Scope {
  const parameters = childOf(node, 'type_parameters');
  if (parameters === undefined) return scope;
  const inner = walk.open('types', node, scope);
  for (const type of namedChildren(parameters)) typeParameter(walk, type, inner);
  return inner;
}

/** `T`, `T: bound`, `*Ts`, `**P` */
function typeParameter(walk: ScopeWalk, type: SyntaxNode, scope: Scope): void {
  const [name, ...bounds] = namedChildren(type);
  if (name?.type === 'identifier') walk.target(name, scope, { statement: type });
  else if (name !== undefined) typeParameter(walk, name, scope);
  for (const bound of bounds) walk.annotation(bound, scope);
}
