/** Python's scopes: which names each binds, and which binding a name means (Python reference, section 4.2). */
import { isWithin } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';

/** `types` is the scope around a generic function, class or alias, in which its type parameters live. */
export type ScopeKind = 'module' | 'class' | 'function' | 'lambda' | 'comprehension' | 'types';

/** How a name comes to be bound. */
export type BindingKind =
  | 'assignment'
  | 'class'
  | 'function'
  | 'parameter'
  /** `import a.b`, which binds `a`. */
  | 'import'
  /** `import a.b as c` */
  | 'importAs'
  /** `from m import x`, with or without another name. */
  | 'importFrom'
  | 'delete';

/** A place that binds a name. */
export interface Binding {
  readonly name: string;
  readonly kind: BindingKind;
  /** The identifier. */
  readonly node: SyntaxNode;
  /** The definition, parameter, import or assignment. */
  readonly statement: SyntaxNode;
}

/** A scope of one file. */
export class Scope {
  readonly kind: ScopeKind;
  readonly path: string;
  /** Number in the file. Renaming does not change it. */
  readonly index: number;
  readonly node: SyntaxNode;
  readonly parent: Scope | undefined;
  readonly bindings = new Map<string, Binding[]>();
  readonly globals = new Set<string>();
  readonly nonlocals = new Set<string>();

  constructor(kind: ScopeKind, place: { path: string; index: number; node: SyntaxNode }, parent: Scope | undefined) {
    this.kind = kind;
    this.path = place.path;
    this.index = place.index;
    this.node = place.node;
    this.parent = parent;
  }

  bind(binding: Binding): void {
    const known = this.bindings.get(binding.name);
    if (known === undefined) this.bindings.set(binding.name, [binding]);
    else known.push(binding);
  }

  /** The scope of the whole file. */
  get module(): Scope {
    return this.parent === undefined ? this : this.parent.module;
  }
}

/** A name in a scope: all the bindings of one variable. */
export interface SymbolRef {
  readonly scope: Scope;
  readonly name: string;
}

/** What a name may mean: no symbol where nothing in the file binds it, several where it depends on how the program runs. */
export interface Lookup {
  readonly symbols: readonly SymbolRef[];
  /** Whether it may also be what no scope of the file binds: a builtin, or what a star import brings. */
  readonly isFree: boolean;
}

const FREE: Lookup = { symbols: [], isFree: true };

/** Answers what a name means that is read or bound at a place. @param at - the identifier */
export function lookup(scope: Scope, name: string, at: SyntaxNode): Lookup {
  let seesClass = true;
  for (let current: Scope | undefined = scope; current !== undefined; current = current.parent) {
    if (current.globals.has(name)) return inModule(current.module, name, at);
    if (current.nonlocals.has(name)) return lookupEnclosing(current.parent, name, at);
    if (current.kind === 'module') return inModule(current, name, at);
    if (current.kind !== 'class') {
      if (current.bindings.has(name)) return one(current, name);
    } else if (seesClass && current.bindings.has(name)) return inClass(current, name, at);
    // Functions do not see the names of the class around them; the scope of type parameters does.
    seesClass = current.kind === 'types';
  }
  return FREE;
}

const one = (scope: Scope, name: string): Lookup => ({ symbols: [{ scope, name }], isFree: false });

function lookupEnclosing(scope: Scope | undefined, name: string, at: SyntaxNode): Lookup {
  for (let current = scope; current !== undefined; current = current.parent) {
    if (current.kind === 'class' || current.kind === 'module') continue;
    if (current.nonlocals.has(name)) continue;
    if (current.bindings.has(name)) return one(current, name);
  }
  return scope === undefined ? FREE : inModule(scope.module, name, at);
}

/** A class body that has not bound a name yet, or not for sure, reads the module's or a builtin. */
function inClass(scope: Scope, name: string, at: SyntaxNode): Lookup {
  const known = one(scope, name);
  if (isBoundBefore(scope, name, at)) return known;
  const outer = lookup(scope.module, name, at);
  if (isReadBeforeAll(scope, name, at)) return outer;
  if (outer.symbols.length === 0) return known;
  return { symbols: [...known.symbols, ...outer.symbols], isFree: outer.isFree };
}

function inModule(scope: Scope, name: string, at: SyntaxNode): Lookup {
  if (!scope.bindings.has(name)) return FREE;
  return { symbols: [{ scope, name }], isFree: !isBoundBefore(scope, name, at) && !isDeferred(scope, name, at) };
}

/** Whether the place is a binding, or a binding that is made in any case stands before it. */
function isBoundBefore(scope: Scope, name: string, at: SyntaxNode): boolean {
  const bindings = scope.bindings.get(name)!;
  return bindings.some(
    (binding) =>
      binding.node === at || (binding.statement.end <= at.start && isUnconditional(binding.node, scope.node)),
  );
}

function isReadBeforeAll(scope: Scope, name: string, at: SyntaxNode): boolean {
  const isFirst = scope.bindings
    .get(name)!
    .every(
      ({ node, statement }) => at.start < node.start || (isWithin(at, statement) && statement.type === 'assignment'),
    );
  return isFirst && isUnconditional(at, scope.node);
}

/** Whether the place runs later than the body of the module, which binds the name in any case. */
function isDeferred(scope: Scope, name: string, at: SyntaxNode): boolean {
  for (let node = at.parent; node !== undefined && node !== scope.node; node = node.parent) {
    if (node.type === 'function_definition' || node.type === 'lambda') {
      return scope.bindings.get(name)!.some((binding) => isUnconditional(binding.node, scope.node));
    }
  }
  return false;
}

/** Statements whose inside runs once, never or often. */
const CONDITIONAL: ReadonlySet<string> = new Set([
  'if_statement',
  'for_statement',
  'while_statement',
  'try_statement',
  'match_statement',
  'conditional_expression',
  'boolean_operator',
  'function_definition',
  'lambda',
]);

function isUnconditional(node: SyntaxNode, top: SyntaxNode): boolean {
  for (
    let inner = node, above = node.parent;
    above !== undefined && above !== top;
    inner = above, above = above.parent
  ) {
    const isItsName = above.type === 'function_definition' && inner.field === 'name';
    if (CONDITIONAL.has(above.type) && !isItsName) return false;
  }
  return true;
}

/** Answers the key of a symbol, the same before and after a renaming but for the name. Pure. */
export const symbolKey = ({ scope, name }: SymbolRef): string => `${scope.path}#${scope.index}:${name}`;
