/** Classes that inherit from each other: a member of one may be a member of all. */
import { DisjointSets } from '../tree-sitter/disjoint-sets.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import type { PythonTree } from './python-tree.ts';
import type { Scope } from './scope.ts';
import { basesOf } from './values.ts';
import type { Values } from './values.ts';

/** A class with a base that is not in the tree. */
export interface OutsideBase {
  readonly path: string;
  readonly node: SyntaxNode;
}

/** Bases from outside that bring no members but special ones and those named. */
const HARMLESS_BASES = /(?:^|\.)(?:object|ABC|Protocol|Generic|BaseException|Exception|[A-Z]\w*(?:Error|Warning))$/;
const MEMBERS_OF_EXCEPTIONS: ReadonlySet<string> = new Set([
  'args',
  'with_traceback',
  'add_note',
  'errno',
  'strerror',
  'filename',
  'register',
]);

/** The families of all classes of a tree. */
export class ClassFamilies {
  readonly #tree: PythonTree;
  readonly #values: Values;
  readonly #sets = new DisjointSets();
  readonly #classes: Scope[] = [];
  readonly #outside: { readonly key: string; readonly base: OutsideBase; readonly text: string }[] = [];

  constructor(tree: PythonTree, values: Values) {
    this.#tree = tree;
    this.#values = values;
    for (const path of tree.project.mentioning(['class'])) {
      for (const scope of tree.scopes(path)?.scopes ?? []) if (scope.kind === 'class') this.#add(scope);
    }
  }

  /** Answers the key of a class's family. */
  keyOf(scope: Scope): string {
    return this.#sets.find(classKey(scope));
  }

  /** Answers the classes of a family. */
  membersOf(key: string): readonly Scope[] {
    return this.#classes.filter((scope) => this.keyOf(scope) === key);
  }

  /** Answers the bases of a family that may have a member of this name, and are not in the tree. */
  outsideOf(key: string, name: string): readonly OutsideBase[] {
    const isHarmless = (text: string): boolean =>
      HARMLESS_BASES.test(text.replace(/\[.*$/s, '')) && !MEMBERS_OF_EXCEPTIONS.has(name);
    return this.#outside
      .filter((entry) => this.#sets.find(entry.key) === key && !isHarmless(entry.text))
      .map(({ base }) => base);
  }

  #add(scope: Scope): void {
    this.#classes.push(scope);
    for (const node of basesOf(scope)) {
      const value = this.#values.of(node, scope.parent!);
      if (value.kind === 'class') this.#sets.join(classKey(scope), classKey(value.scope));
      else {
        const text = this.#tree.textOf(scope.path, node);
        this.#outside.push({ key: classKey(scope), base: { path: scope.path, node }, text });
      }
    }
    this.#joinStub(scope);
  }

  /** The class of the same name in `m.py` that `m.pyi` tells the types of. */
  #joinStub(scope: Scope): void {
    if (!scope.path.endsWith('.pyi')) return;
    const name = [...scope.parent!.bindings].find(([, bindings]) =>
      bindings.some(({ statement }) => statement === scope.node),
    )?.[0];
    const real = this.#tree.scopes(scope.path.slice(0, -1));
    const value =
      real === undefined || name === undefined ? undefined : this.#values.ofSymbol({ scope: real.module, name });
    if (value?.kind === 'class') this.#sets.join(classKey(scope), classKey(value.scope));
  }
}

const classKey = (scope: Scope): string => `${scope.path}#${scope.index}`;
