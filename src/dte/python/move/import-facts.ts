/** What the imports of a file lead to: the proof of a move compares it before and after. */
import { childOf } from '../../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../../tree-sitter/syntax.ts';
import type { ModuleAnswer } from '../modules.ts';
import type { PythonTree } from '../python-tree.ts';
import type { Binding, Scope } from '../scope.ts';
import { baseOf } from '../../move/tree-path.ts';
import { moduleChains } from './chains.ts';
import { idOf, placeOf } from './module-names.ts';

/** One import, or one use of a module by its name. */
export interface ImportFact {
  readonly text: string;
  readonly node: SyntaxNode;
}

/** Answers the facts of a file, sorted. @param placeOf - answers the path that a file or folder is compared by */
export function importFacts(tree: PythonTree, path: string, placeOf: (path: string) => string): ImportFact[] {
  const reader = new FactReader(tree, path, placeOf);
  const facts = (tree.scopes(path)?.scopes ?? []).flatMap((scope) =>
    [...scope.bindings.values()].flat().flatMap((binding) => reader.ofBinding(binding, scope)),
  );
  const stars = (tree.scopes(path)?.stars ?? []).map(({ node }) => reader.ofStar(node));
  return [...facts, ...stars, ...reader.ofChains()].sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
}

class FactReader {
  readonly #tree: PythonTree;
  readonly #path: string;
  readonly #placeOf: (path: string) => string;

  constructor(tree: PythonTree, path: string, placeOf: (path: string) => string) {
    this.#tree = tree;
    this.#path = path;
    this.#placeOf = placeOf;
  }

  ofBinding({ kind, name, node, statement }: Binding, { index }: Scope): ImportFact[] {
    if (!kind.startsWith('import')) return [];
    const named = childOf(statement, 'name') ?? statement;
    if (kind === 'import' && named.children.length > 1)
      return [{ node, text: `${index} import ${this.#of(this.#module(named), named)}` }];
    const module = kind === 'importFrom' ? 'foreign' : this.#module(named);
    // `import a` binds the name of the module itself
    const local = kind === 'import' && typeof module === 'object' ? baseOf(placeOf(this.#placeOf(idOf(module)))) : name;
    if (kind === 'importAs' || kind === 'import')
      return [{ node, text: `${index} ${local} = ${this.#of(module, named)}` }];
    return [{ node, text: `${index} ${name} = ${this.#member(statement.parent!, named)}` }];
  }

  ofStar(statement: SyntaxNode): ImportFact {
    const from = childOf(statement, 'module_name')!;
    return { node: from, text: `* = ${this.#of(this.#module(from), from)}` };
  }

  /** Uses are compared in their order. */
  ofChains(): ImportFact[] {
    return moduleChains(this.#tree, this.#path).map(({ node, module }, index) => ({
      node,
      text: `use ${String(index).padStart(8, '0')} = ${this.#placeOf(idOf(module))}`,
    }));
  }

  #module(name: SyntaxNode): ModuleAnswer {
    return this.#tree.moduleNamed(this.#path, name);
  }

  /** What is no module of the tree, or may be one of several, is told by its name alone. */
  #of(answer: ModuleAnswer, name: SyntaxNode): string {
    return typeof answer === 'object' ? this.#placeOf(idOf(answer)) : `other ${this.#tree.textOf(this.#path, name)}`;
  }

  #member(statement: SyntaxNode, name: SyntaxNode): string {
    const from = childOf(statement, 'module_name')!;
    const module = this.#module(from);
    const text = this.#tree.textOf(this.#path, name);
    const member = this.#tree.memberOf(module, text);
    if (member.kind === 'module') return this.#placeOf(idOf(member.module));
    if (member.kind !== 'symbol') return `${this.#of(module, from)}: other ${text}`;
    return `${this.#placeOf(member.symbol.scope.path)}: ${text}`;
  }
}
