/** What every identifier of some names means, in a whole tree of Java files. */
import { DisjointSets } from '../tree-sitter/disjoint-sets.ts';
import type { NameUse } from '../tree-sitter/name-use.ts';
import { ancestorOf, childOf, namedChildren, nodesOf } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import type { MethodDecl, TypeDecl } from './declarations.ts';
import { Expressions } from './expressions.ts';
import type { Owner } from './expressions.ts';
import type { JavaTree, TypeAnswer } from './java-tree.ts';
import { fieldsNamed, methodsNamed } from './members.ts';
import { joinFamilies } from './method-families.ts';
import { numberOf } from './node-number.ts';
import { roleOf } from './roles.ts';

/** Answers what identifiers of some names mean. */
export class JavaNames {
  readonly tree: JavaTree;
  readonly expressions: Expressions;
  readonly #names: readonly string[];
  readonly #sets = new DisjointSets();
  readonly #pathOf: (path: string) => string;

  /** @param pathOf - the path that a file is known under in keys */
  constructor(tree: JavaTree, names: readonly string[], pathOf: (path: string) => string = (path) => path) {
    this.tree = tree;
    this.#names = names;
    this.#pathOf = pathOf;
    this.expressions = new Expressions(tree);
    for (const name of names) joinFamilies(tree, name, this.#sets);
  }

  /** Answers all of them, in order of paths and places. */
  all(): NameUse[] {
    return this.tree.project.mentioning(this.#names).flatMap((path) => {
      const file = this.tree.files.get(path)?.file;
      if (file === undefined) return [];
      const named = [...nodesOf(file.root)].filter(
        ({ type, isMissing, start, end }) =>
          (type === 'identifier' || type === 'type_identifier') &&
          !isMissing &&
          this.#names.includes(file.text.slice(start, end)),
      );
      return named.map((node) => this.#useOf(path, node, file.text.slice(node.start, node.end)));
    });
  }

  #useOf(path: string, node: SyntaxNode, name: string): NameUse {
    return { path, node, name, keys: [...new Set(this.#keysOf(path, node, name))] };
  }

  #keysOf(path: string, node: SyntaxNode, name: string): string[] {
    const parent = node.parent!;
    switch (roleOf(node)) {
      case 'type':
        return [this.#ofTypeName(path, node, name)];
      case 'typeVariable':
      case 'local':
        return [this.#localKey(path, node, name)];
      case 'label':
        return [this.#ofLabel(path, node, name)];
      case 'field':
        return [this.#fieldKey(this.tree.typeAround(path, node)!, name)];
      case 'method': {
        const decl = this.tree.typeAround(path, node)!;
        return [
          this.#methodKey(
            decl,
            decl.methods.find((method) => method.nameNode === node)!,
          ),
        ];
      }
      case 'call':
        return this.#ofCall(path, parent, name);
      case 'reference':
        return this.#ofReference(path, parent, name);
      case 'access':
        return this.#ofAccess(path, parent, name);
      case 'import':
        return this.#ofImport(path, node, name);
      case 'package':
        return [`package:${name}`];
      case 'element':
        return this.#ofElement(path, node, name);
      case 'case':
        return this.#ofCase(path, node, name);
      case 'variable':
        return this.#ofVariable(path, node, name);
    }
  }

  #localKey(path: string, node: SyntaxNode, name: string): string {
    return this.#sets.find(`local:${this.#pathOf(path)}#${numberOf(this.tree.files.get(path)!.file, node)}:${name}`);
  }

  #typeKey(decl: TypeDecl, name: string): string {
    return `type:${decl.id}:${name}`;
  }

  #fieldKey(decl: TypeDecl, name: string): string {
    return this.#sets.find(`field:${decl.id}:${name}`);
  }

  #methodKey(decl: TypeDecl, { arity, name }: MethodDecl): string {
    return this.#sets.find(`method:${decl.id}/${arity}:${name}`);
  }

  /** Answers the keys of the members of a type that documentation means by a name. @param arity - how many parameters it says */
  membersOf(decl: TypeDecl, name: string, arity: number | undefined): string[] {
    const how = arity === undefined ? {} : { arity };
    const methods = methodsNamed(this.tree, decl, name, how).map((found) => this.#methodKey(found.decl, found.method));
    if (methods.length > 0 || arity !== undefined) return [...new Set(methods)];
    return fieldsNamed(this.tree, decl, name).map((owner) => this.#fieldKey(owner, name));
  }

  #ofTypeName(path: string, node: SyntaxNode, name: string): string {
    const parent = node.parent!;
    const decl = this.tree.files.get(path)!.byNode.get(parent);
    if (decl !== undefined && parent.children.includes(node) && node.field === 'name') return this.#typeKey(decl, name);
    if (parent.type.endsWith('constructor_declaration')) return this.#typeKey(this.tree.typeAround(path, node)!, name);
    const isLast = parent.type === 'scoped_type_identifier' && namedChildren(parent)[0] !== node;
    return this.#answerKey(isLast ? this.tree.typeOf(path, parent) : this.tree.typeNamed(path, name, node), name);
  }

  #answerKey(answer: TypeAnswer, name: string): string {
    if (answer.kind === 'type') return answer.decl.name === name ? this.#typeKey(answer.decl, name) : 'unknown';
    if (answer.kind === 'variable') return this.#localKey(answer.path, answer.node, name);
    return `${answer.kind}:${name}`;
  }

  #ofLabel(path: string, node: SyntaxNode, name: string): string {
    for (let above = node.parent; above !== undefined; above = above.parent) {
      const label = above.type === 'labeled_statement' ? above.children[0]! : undefined;
      if (label !== undefined && this.tree.textOf(path, label) === name) return this.#localKey(path, label, name);
    }
    return `free:${name}`;
  }

  #ofCall(path: string, call: SyntaxNode, name: string): string[] {
    const arity = namedChildren(childOf(call, 'arguments')!).length;
    const hasObject = childOf(call, 'object') !== undefined;
    const owner = hasObject ? this.expressions.ofReceiver(path, call) : this.expressions.ownerOfCall(path, name, call);
    return this.#methodKeys(owner, name, arity);
  }

  #methodKeys(owner: Owner, name: string, arity: number | undefined): string[] {
    if (owner.kind === 'foreign' || owner.kind === 'array' || owner.kind === 'package') return [`foreign:${name}`];
    if (!('decl' in owner)) return [arity === undefined ? 'unknown' : `unknown/${arity}`];
    const how = { isSuper: owner.kind === 'super', ...(arity === undefined ? {} : { arity }) };
    const found = methodsNamed(this.tree, owner.decl, name, how).map(({ decl, method }) =>
      this.#methodKey(decl, method),
    );
    if (found.length > 0) return found;
    const component = fieldsNamed(this.tree, owner.decl, name).find(({ node }) => node.type === 'record_declaration');
    return [component !== undefined && (arity ?? 0) === 0 ? this.#fieldKey(component, name) : `foreign:${name}`];
  }

  #ofReference(path: string, node: SyntaxNode, name: string): string[] {
    const owner = this.expressions.of(path, node.children[0]);
    return this.#methodKeys(owner, name, undefined);
  }

  #ofAccess(path: string, node: SyntaxNode, name: string): string[] {
    return this.#memberKeys(this.expressions.ofReceiver(path, node), name);
  }

  #memberKeys(owner: Owner, name: string): string[] {
    if (owner.kind === 'package') {
      const types = this.tree.topTypes(owner.name, name);
      return types.length === 0 ? [`package:${name}`] : types.map((decl) => this.#typeKey(decl, name));
    }
    if (!('decl' in owner)) return [owner.kind === 'unknown' ? 'unknown' : `foreign:${name}`];
    const fields = fieldsNamed(this.tree, owner.decl, name, owner.kind === 'super').map((decl) =>
      this.#fieldKey(decl, name),
    );
    if (fields.length > 0) return fields;
    const type = this.tree.memberType(owner.decl, name);
    return [type === undefined ? `foreign:${name}` : this.#answerKey(type, name)];
  }

  /** A part of an import: a type, or what a static import brings. */
  #ofImport(path: string, node: SyntaxNode, name: string): string[] {
    const declaration = ancestorOf(node, ['import_declaration'])!;
    const one = this.tree.files.get(path)!.imports.find((other) => other.node === declaration)!;
    const names = this.tree.project.source(path)!.text.slice(one.path.start, node.end).replaceAll(/\s/g, '').split('.');
    const type = this.tree.importedType(names);
    const isLast = node.end === one.path.end;
    const owner = one.isStatic && isLast && !one.isStar ? this.tree.importedType(names.slice(0, -1)) : undefined;
    const members = owner?.kind === 'type' ? this.#staticKeys(owner.decl, name) : [];
    if (type.kind === 'type') return [this.#answerKey(type, name), ...members];
    if (members.length > 0) return members;
    return [this.tree.isPackage(names.join('.')) ? `package:${name}` : `foreign:${name}`];
  }

  #staticKeys(decl: TypeDecl, name: string): string[] {
    const methods = methodsNamed(this.tree, decl, name, {}).map((found) => this.#methodKey(found.decl, found.method));
    return [...methods, ...fieldsNamed(this.tree, decl, name).map((owner) => this.#fieldKey(owner, name))];
  }

  /** `@Ann(NAME = 1)` */
  #ofElement(path: string, node: SyntaxNode, name: string): string[] {
    const annotation = ancestorOf(node, ['annotation'])!;
    const type = this.tree.typeOf(path, childOf(annotation, 'name'));
    if (type.kind !== 'type') return [type.kind === 'foreign' ? `foreign:${name}` : 'unknown/0'];
    return this.#methodKeys({ kind: 'static', decl: type.decl }, name, 0);
  }

  /** `case NAME`: a constant of the enum that is switched over, or a constant variable. */
  #ofCase(path: string, node: SyntaxNode, name: string): string[] {
    const around = ancestorOf(node, ['switch_expression', 'switch_statement'])!;
    const owner = this.expressions.of(path, childOf(around, 'condition'));
    if (owner.kind === 'object' && owner.decl.node.type === 'enum_declaration') return this.#memberKeys(owner, name);
    const variable = this.#ofVariable(path, node, name);
    return owner.kind === 'unknown' && variable[0]!.startsWith('f') && !variable[0]!.startsWith('field')
      ? ['unknown']
      : variable;
  }

  #ofVariable(path: string, node: SyntaxNode, name: string): string[] {
    const variable = this.expressions.variable(path, name, node);
    if (variable.kind === 'local') return [this.#ofLocal(path, variable.local.nameNode, name)];
    if (variable.kind === 'field') {
      const keys = variable.decls.map((decl) => this.#fieldKey(decl, name));
      return variable.isSure ? keys : [...keys, `foreign:${name}`];
    }
    const type = this.tree.typeNamed(path, name, node);
    if (type.kind !== 'foreign') return [this.#answerKey(type, name)];
    const imported = this.tree.files
      .get(path)!
      .imports.filter((one) => one.isStatic && (one.isStar || one.names.at(-1) === name));
    const keys = imported.flatMap((one) => {
      const owner = this.tree.importedType(one.isStar ? one.names : one.names.slice(0, -1));
      return owner.kind === 'type'
        ? fieldsNamed(this.tree, owner.decl, name).map((decl) => this.#fieldKey(decl, name))
        : [];
    });
    return keys.length > 0 ? keys : [`foreign:${name}`];
  }

  /** The parameter of a record's compact constructor is its component. */
  #ofLocal(path: string, nameNode: SyntaxNode, name: string): string {
    return roleOf(nameNode) === 'field'
      ? this.#fieldKey(this.tree.typeAround(path, nameNode)!, name)
      : this.#localKey(path, nameNode, name);
  }
}
