/** What an expression is for sure: a module, a class, an object of a class, a function, or something from outside of the tree. */
import { ancestorOf, childOf, namedChildren } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import type { ModuleAnswer, TreeModule } from './modules.ts';
import { isBuiltin } from './names.ts';
import type { Member, PythonTree } from './python-tree.ts';
import { lookup } from './scope.ts';
import type { Binding, Lookup, Scope, SymbolRef } from './scope.ts';

/** What is known of a value. `foreign` has nothing to do with the files of the tree. */
export type Value =
  | { readonly kind: 'module'; readonly module: TreeModule }
  | { readonly kind: 'class' | 'instance'; readonly scope: Scope }
  | { readonly kind: 'function'; readonly scope: Scope }
  /** What `holds` others is Python's own, and what it holds can be anything. */
  | { readonly kind: 'foreign'; readonly holds?: true }
  | { readonly kind: 'unknown' };

const UNKNOWN: Value = { kind: 'unknown' };
const FOREIGN: Value = { kind: 'foreign' };
const CONTAINER: Value = { kind: 'foreign', holds: true };

/** Longest chain of names that is followed. */
const MAX_STEPS = 40;

/** Expressions whose value is of a class of Python itself. */
const LITERALS: ReadonlyMap<string, Value> = new Map([
  ...['string', 'concatenated_string', 'integer', 'float', 'none', 'true', 'false'].map(
    (type) => [type, FOREIGN] as const,
  ),
  ...['list', 'dictionary', 'set', 'tuple'].map((type) => [type, CONTAINER] as const),
  ...['list', 'set', 'dictionary'].map((type) => [`${type}_comprehension`, CONTAINER] as const),
  ['generator_expression', CONTAINER],
]);

/** Decorators that leave a class or a function what it is, for those who call it. */
const FAITHFUL_DECORATORS =
  /^(?:\w+\.)*(?:dataclass|total_ordering|final|runtime_checkable|unique|staticmethod|classmethod|abstractmethod|override|overload|cache|lru_cache|contextmanager|asynccontextmanager)(?:\(.*\))?$/s;

/** Finds values. Nothing is guessed: what depends on how the program runs is `unknown`. */
export class Values {
  readonly #tree: PythonTree;

  constructor(tree: PythonTree) {
    this.#tree = tree;
  }

  /** Answers the value of an expression in a scope. */
  of(node: SyntaxNode | undefined, scope: Scope, steps = 0): Value {
    if (node === undefined || steps > MAX_STEPS) return UNKNOWN;
    const literal = LITERALS.get(node.type);
    if (literal !== undefined) return literal;
    switch (node.type) {
      case 'identifier':
        return this.#ofName(this.#tree.textOf(scope.path, node), scope, node, steps + 1);
      case 'attribute': {
        const object = this.of(childOf(node, 'object'), scope, steps + 1);
        return this.#ofAttribute(object, this.#tree.textOf(scope.path, childOf(node, 'attribute')!), steps + 1);
      }
      case 'parenthesized_expression':
        return this.of(namedChildren(node)[0], scope, steps + 1);
      case 'call':
        return this.#ofCall(node, scope, steps + 1);
      case 'subscript': // C[int] is C, but for an object it can be anything
        return classOnly(this.of(childOf(node, 'value'), scope, steps + 1));
      case 'dotted_name':
        return this.ofDotted(node, scope, namedChildren(node).length);
      default:
        return UNKNOWN;
    }
  }

  /** Answers the value of the first names of a dotted one, as patterns have them. */
  ofDotted(node: SyntaxNode, scope: Scope, count: number): Value {
    const [first, ...rest] = namedChildren(node).slice(0, count);
    return rest.reduce<Value>(
      (value, part) => this.#ofAttribute(value, this.#tree.textOf(scope.path, part), 1),
      this.of(first, scope),
    );
  }

  /** Answers what all bindings of a symbol agree on. */
  ofSymbol(symbol: SymbolRef, steps = 0): Value {
    const bindings = symbol.scope.bindings.get(symbol.name) ?? [];
    if (steps > MAX_STEPS) return UNKNOWN;
    if (bindings.length === 0) {
      const source = this.#tree.starSource(symbol.scope, symbol.name);
      return source === undefined || source === 'unsure' ? UNKNOWN : this.ofSymbol(source, steps + 1);
    }
    const values = bindings.map((binding) => this.#ofBinding(binding, symbol.scope, steps + 1));
    if (!values.every((value) => isSame(value, values[0]!))) return UNKNOWN;
    return values.find((value) => 'holds' in value) ?? values[0]!;
  }

  #ofName(name: string, scope: Scope, at: SyntaxNode, steps: number): Value {
    const found: Lookup = lookup(scope, name, at);
    if (found.symbols.length > 1) return UNKNOWN;
    const symbol = found.symbols[0] ?? { scope: scope.module, name };
    if (found.symbols.length === 1) return this.ofSymbol(symbol, steps);
    const source = this.#tree.starSource(scope.module, name);
    if (source === 'unsure') return UNKNOWN;
    if (source !== undefined) return this.ofSymbol(source, steps);
    return isBuiltin(name) ? FOREIGN : UNKNOWN;
  }

  #ofBinding(binding: Binding, scope: Scope, steps: number): Value {
    switch (binding.kind) {
      case 'class':
        if (!this.#keepsItself(binding.statement, scope)) return UNKNOWN;
        return { kind: 'class', scope: this.#scopeOf(binding.statement, scope.path, 'class') };
      case 'function':
        if (!this.#keepsItself(binding.statement, scope)) return UNKNOWN;
        return { kind: 'function', scope: this.#scopeOf(binding.statement, scope.path, 'function') };
      case 'import':
        return moduleValue(
          this.#tree.moduleNamed(scope.path, firstPart(binding.node, binding.statement), binding.node),
        );
      case 'importAs':
        return moduleValue(this.#tree.moduleNamed(scope.path, childOf(binding.statement, 'name')!));
      case 'importFrom':
        return this.#ofMember(this.#tree.importedBy(binding, scope.path), steps);
      case 'parameter':
        return this.#ofParameter(binding, scope);
      case 'assignment':
        return this.#ofAssignment(binding, scope, steps);
      case 'delete':
        return UNKNOWN;
    }
  }

  #scopeOf(node: SyntaxNode, path: string, kind: 'class' | 'function'): Scope {
    return this.#tree.scopes(path)!.scopes.find((scope) => scope.node === node && scope.kind === kind)!;
  }

  #ofMember(member: Member, steps: number): Value {
    if (member.kind === 'symbol') return this.ofSymbol(member.symbol, steps);
    if (member.kind === 'module') return { kind: 'module', module: member.module };
    return member.kind === 'foreign' ? FOREIGN : UNKNOWN;
  }

  #ofAttribute(object: Value, name: string, steps: number): Value {
    if (object.kind === 'module') return this.#ofMember(this.#tree.memberOf(object.module, name), steps);
    if (object.kind === 'class' && object.scope.bindings.has(name))
      return this.ofSymbol({ scope: object.scope, name }, steps);
    return object.kind === 'foreign' ? FOREIGN : UNKNOWN;
  }

  /** Calling a class gives an object of it; a call of `super` one that is looked up like an object of this class. */
  #ofCall(node: SyntaxNode, scope: Scope, steps: number): Value {
    const callee = childOf(node, 'function')!;
    const value = this.of(callee, scope, steps);
    if (value.kind === 'class') return { kind: 'instance', scope: value.scope };
    const isSuper = value.kind === 'foreign' && this.#tree.textOf(scope.path, callee) === 'super';
    const around = isSuper ? classAround(scope) : undefined;
    return around === undefined ? UNKNOWN : { kind: 'instance', scope: around };
  }

  /** The first parameter of a method is the object, or for a class method the class. */
  #ofParameter(binding: Binding, scope: Scope): Value {
    const around = methodClass(scope);
    if (around === undefined || scope.kind !== 'function') return UNKNOWN;
    const first = namedChildren(childOf(scope.node, 'parameters')!)[0];
    if (first !== binding.statement || first.type.includes('splat')) return UNKNOWN;
    const decorators = this.#decoratorsOf(scope.node, scope.path);
    if (decorators.includes('staticmethod')) return UNKNOWN;
    const name = this.#tree.textOf(scope.path, childOf(scope.node, 'name')!);
    const isClass =
      decorators.includes('classmethod') || ['__new__', '__init_subclass__', '__class_getitem__'].includes(name);
    return { kind: isClass ? 'class' : 'instance', scope: around };
  }

  /** Whether nothing but decorators that give back what they get stand before a definition. */
  #keepsItself(definition: SyntaxNode, scope: Scope): boolean {
    return this.#decoratorsOf(definition, scope.path).every((text) => FAITHFUL_DECORATORS.test(text));
  }

  #decoratorsOf(definition: SyntaxNode, path: string): string[] {
    const above = definition.parent;
    if (above?.type !== 'decorated_definition') return [];
    const decorators = above.children.filter((child) => child.type === 'decorator');
    return decorators.map((decorator) => this.#tree.textOf(path, namedChildren(decorator)[0]!));
  }

  /** `x = C()`: an object that is bound to nothing else. */
  #ofAssignment(binding: Binding, scope: Scope, steps: number): Value {
    const { statement, node } = binding;
    const isWhole = statement.type === 'assignment' && childOf(statement, 'left') === node;
    return isWhole ? this.of(childOf(statement, 'right'), scope, steps) : UNKNOWN;
  }
}

const moduleValue = (answer: ModuleAnswer): Value =>
  answer === 'foreign' ? FOREIGN : answer === 'unsure' ? UNKNOWN : { kind: 'module', module: answer };

const classOnly = (value: Value): Value =>
  value.kind === 'class' || (value.kind === 'foreign' && value.holds === undefined) ? value : UNKNOWN;

/** `import a.b` without another name: the dotted name itself. */
const firstPart = (node: SyntaxNode, statement: SyntaxNode): SyntaxNode =>
  statement.type === 'dotted_name' ? statement : node;

function isSame(a: Value, b: Value): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === 'module')
    return b.kind === 'module' && a.module.path === b.module.path && a.module.folder === b.module.folder;
  return !('scope' in a) || ('scope' in b && a.scope === b.scope);
}

/** Answers the class in whose body a function stands, or `undefined`. */
export function methodClass(scope: Scope): Scope | undefined {
  const parent = scope.parent?.kind === 'types' ? scope.parent.parent : scope.parent;
  return parent?.kind === 'class' ? parent : undefined;
}

/** Answers the class in whose method a place is. */
function classAround(scope: Scope): Scope | undefined {
  for (let current: Scope | undefined = scope; current !== undefined; current = current.parent) {
    if (current.kind === 'function') return methodClass(current);
  }
  return undefined;
}

/** Answers the expressions that a class names as its bases. */
export function basesOf(scope: Scope): readonly SyntaxNode[] {
  const list = childOf(scope.node, 'superclasses');
  return list === undefined ? [] : namedChildren(list).filter((node) => node.type !== 'keyword_argument');
}

/** Answers the call that a node is the callee of, or `undefined`. */
export const callOf = (node: SyntaxNode): SyntaxNode | undefined => {
  const call = ancestorOf(node, ['call']);
  return call !== undefined && childOf(call, 'function') === node ? call : undefined;
};
