/** Full names of types from outside of the tree: `java.util.List`, however a file names them. */
import { childOf, namedChildren } from '../../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../../tree-sitter/syntax.ts';
import type { ImportDecl } from '../declarations.ts';
import type { Expressions } from '../expressions.ts';
import type { JavaTree } from '../java-tree.ts';
import { isStandardType } from '../standard-types.ts';

/** What stands before the dot of a call of something outside of the tree. */
export interface ForeignOwner {
  /** Full name of the type. */
  readonly type: string;
  /** Whether the type itself is named, and no object of it. */
  readonly isType: boolean;
  /** The import that brings the name with which it begins. */
  readonly origin: ImportDecl | undefined;
}

/** Finds full names. What may be something else as well has none. */
export class FullNames {
  readonly #tree: JavaTree;
  readonly #expressions: Expressions;

  constructor(tree: JavaTree, expressions: Expressions) {
    this.#tree = tree;
    this.#expressions = expressions;
  }

  /** Answers the type of an object, or the type that an expression names. */
  ofObject(path: string, node: SyntaxNode): ForeignOwner | undefined {
    switch (node.type) {
      case 'identifier':
        return this.#ofName(path, node);
      case 'field_access':
        return this.#ofAccess(path, node);
      case 'string_literal':
        return { type: 'java.lang.String', isType: false, origin: undefined };
      case 'parenthesized_expression':
        return asObject(this.ofObject(path, namedChildren(node)[0]!));
      case 'cast_expression':
      case 'object_creation_expression':
        return asObject(this.ofType(path, childOf(node, 'type')));
      default:
        return undefined;
    }
  }

  #ofName(path: string, node: SyntaxNode): ForeignOwner | undefined {
    const name = this.#tree.textOf(path, node);
    const variable = this.#expressions.variable(path, name, node);
    if (variable.kind === 'local') {
      const { typeNode, value } = variable.local;
      const isInferred = typeNode === undefined || this.#tree.textOf(path, typeNode) === 'var';
      if (!isInferred) return asObject(this.ofType(path, typeNode));
      return value?.type === 'object_creation_expression' ? this.ofObject(path, value) : undefined;
    }
    if (variable.kind === 'field') return variable.isSure ? this.#ofField(variable.decls[0]!, name) : undefined;
    return this.#named(path, name);
  }

  #ofField(decl: Parameters<Expressions['ofField']>[0][number], name: string): ForeignOwner | undefined {
    const field = decl.fields.find((one) => one.name === name)!;
    return asObject(this.ofType(decl.path, field.typeNode));
  }

  /** `this.client`, `java.util.List`, `Map.Entry` */
  #ofAccess(path: string, node: SyntaxNode): ForeignOwner | undefined {
    const object = childOf(node, 'object')!;
    const name = this.#tree.textOf(path, childOf(node, 'field')!);
    const owner = this.#expressions.of(path, object);
    if ('decl' in owner) {
      const decl = owner.decl.fields.some((field) => field.name === name) ? owner.decl : undefined;
      return decl === undefined ? undefined : this.#ofField(decl, name);
    }
    const text = this.#tree.textOf(path, node).replaceAll(/\s/g, '');
    if (!/^[\w$.]+$/.test(text)) return undefined;
    const root = rootOf(object);
    const isVariable =
      root?.type !== 'identifier' ||
      this.#expressions.variable(path, this.#tree.textOf(path, root), root).kind !== 'none';
    return isVariable ? undefined : this.#dotted(path, text);
  }

  #dotted(path: string, text: string): ForeignOwner | undefined {
    const [first, ...rest] = text.split('.');
    if (/^[a-z]/.test(first!))
      return /\.[A-Z]\w*$/.test(text) ? { type: text, isType: true, origin: undefined } : undefined;
    const outer = this.#named(path, first!);
    return outer === undefined ? undefined : { ...outer, type: [outer.type, ...rest].join('.') };
  }

  /** Answers the type that a type node names. */
  ofType(path: string, node: SyntaxNode | undefined): ForeignOwner | undefined {
    if (node?.type === 'generic_type' || node?.type === 'annotated_type')
      return this.ofType(
        path,
        namedChildren(node).find(({ type }) => type.endsWith('type_identifier')),
      );
    if (node?.type === 'type_identifier') {
      const name = this.#tree.textOf(path, node);
      return this.#tree.typeNamed(path, name, node).kind === 'foreign' ? this.#named(path, name) : undefined;
    }
    if (node?.type !== 'scoped_type_identifier') return undefined;
    return this.#tree.typeOf(path, node).kind === 'foreign'
      ? this.#dotted(path, this.#tree.textOf(path, node).replaceAll(/\s/g, ''))
      : undefined;
  }

  /** A simple name: of an import, of java.lang, or of the file's own package. */
  #named(path: string, name: string): ForeignOwner | undefined {
    const { imports, packageName } = this.#tree.files.get(path)!;
    const own = imports.find((one) => !one.isStatic && !one.isStar && one.names.at(-1) === name);
    if (own !== undefined) return { type: own.names.join('.'), isType: true, origin: own };
    if (isStandardType(name)) return { type: `java.lang.${name}`, isType: true, origin: undefined };
    const isOpen = imports.some((one) => one.isStar && !one.isStatic) || packageName === '';
    return isOpen || /^[a-z]/.test(name)
      ? undefined
      : { type: `${packageName}.${name}`, isType: true, origin: undefined };
  }
}

const asObject = (owner: ForeignOwner | undefined): ForeignOwner | undefined =>
  owner === undefined ? undefined : { ...owner, isType: false, origin: undefined };

/** Answers the name that `a.b.c` begins with. Pure. */
export function rootOf(node: SyntaxNode | undefined): SyntaxNode | undefined {
  let at = node;
  while (at?.type === 'field_access' || at?.type === 'scoped_identifier') at = namedChildren(at)[0];
  return at;
}
