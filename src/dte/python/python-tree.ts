/** A tree of Python files with their scopes, modules and what they import from each other. */
import type { SyntaxProject } from '../tree-sitter/project.ts';
import type { SourceParser } from '../tree-sitter/parser.ts';
import { childOf } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import { scopesOf } from './file-scopes.ts';
import type { FileScopes } from './file-scopes.ts';
import { isSameModule, ModuleTable } from './modules.ts';
import type { ModuleAnswer, TreeModule } from './modules.ts';
import { identifiersOf } from './scope-walk.ts';
import type { Binding, Scope, SymbolRef } from './scope.ts';

/** What a module has under a name. */
export type Member =
  | { readonly kind: 'symbol'; readonly symbol: SymbolRef }
  | { readonly kind: 'module'; readonly module: TreeModule }
  | { readonly kind: 'foreign' | 'unsure' };

/** One state of a tree. Everything is found when it is first asked for. */
export class PythonTree {
  readonly project: SyntaxProject;
  readonly modules: ModuleTable;
  readonly #parse: SourceParser;
  readonly #starring = new Set<string>();

  constructor(project: SyntaxProject, parse: SourceParser) {
    this.project = project;
    this.#parse = parse;
    this.modules = new ModuleTable(project);
  }

  /** Answers the scopes of a file, or `undefined` where it cannot be read. */
  scopes(path: string): FileScopes | undefined {
    const file = this.project.file(path);
    return file === undefined ? undefined : scopesOf(file, (text) => this.#parse(path, text));
  }

  /** Answers the source text of a node. */
  textOf(path: string, node: SyntaxNode): string {
    return this.project.source(path)!.text.slice(node.start, node.end);
  }

  /** Answers the module behind `from`, or behind `import` up to one of its parts. */
  moduleNamed(path: string, name: SyntaxNode, upTo?: SyntaxNode): ModuleAnswer {
    const parts = identifiersOf(name);
    const names = parts.slice(0, upTo === undefined ? undefined : parts.indexOf(upTo) + 1);
    const texts = names.map((part) => this.textOf(path, part));
    if (name.type !== 'relative_import') return this.modules.absolute(path, texts);
    return this.modules.relative(path, this.textOf(path, childOfType(name, 'import_prefix')).length, texts);
  }

  /** Answers what a binding by `from m import x` takes from the module. */
  importedBy(binding: Binding, path: string): Member {
    const statement = binding.statement.parent!;
    const name = childOf(binding.statement, 'name') ?? binding.statement;
    return this.memberOf(this.moduleNamed(path, childOf(statement, 'module_name')!), this.textOf(path, name));
  }

  /** Answers what a module has under a name. */
  memberOf(module: ModuleAnswer, name: string): Member {
    if (module === 'foreign' || module === 'unsure') return { kind: module };
    const submodule = this.modules.submodule(module, name);
    const scope = module.path === undefined ? undefined : this.scopes(module.path)?.module;
    if (scope !== undefined && this.#has(scope, name, submodule)) return { kind: 'symbol', symbol: { scope, name } };
    return submodule === undefined ? { kind: 'unsure' } : { kind: 'module', module: submodule };
  }

  /** Whether a module binds a name itself or by a star import. Only importing its own submodule is no binding of its own. */
  #has(scope: Scope, name: string, submodule: TreeModule | undefined): boolean {
    const bindings = scope.bindings.get(name);
    if (bindings === undefined) return this.starSource(scope, name) !== undefined;
    return submodule === undefined || !bindings.every((binding) => this.#imports(binding, scope.path, submodule));
  }

  #imports(binding: Binding, path: string, module: TreeModule): boolean {
    if (binding.kind !== 'importFrom' || binding.statement.type === 'aliased_import') return false;
    const from = this.moduleNamed(path, childOf(binding.statement.parent, 'module_name')!);
    if (from === 'foreign' || from === 'unsure') return false;
    const submodule = this.modules.submodule(from, binding.name);
    return submodule !== undefined && isSameModule(submodule, module);
  }

  /** Answers the symbol that a star import at the top of a file brings under a name, or 'unsure' where it cannot be told. */
  starSource(scope: Scope, name: string): SymbolRef | 'unsure' | undefined {
    const key = `${scope.path}:${name}`;
    if (this.#starring.has(key)) return undefined; // two modules that import each other
    this.#starring.add(key);
    try {
      return this.#starSource(scope, name);
    } finally {
      this.#starring.delete(key);
    }
  }

  /** Answers the symbol that a star import in the end leads to. */
  originOf(symbol: SymbolRef): SymbolRef {
    const seen = new Set<Scope>();
    let origin = symbol;
    while (!origin.scope.bindings.has(origin.name) && !seen.has(origin.scope)) {
      seen.add(origin.scope);
      const source = this.starSource(origin.scope, origin.name);
      if (source === undefined || source === 'unsure') return origin;
      origin = source;
    }
    return origin;
  }

  #starSource(scope: Scope, name: string): SymbolRef | 'unsure' | undefined {
    let answer: SymbolRef | 'unsure' | undefined;
    for (const { node } of this.scopes(scope.path)!.stars) {
      const module = this.moduleNamed(scope.path, childOf(node, 'module_name')!);
      if (module === 'foreign' || module === 'unsure') answer = answer ?? 'unsure';
      else if (module.path !== undefined && this.#exports(module.path, name)) {
        answer = { scope: this.scopes(module.path)!.module, name };
      }
    }
    return answer;
  }

  #exports(path: string, name: string): boolean {
    const scopes = this.scopes(path);
    if (scopes === undefined) return false;
    const listed = exportList(scopes);
    if (listed !== undefined) return listed.some((string) => contentText(string, scopes.file.text) === name);
    if (name.startsWith('_')) return false;
    const source = scopes.module.bindings.has(name) ? scopes.module : this.starSource(scopes.module, name);
    return source !== undefined && source !== 'unsure';
  }
}

/** Answers the strings in a file's `__all__`, also those added to it, or `undefined` where it has none. */
export function exportList({ file, module }: FileScopes): readonly SyntaxNode[] | undefined {
  const bindings = module.bindings.get('__all__');
  if (bindings === undefined) return undefined;
  const values = bindings.map((binding) => childOf(binding.statement, 'right'));
  const calls = module.node.children.flatMap((statement) => statement.children.filter((node) => node.type === 'call'));
  const additions = calls.filter((call) => file.text.startsWith('__all__.', call.start));
  return [...values, ...additions].flatMap((node) => (node === undefined ? [] : stringsOf(node)));
}

function stringsOf(node: SyntaxNode): SyntaxNode[] {
  return node.type === 'string' ? [node] : node.children.flatMap(stringsOf);
}

/** Answers what stands in a string, as it is written. Pure. */
export function contentText(string: SyntaxNode, text: string): string {
  const start = childOfType(string, 'string_start');
  const end = childOfType(string, 'string_end');
  return text.slice(start.end, end.start);
}

const childOfType = (node: SyntaxNode, type: string): SyntaxNode => node.children.find((child) => child.type === type)!;
