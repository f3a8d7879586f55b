/** What every identifier of some names means, in a whole tree. */
import { ancestorOf, childOf, namedChildren } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import type { NameUse } from '../tree-sitter/name-use.ts';
import { ClassFamilies } from './class-families.ts';
import type { PythonTree } from './python-tree.ts';
import { lookup, symbolKey } from './scope.ts';
import type { Scope } from './scope.ts';
import type { Occurrence } from './scope-walk.ts';
import { SymbolGroups } from './symbol-groups.ts';
import { basesOf, Values } from './values.ts';
import type { Value } from './values.ts';
import { isBuiltin } from './names.ts';

/** An identifier of Python with what it means. */
export interface PythonUse extends NameUse {
  readonly occurrence: Occurrence;
}

/** Answers what identifiers of some names mean. */
export class NameUses {
  readonly tree: PythonTree;
  readonly values: Values;
  readonly groups: SymbolGroups;
  readonly #names: readonly string[];
  #families: ClassFamilies | undefined;

  constructor(tree: PythonTree, names: readonly string[]) {
    this.tree = tree;
    this.#names = names;
    this.values = new Values(tree);
    this.groups = new SymbolGroups(tree, names);
  }

  get families(): ClassFamilies {
    this.#families ??= new ClassFamilies(this.tree, this.values);
    return this.#families;
  }

  /** Answers all of them, in order of paths and places. */
  all(): PythonUse[] {
    return this.tree.project
      .mentioning(this.#names)
      .flatMap((path) =>
        (this.tree.scopes(path)?.occurrences ?? [])
          .filter((occurrence) => this.#names.includes(occurrence.name))
          .map((occurrence) => this.useOf(path, occurrence)),
      );
  }

  useOf(path: string, occurrence: Occurrence): PythonUse {
    return { path, node: occurrence.node, name: occurrence.name, keys: this.#keysOf(path, occurrence), occurrence };
  }

  #keysOf(path: string, { node, name, role, scope }: Occurrence): readonly string[] {
    switch (role) {
      case 'name':
        return this.#ofName(name, scope, node);
      case 'attribute':
        return [this.#ofMember(this.values.of(receiverOf(node), scope), name)];
      case 'keywordPattern':
        return [this.#ofMember(this.#patternClass(node, scope), name)];
      case 'keyword':
        return [this.#ofKeyword(node, name, scope)];
      case 'imported':
        return [this.#ofImported(path, node, name)];
      case 'module':
        return this.#ofModulePart(name, scope, node);
    }
  }

  #ofName(name: string, scope: Scope, node: SyntaxNode): readonly string[] {
    const { symbols, isFree } = lookup(scope, name, node);
    const keys = symbols.map((symbol) => this.#ofSymbol(symbol));
    if (isFree) keys.push(...this.#ofFree(scope.module, name, keys.length > 0));
    return [...new Set(keys)];
  }

  #ofSymbol(symbol: { scope: Scope; name: string }): string {
    if (symbol.scope.kind === 'class') return this.memberKey(symbol.scope, symbol.name);
    return this.groups.keyOf(symbol);
  }

  /** A name that the file does not bind. @param isElse - where it may be bound, only what can really stand for it counts */
  #ofFree(module: Scope, name: string, isElse: boolean): string[] {
    const source = this.tree.starSource(module, name);
    if (source === 'unsure') return [`star:${module.path}:${name}`];
    if (source !== undefined) return [this.groups.keyOf({ scope: module, name })];
    return isElse && !isBuiltin(name) ? [] : [`free:${name}`];
  }

  /** Answers the key of a member of a class. */
  memberKey(scope: Scope, name: string): string {
    return `member:${this.families.keyOf(scope)}:${name}`;
  }

  #ofMember(value: Value, name: string): string {
    switch (value.kind) {
      case 'module': {
        const member = this.tree.memberOf(value.module, name);
        if (member.kind === 'symbol') return this.groups.keyOf(member.symbol);
        return member.kind === 'module' ? `module:${member.module.path ?? member.module.folder ?? ''}` : 'unknown';
      }
      case 'class':
      case 'instance':
        return this.memberKey(value.scope, name);
      case 'foreign':
        return `foreign:${name}`;
      case 'function':
        return `function:${name}`;
      case 'unknown':
        return 'unknown';
    }
  }

  #patternClass(node: SyntaxNode, scope: Scope): Value {
    const pattern = ancestorOf(node, ['class_pattern'])!;
    return this.values.of(namedChildren(pattern)[0], scope);
  }

  #ofImported(path: string, node: SyntaxNode, name: string): string {
    const statement = ancestorOf(node, ['import_from_statement'])!;
    const member = this.tree.memberOf(this.tree.moduleNamed(path, childOf(statement, 'module_name')!), name);
    if (member.kind === 'symbol') return this.groups.keyOf(member.symbol);
    if (member.kind === 'module') return `module:${member.module.path ?? member.module.folder ?? ''}`;
    return `${member.kind}:${name}`;
  }

  /** `import NAME.x` binds NAME. */
  #ofModulePart(name: string, scope: Scope, node: SyntaxNode): readonly string[] {
    const binds = scope.bindings.get(name)?.some((binding) => binding.node === node) ?? false;
    return binds ? this.#ofName(name, scope, node) : [`path:${name}`];
  }

  #ofKeyword(node: SyntaxNode, name: string, scope: Scope): string {
    const call = node.parent!.parent!.parent;
    if (call?.type === 'class_definition') return `class-keyword:${name}`;
    if (call?.type !== 'call') return 'unknown';
    const callee = childOf(call, 'function');
    const value = this.values.of(callee, scope);
    if (value.kind === 'function') return this.#ofParameter(value.scope, name);
    if (value.kind === 'class') return this.#ofConstructor(value.scope, name, 0);
    if (value.kind === 'foreign') return `foreign:${name}`;
    const method = callee?.type === 'attribute' ? this.#methodOf(callee, scope) : undefined;
    return method === undefined ? 'unknown' : this.#ofParameter(method, name);
  }

  /** `self.m(NAME=1)`, where one class of the family alone has `m`. */
  #methodOf(callee: SyntaxNode, scope: Scope): Scope | undefined {
    const object = this.values.of(childOf(callee, 'object'), scope);
    if (object.kind !== 'instance' && object.kind !== 'class') return undefined;
    const name = this.tree.textOf(scope.path, childOf(callee, 'attribute')!);
    const family = this.families.keyOf(object.scope);
    const owners = this.families.membersOf(family).filter((member) => member.bindings.has(name));
    if (owners.length !== 1 || this.families.outsideOf(family, name).length > 0) return undefined;
    const value = this.values.ofSymbol({ scope: owners[0]!, name });
    return value.kind === 'function' ? value.scope : undefined;
  }

  #ofParameter(scope: Scope, name: string): string {
    const isParameter = scope.bindings.get(name)?.some((binding) => binding.kind === 'parameter') ?? false;
    return isParameter ? symbolKey({ scope, name }) : `function:${name}`;
  }

  /** The parameter of `__init__`, or a field of a class that makes one from its fields. */
  #ofConstructor(scope: Scope, name: string, depth: number): string {
    for (const constructor of ['__init__', '__new__']) {
      if (!scope.bindings.has(constructor)) continue;
      const value = this.values.ofSymbol({ scope, name: constructor });
      return value.kind === 'function' ? this.#ofParameter(value.scope, name) : 'unknown';
    }
    if (scope.bindings.has(name)) return this.memberKey(scope, name);
    const bases = basesOf(scope).map((base) => this.values.of(base, scope.parent!));
    if (bases.length === 0) return `function:${name}`;
    const [first] = bases;
    return bases.length === 1 && first?.kind === 'class' && depth < 20
      ? this.#ofConstructor(first.scope, name, depth + 1)
      : 'unknown';
  }
}

/** Answers the expression whose attribute a node is; of a dotted pattern the names before it. */
function receiverOf(node: SyntaxNode): SyntaxNode | undefined {
  const parent = node.parent!;
  if (parent.type === 'attribute') return childOf(parent, 'object');
  const index = namedChildren(parent).indexOf(node);
  return { ...parent, children: namedChildren(parent).slice(0, index) };
}

/** Answers the scope in which a use binds its name by a definition of its own. */
export function bindingScope({ node, name, occurrence: { scope } }: PythonUse): Scope | undefined {
  return [scope, scope.module].find((place) =>
    place.bindings.get(name)?.some((binding) => binding.node === node && !binding.kind.startsWith('import')),
  );
}
