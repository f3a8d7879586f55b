/** A tree of Java files: its packages and types, and which type a name means at a place (Java language specification, chapter 6). */
import type { SyntaxProject } from '../tree-sitter/project.ts';
import { childOf, namedChildren } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import { childOfType, declarationsOf } from './declarations.ts';
import type { FileDecls, TypeDecl } from './declarations.ts';
import { partsBefore } from './locals.ts';

/** What a name of a type means. `foreign` is not in the tree; a variable stands for any type. */
export type TypeAnswer =
  | { readonly kind: 'type'; readonly decl: TypeDecl }
  | { readonly kind: 'variable'; readonly node: SyntaxNode; readonly path: string }
  | { readonly kind: 'foreign' | 'unsure' };

const FOREIGN: TypeAnswer = { kind: 'foreign' };
const UNSURE: TypeAnswer = { kind: 'unsure' };

/** One state of a tree. All files are read, since any may declare a type of any package. */
export class JavaTree {
  readonly project: SyntaxProject;
  readonly files: ReadonlyMap<string, FileDecls>;
  /** Top types by package and name. */
  readonly #top = new Map<string, TypeDecl[]>();
  readonly #packages = new Set<string>();

  /** @param pathOf - the path that a file's declarations are known under */
  constructor(project: SyntaxProject, pathOf: (path: string) => string = (path) => path) {
    this.project = project;
    const files = project.paths.map((path) => [path, project.file(path)] as const);
    this.files = new Map(
      files.flatMap(([path, file]) => (file === undefined ? [] : [[path, declarationsOf(file, pathOf(path))]])),
    );
    for (const { packageName, all } of this.files.values()) {
      this.#packages.add(packageName);
      for (const decl of all)
        if (decl.outer === undefined && isTop(decl)) this.#add(qualified(packageName, decl.name!), decl);
    }
  }

  textOf(path: string, node: SyntaxNode): string {
    return this.project.source(path)!.text.slice(node.start, node.end);
  }

  /** Answers the top types of a package that have a name: more than one where source folders repeat each other. */
  topTypes(packageName: string, name: string): readonly TypeDecl[] {
    return this.#top.get(qualified(packageName, name)) ?? [];
  }

  isPackage(name: string): boolean {
    return this.#packages.has(name) || [...this.#packages].some((other) => other.startsWith(`${name}.`));
  }

  /** Answers the type around a place. */
  typeAround(path: string, node: SyntaxNode): TypeDecl | undefined {
    const { byNode } = this.files.get(path)!;
    for (let above = node.parent; above !== undefined; above = above.parent) {
      const decl = byNode.get(above);
      if (decl !== undefined && !isHead(decl, node)) return decl;
    }
    return undefined;
  }

  /** Answers the type that a type node names: the raw one of a generic type. */
  typeOf(path: string, node: SyntaxNode | undefined): TypeAnswer {
    switch (node?.type) {
      case 'type_identifier':
      case 'identifier':
        return this.typeNamed(path, this.textOf(path, node), node);
      case 'generic_type':
        return this.typeOf(path, node.children[0]);
      case 'annotated_type':
        return this.typeOf(path, namedChildren(node).at(-1));
      case 'scoped_type_identifier':
      case 'scoped_identifier':
      case 'field_access': {
        const parts = namedChildren(node).filter(
          ({ type }) => !type.includes('annotation') && type !== 'type_arguments',
        );
        return this.#nested(path, parts[0]!, this.textOf(path, parts.at(-1)!));
      }
      default:
        return FOREIGN;
    }
  }

  /** `a.b.C` or `Outer.Inner` */
  #nested(path: string, scope: SyntaxNode, name: string): TypeAnswer {
    const outer = this.typeOf(path, scope);
    if (outer.kind === 'type') return this.memberType(outer.decl, name) ?? UNSURE;
    const text = this.textOf(path, scope).replaceAll(/\s/g, '');
    return this.isPackage(text) ? (oneOf(this.topTypes(text, name)) ?? FOREIGN) : FOREIGN;
  }

  /** Answers the type that a simple name means at a place. */
  typeNamed(path: string, name: string, at: SyntaxNode): TypeAnswer {
    const { byNode } = this.files.get(path)!;
    for (let part = at; part.parent !== undefined; part = part.parent) {
      const above = part.parent;
      const variable = typeVariables(above).find((node) => this.textOf(path, node) === name);
      if (variable !== undefined) return { kind: 'variable', node: variable, path };
      const local = [part, ...partsBefore(part)].map((node) => byNode.get(node)).find((decl) => decl?.name === name);
      if (local !== undefined && above.type !== 'program') return { kind: 'type', decl: local };
      const decl = byNode.get(above);
      if (decl === undefined || isHead(decl, at)) continue;
      if (decl.name === name) return { kind: 'type', decl };
      const member = this.memberType(decl, name);
      if (member !== undefined) return member;
    }
    return this.#inFile(path, name);
  }

  /** Imports of one type, then the package, then imports of all. */
  #inFile(path: string, name: string): TypeAnswer {
    const { imports, packageName } = this.files.get(path)!;
    const single = imports.find(
      (one) => !one.isStar && one.names.at(-1) === name && (!one.isStatic || this.#imported(one.names).kind === 'type'),
    );
    if (single !== undefined) return this.#imported(single.names);
    const own = oneOf(this.topTypes(packageName, name), path);
    if (own !== undefined) return own;
    const all = imports.filter((one) => one.isStar).map((one) => this.#imported([...one.names, name]));
    return all.find(({ kind }) => kind === 'type') ?? FOREIGN;
  }

  /** Answers the type of a full name, such as that of an import. */
  #imported(names: readonly string[]): TypeAnswer {
    for (let length = names.length - 1; length >= 0; length--) {
      const [first, ...rest] = names.slice(length);
      const top = oneOf(this.topTypes(names.slice(0, length).join('.'), first!));
      if (top?.kind !== 'type') continue;
      let found: TypeAnswer | undefined = top;
      for (const name of rest) found = found?.kind === 'type' ? this.memberType(found.decl, name) : undefined;
      return found ?? FOREIGN;
    }
    return FOREIGN;
  }

  /** Answers the type that an import names up to one of its parts. */
  importedType(names: readonly string[]): TypeAnswer {
    return this.#imported(names);
  }

  /** Answers a nested type, also an inherited one. */
  memberType(decl: TypeDecl, name: string): TypeAnswer | undefined {
    for (const type of this.closure(decl)) {
      const found = type.types.find((inner) => inner.name === name);
      if (found !== undefined) return { kind: 'type', decl: found };
    }
    return undefined;
  }

  readonly #closures = new Map<TypeDecl, readonly TypeDecl[]>();
  readonly #open = new Set<TypeDecl>();

  /** Answers a type and all types of the tree that it inherits from, itself first. */
  closure(decl: TypeDecl): readonly TypeDecl[] {
    const before = this.#closures.get(decl);
    if (before !== undefined) return before;
    if (this.#open.has(decl)) return [decl]; // its own base is being looked for
    this.#open.add(decl);
    const bases = this.basesOf(decl).flatMap((base) => (base.kind === 'type' ? this.closure(base.decl) : []));
    const closure = [...new Set([decl, ...bases])];
    this.#open.delete(decl);
    if (this.#open.size === 0) this.#closures.set(decl, closure);
    return closure;
  }

  /** Answers the types that a type extends and implements. */
  basesOf(decl: TypeDecl): readonly TypeAnswer[] {
    if (decl.node.type === 'enum_constant') return decl.outer === undefined ? [] : [{ kind: 'type', decl: decl.outer }];
    return decl.supers.map((node) => this.typeOf(decl.path, node));
  }

  #add(name: string, decl: TypeDecl): void {
    const others = this.#top.get(name);
    if (others === undefined) this.#top.set(name, [decl]);
    else others.push(decl);
  }
}

const isTop = ({ node }: TypeDecl): boolean => node.parent?.type === 'program';

const qualified = (packageName: string, name: string): string => (packageName === '' ? name : `${packageName}.${name}`);

/** Of several types of one name, the one in the same file; without one nobody can tell. */
function oneOf(decls: readonly TypeDecl[], path?: string): TypeAnswer | undefined {
  if (decls.length === 0) return undefined;
  const own = decls.find((decl) => decl.path === path);
  if (own !== undefined) return { kind: 'type', decl: own };
  return decls.length === 1 ? { kind: 'type', decl: decls[0]! } : UNSURE;
}

/** Answers the names in the type parameters of a declaration. */
function typeVariables(node: SyntaxNode): readonly SyntaxNode[] {
  const list = childOf(node, 'type_parameters') ?? childOfType(node, 'type_parameters');
  if (list === undefined) return [];
  return namedChildren(list).map((parameter) =>
    parameter.children.find(({ type }) => type === 'type_identifier' || type === 'identifier')!,
  );
}

/** Whether a place is in the head of a type, which does not see its members: behind `extends`, or an annotation. */
function isHead(decl: TypeDecl, node: SyntaxNode): boolean {
  const body = childOf(decl.node, 'body') ?? childOfType(decl.node, 'class_body');
  const isRecord = decl.node.type === 'record_declaration' && childOf(decl.node, 'parameters')!.start <= node.start;
  return !isRecord && body !== undefined && !(body.start <= node.start && node.end <= body.end);
}
