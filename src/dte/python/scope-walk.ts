/** Goes through a Python file and notes every identifier with its scope. What each kind of statement does is handed in. */
import { childOf, namedChildren } from '../tree-sitter/syntax.ts';
import type { SyntaxFile, SyntaxNode } from '../tree-sitter/syntax.ts';
import { annotationSyntax } from './annotation.ts';
import type { ParseText } from './annotation.ts';
import { Scope } from './scope.ts';
import type { BindingKind, ScopeKind } from './scope.ts';

/** What an identifier is for. */
export type Role =
  /** A variable that is read, bound or declared. */
  | 'name'
  | 'attribute'
  /** `f(NAME=1)` */
  | 'keyword'
  /** `case C(NAME=1)` */
  | 'keywordPattern'
  /** `from m import NAME` */
  | 'imported'
  /** A part of a module's name behind `import` or `from`. */
  | 'module';

/** One identifier. */
export interface Occurrence {
  readonly node: SyntaxNode;
  readonly name: string;
  readonly role: Role;
  readonly scope: Scope;
}

/** Why a name is bound. */
export interface BindingReason {
  readonly statement: SyntaxNode;
  /** @default 'assignment' */
  readonly kind?: BindingKind;
}

/** What a type of node does to the scopes. */
export type Visitor = (walk: ScopeWalk, node: SyntaxNode, scope: Scope) => void;

/** The walk through one file. */
export class ScopeWalk {
  readonly scopes: Scope[] = [];
  readonly occurrences: Occurrence[] = [];
  /** `from m import *` */
  readonly stars: { readonly node: SyntaxNode; readonly scope: Scope }[] = [];
  readonly #file: SyntaxFile;
  readonly #parse: ParseText;
  readonly #visitors: ReadonlyMap<string, Visitor>;
  #isAnnotation = false;
  #isLiteral = false;

  constructor(file: SyntaxFile, parse: ParseText, visitors: ReadonlyMap<string, Visitor>) {
    this.#file = file;
    this.#parse = parse;
    this.#visitors = visitors;
  }

  open(kind: ScopeKind, node: SyntaxNode, parent: Scope | undefined): Scope {
    const scope = new Scope(kind, { path: this.#file.path, index: this.scopes.length, node }, parent);
    this.scopes.push(scope);
    return scope;
  }

  visitAll(nodes: readonly SyntaxNode[], scope: Scope): void {
    for (const node of nodes) this.visit(node, scope);
  }

  visit(node: SyntaxNode | undefined, scope: Scope): void {
    if (node === undefined) return;
    const visitor = this.#visitors.get(node.type);
    if (visitor === undefined) this.visitAll(node.children, scope);
    else visitor(this, node, scope);
  }

  textOf(node: SyntaxNode): string {
    return this.#file.text.slice(node.start, node.end);
  }

  /** Names that look different can be the same one: Python compares them in this form. */
  nameOf(node: SyntaxNode): string {
    return this.textOf(node).normalize('NFKC');
  }

  note(node: SyntaxNode | undefined, role: Role, scope: Scope): void {
    if (node === undefined || node.isMissing) return;
    this.occurrences.push({ node, name: this.nameOf(node), role, scope });
  }

  bind(node: SyntaxNode, scope: Scope, { statement, kind = 'assignment' }: BindingReason): void {
    const name = this.nameOf(node);
    if (scope.nonlocals.has(name)) return; // the scope around it binds it too
    (scope.globals.has(name) ? scope.module : scope).bind({ name, kind, node, statement });
  }

  /** A place that is assigned to: a name, or what holds names, or an attribute or element of something. */
  target(node: SyntaxNode | undefined, scope: Scope, reason: BindingReason): void {
    if (node === undefined) return;
    if (node.type === 'identifier') {
      this.note(node, 'name', scope);
      this.bind(node, scope, reason);
    } else if (TARGET_LISTS.has(node.type)) {
      for (const child of namedChildren(node)) this.target(child, scope, reason);
    } else this.visit(node, scope);
  }

  /** What stands for a type: texts in it are types as well. */
  annotation(node: SyntaxNode | undefined, scope: Scope): void {
    if (node === undefined) return;
    if (node.type === 'type') this.#below(node, scope, !this.#isLiteral);
    else this.#within(!this.#isLiteral, () => this.visit(node, scope));
  }

  string(node: SyntaxNode, scope: Scope): void {
    const syntax = this.#isAnnotation ? annotationSyntax(node, this.#file.text, this.#parse) : undefined;
    if (syntax === undefined) this.#below(node, scope, false);
    else this.visitAll(syntax, scope);
  }

  /** `Literal["x"]` holds a text and no type, and behind the first part of `Annotated` stands anything. */
  generic(node: SyntaxNode, scope: Scope): void {
    const base = childOf(node, 'value') ?? node.children[0]!;
    const before = this.#isLiteral;
    this.#isLiteral ||= /(?:^|\.)(?:Literal|Annotated)$/.test(this.textOf(base));
    this.#below(node, scope, this.#isAnnotation && !this.#isLiteral);
    this.#isLiteral = before;
  }

  #below(node: SyntaxNode, scope: Scope, isAnnotation: boolean): void {
    this.#within(isAnnotation, () => this.visitAll(node.children, scope));
  }

  #within(isAnnotation: boolean, act: () => void): void {
    const before = this.#isAnnotation;
    this.#isAnnotation = isAnnotation;
    act();
    this.#isAnnotation = before;
  }
}

const TARGET_LISTS: ReadonlySet<string> = new Set([
  'pattern_list',
  'tuple_pattern',
  'list_pattern',
  'list_splat_pattern',
  'list_splat',
  'expression_list',
  'parenthesized_expression',
  'tuple',
  'list',
]);

/** Answers the identifiers in a node, in order. Pure. */
export function identifiersOf(node: SyntaxNode): readonly SyntaxNode[] {
  return node.type === 'identifier' ? [node] : node.children.flatMap(identifiersOf);
}
