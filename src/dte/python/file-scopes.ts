/** The scopes of one Python file. */
import { childOf, namedChildren } from '../tree-sitter/syntax.ts';
import type { SyntaxFile, SyntaxNode } from '../tree-sitter/syntax.ts';
import type { ParseText } from './annotation.ts';
import type { Scope } from './scope.ts';
import { ScopeWalk } from './scope-walk.ts';
import type { Occurrence, Visitor } from './scope-walk.ts';
import {
  visitClass,
  visitComprehension,
  visitFunction,
  visitLambda,
  visitNamedExpression,
  visitTypeAlias,
} from './visit-definitions.ts';
import { visitImport, visitImportFrom } from './visit-imports.ts';
import { visitCase } from './visit-patterns.ts';

/** What there is to know of one file alone. */
export interface FileScopes {
  readonly file: SyntaxFile;
  readonly module: Scope;
  readonly scopes: readonly Scope[];
  /** In order of their places. */
  readonly occurrences: readonly Occurrence[];
  /** `from m import *` */
  readonly stars: readonly { readonly node: SyntaxNode; readonly scope: Scope }[];
}

const known = new WeakMap<SyntaxFile, FileScopes>();

/** Answers the scopes of a file. @param parse - for types that are written as texts */
export function scopesOf(file: SyntaxFile, parse: ParseText): FileScopes {
  const before = known.get(file);
  if (before !== undefined) return before;
  const walk = new ScopeWalk(file, parse, VISITORS);
  const module = walk.open('module', file.root, undefined);
  walk.visitAll(file.root.children, module);
  const occurrences = walk.occurrences.sort((a, b) => a.node.start - b.node.start);
  const fresh = { file, module, scopes: walk.scopes, occurrences, stars: walk.stars };
  known.set(file, fresh);
  return fresh;
}

const VISITORS: ReadonlyMap<string, Visitor> = new Map<string, Visitor>([
  ['identifier', (walk, node, scope) => walk.note(node, 'name', scope)],
  ['attribute', visitAttribute],
  ['keyword_argument', visitKeyword],
  ['function_definition', visitFunction],
  ['class_definition', visitClass],
  ['lambda', visitLambda],
  ['list_comprehension', visitComprehension],
  ['set_comprehension', visitComprehension],
  ['dictionary_comprehension', visitComprehension],
  ['generator_expression', visitComprehension],
  ['named_expression', visitNamedExpression],
  ['assignment', visitAssignment],
  ['augmented_assignment', visitAssignment],
  ['for_statement', visitAssignment],
  ['as_pattern_target', visitAlias],
  ['delete_statement', visitDelete],
  ['global_statement', (walk, node, scope) => visitDeclaration(walk, node, scope, scope.globals)],
  ['nonlocal_statement', (walk, node, scope) => visitDeclaration(walk, node, scope, scope.nonlocals)],
  ['import_statement', visitImport],
  ['import_from_statement', visitImportFrom],
  ['future_import_statement', () => undefined],
  ['case_clause', visitCase],
  ['type', (walk, node, scope) => walk.annotation(node, scope)],
  ['type_alias_statement', visitTypeAlias],
  ['string', (walk, node, scope) => walk.string(node, scope)],
  ['generic_type', (walk, node, scope) => walk.generic(node, scope)],
  ['subscript', (walk, node, scope) => walk.generic(node, scope)],
]);

function visitAttribute(walk: ScopeWalk, node: SyntaxNode, scope: Scope): void {
  walk.visit(childOf(node, 'object'), scope);
  walk.note(childOf(node, 'attribute'), 'attribute', scope);
}

/** `TypeVar("T", bound="Account")` names a type in a text. */
function visitKeyword(walk: ScopeWalk, node: SyntaxNode, scope: Scope): void {
  const name = childOf(node, 'name')!;
  walk.note(name, 'keyword', scope);
  if (walk.nameOf(name) === 'bound') walk.annotation(childOf(node, 'value'), scope);
  else walk.visit(childOf(node, 'value'), scope);
}

/** An assignment, or a loop, which assigns as well. */
function visitAssignment(walk: ScopeWalk, node: SyntaxNode, scope: Scope): void {
  walk.target(childOf(node, 'left'), scope, { statement: node });
  for (const child of node.children) {
    if (child.field === 'type') walk.annotation(child, scope);
    else if (child.field !== 'left') walk.visit(child, scope);
  }
}

function visitAlias(walk: ScopeWalk, node: SyntaxNode, scope: Scope): void {
  for (const child of node.children) walk.target(child, scope, { statement: node.parent! });
}

function visitDelete(walk: ScopeWalk, node: SyntaxNode, scope: Scope): void {
  for (const child of namedChildren(node)) walk.target(child, scope, { statement: node, kind: 'delete' });
}

function visitDeclaration(walk: ScopeWalk, node: SyntaxNode, scope: Scope, names: Set<string>): void {
  for (const child of namedChildren(node)) {
    names.add(walk.nameOf(child));
    walk.note(child, 'name', scope);
  }
}
