/** What callees of Python are bound to. */
import type { ApiBinding } from '../../tree-sitter/replace-api/api-language.ts';
import { childOf } from '../../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../../tree-sitter/syntax.ts';
import { NameUses } from '../name-uses.ts';
import type { PythonTree } from '../python-tree.ts';
import { lookup } from '../scope.ts';
import type { Binding, Scope, SymbolRef } from '../scope.ts';
import type { Occurrence } from '../scope-walk.ts';
import type { Value } from '../values.ts';
import { FullNames } from './full-names.ts';

/** How a file has got what a reference begins with. */
export interface ImportOrigin {
  readonly binding: Binding;
  readonly scope: Scope;
  /** As it is written: `.auth`, `requests`. */
  readonly module: string;
  /** The name behind `import` in `from m import name`; none where the module itself is imported. */
  readonly name: string | undefined;
}

/** What a callee is bound to, and how. */
export interface PythonBinding extends ApiBinding {
  readonly scope: Scope;
  readonly origin: ImportOrigin | undefined;
  /** The module that has it, as the file would name it in an import; none of what belongs to an object or class in a module. */
  readonly home: string | undefined;
}

/** Longest chain of imports that is followed. */
const MAX_STEPS = 40;

/** Finds bindings of some names. */
export class Bindings {
  readonly names: NameUses;
  readonly full: FullNames;
  readonly #tree: PythonTree;

  constructor(tree: PythonTree, names: readonly string[]) {
    this.#tree = tree;
    this.names = new NameUses(tree, names);
    this.full = new FullNames(tree, this.names.values);
  }

  /** Answers what `a.b` or `f` is bound to, or `undefined` where that cannot be told. */
  of(reference: SyntaxNode, { node, name, role, scope }: Occurrence): PythonBinding | undefined {
    const origin = this.originOf(rootOf(reference), scope);
    const full = this.full.of(reference, scope);
    if (full !== undefined)
      return {
        ...ofFullName(full, origin),
        home: this.#homeOf(reference, plainOrigin(reference, origin), scope),
        scope,
        origin,
      };
    const declared = reference.type === 'identifier' ? this.#declared(node, name, scope) : undefined;
    const { keys } = this.names.useOf(scope.path, { node, name, role, scope });
    const key = declared === undefined ? keys[0] : this.names.groups.keyOf(declared);
    const isSure = keys.length === 1 && (declared === undefined || this.#isOne(declared));
    if (!isSure || !/^member:|#\d+:/.test(key!)) return undefined;
    const place = key!.startsWith('member:') ? this.#ofMember(reference, scope) : this.#ofFunction(reference, scope);
    const modules = [...place.modules, ...(origin === undefined ? [] : [origin.module])];
    const home = key!.startsWith('member:') ? undefined : this.#homeOf(reference, origin, scope);
    return { key: key!, names: [...place.names, declared?.name ?? name], modules, home, scope, origin };
  }

  /** `from m import login as enter`: what `m` has. */
  #declared(node: SyntaxNode, name: string, scope: Scope): SymbolRef | undefined {
    let [symbol] = lookup(scope, name, node).symbols;
    for (let steps = 0; symbol !== undefined && steps < MAX_STEPS; steps++) {
      const [binding] = symbol.scope.bindings.get(symbol.name) ?? [];
      if (binding?.kind !== 'importFrom') return symbol.scope.kind === 'class' ? undefined : symbol;
      const member = this.#tree.importedBy(binding, symbol.scope.path);
      if (member.kind !== 'symbol') return symbol;
      symbol = this.#tree.originOf(member.symbol);
    }
    return symbol;
  }

  /** Whether a symbol is not imported from here or from there, depending on how the program runs. */
  #isOne({ scope, name }: SymbolRef): boolean {
    const bindings = scope.bindings.get(name) ?? [];
    return bindings.length < 2 || bindings.every(({ kind }) => !kind.startsWith('import'));
  }

  #ofMember(reference: SyntaxNode, scope: Scope): Pick<ApiBinding, 'names' | 'modules'> {
    const value = this.names.values.of(childOf(reference, 'object'), scope);
    const owner = 'scope' in value ? value.scope : scope;
    return {
      names: [...this.#moduleOf(owner.path), this.#nameOf(owner)],
      modules: [this.#moduleOf(owner.path).join('.')],
    };
  }

  #ofFunction(reference: SyntaxNode, scope: Scope): Pick<ApiBinding, 'names' | 'modules'> {
    const value: Value = this.names.values.of(reference, scope);
    if (!('scope' in value) || value.scope.parent?.kind !== 'module') return { names: [], modules: [] };
    const module = this.#moduleOf(value.scope.path);
    return { names: module, modules: [module.join('.')] };
  }

  /** `from shop import auth` and `auth.login`: `shop.auth`. */
  #homeOf(reference: SyntaxNode, origin: ImportOrigin | undefined, { path }: Scope): string | undefined {
    if (origin === undefined) return undefined;
    const { module, name, binding } = origin;
    if (reference.type === 'identifier') return name === undefined ? undefined : module;
    const [, ...steps] = this.#tree.textOf(path, childOf(reference, 'object')!).replaceAll(/\s/g, '').split('.');
    const first =
      name === undefined
        ? binding.kind === 'importAs'
          ? module
          : binding.name
        : `${module}${module.endsWith('.') ? '' : '.'}${name}`;
    return [first, ...steps].join('.');
  }

  #moduleOf(path: string): readonly string[] {
    return this.#tree.modules.nameOf(path);
  }

  #nameOf({ node, path }: Scope): string {
    const name = childOf(node, 'name');
    return name === undefined ? '' : this.#tree.textOf(path, name);
  }

  /** Answers the one import that a name comes from, or `undefined`. */
  originOf(root: SyntaxNode | undefined, scope: Scope): ImportOrigin | undefined {
    if (root === undefined) return undefined;
    const { symbols } = lookup(scope, this.#tree.textOf(scope.path, root), root);
    const bindings = symbols.length === 1 ? symbols[0]!.scope.bindings.get(symbols[0]!.name)! : [];
    const [binding] = bindings;
    if (bindings.length !== 1 || !binding!.kind.startsWith('import')) return undefined;
    const { statement, kind } = binding!;
    const named = childOf(statement, 'name') ?? statement;
    const text = (node: SyntaxNode): string => this.#tree.textOf(scope.path, node).replaceAll(/\s/g, '');
    const isFrom = kind === 'importFrom';
    return {
      binding: binding!,
      scope: symbols[0]!.scope,
      module: text(isFrom ? childOf(statement.parent, 'module_name')! : named),
      name: isFrom ? text(named) : undefined,
    };
  }
}

function ofFullName(full: string, origin: ImportOrigin | undefined): Pick<PythonBinding, 'key' | 'names' | 'modules'> {
  const names = full.split('.');
  const modules = names.slice(1).map((_, index) => names.slice(0, index + 1).join('.'));
  return { key: `foreign:${full}`, names, modules: [...modules, ...(origin === undefined ? [] : [origin.module])] };
}

/** Of `from m import x` and `x.f` nobody knows whether x is a module. */
const plainOrigin = (reference: SyntaxNode, origin: ImportOrigin | undefined): ImportOrigin | undefined =>
  reference.type === 'attribute' && origin?.name !== undefined ? undefined : origin;

/** Answers the name that `a.b.c` begins with; none of what begins with a call or the like. Pure. */
export function rootOf(reference: SyntaxNode): SyntaxNode | undefined {
  let at: SyntaxNode | undefined = reference;
  while (at?.type === 'attribute') at = childOf(at, 'object');
  return at?.type === 'identifier' ? at : undefined;
}

/** Answers the identifier that a reference ends with. Pure. */
export const lastOf = (reference: SyntaxNode): SyntaxNode | undefined =>
  reference.type === 'identifier' ? reference : childOf(reference, 'attribute');
