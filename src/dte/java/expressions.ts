/** What type an expression has, as far as the tree alone tells. */
import { childOf, namedChildren } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import type { TypeDecl } from './declarations.ts';
import type { JavaTree, TypeAnswer } from './java-tree.ts';
import { declaredBy, partsBefore, TYPE_BODIES } from './locals.ts';
import type { LocalDecl } from './locals.ts';
import { mayHaveMember } from './names.ts';
import { fieldsNamed, methodsNamed } from './members.ts';

/** What stands in front of a dot. `super` looks for members from the bases on. */
export type Owner =
  | { readonly kind: 'object' | 'static' | 'super'; readonly decl: TypeDecl }
  | { readonly kind: 'array'; readonly element: Owner }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'foreign' | 'unknown' };

/** What a simple name means where a variable can stand. */
export type Variable =
  | { readonly kind: 'local'; readonly local: LocalDecl }
  | { readonly kind: 'field'; readonly decls: readonly TypeDecl[]; readonly isSure: boolean }
  | { readonly kind: 'none' };

const UNKNOWN: Owner = { kind: 'unknown' };
const FOREIGN: Owner = { kind: 'foreign' };
const MAX_STEPS = 60;

/** Finds types of expressions. What needs more than declared types is `unknown`. */
export class Expressions {
  readonly #tree: JavaTree;

  constructor(tree: JavaTree) {
    this.#tree = tree;
  }

  /** Answers what an expression is. */
  of(path: string, node: SyntaxNode | undefined, steps = 0): Owner {
    if (node === undefined || steps > MAX_STEPS) return UNKNOWN;
    const finder = this.#finders.get(node.type);
    if (finder !== undefined) return finder(path, node, steps + 1);
    return PLAIN.has(node.type) || node.type.endsWith('_literal') ? FOREIGN : UNKNOWN;
  }

  readonly #finders: ReadonlyMap<string, (path: string, node: SyntaxNode, steps: number) => Owner> = new Map<
    string,
    (path: string, node: SyntaxNode, steps: number) => Owner
  >([
    ['this', (path, node) => around(this.#tree.typeAround(path, node), 'object')],
    ['super', (path, node) => around(this.#tree.typeAround(path, node), 'super')],
    ['identifier', (path, node, steps) => this.#ofName(path, node, steps)],
    ['type_identifier', (path, node, steps) => this.#ofName(path, node, steps)],
    ['field_access', (path, node, steps) => this.#ofAccess(path, node, steps)],
    ['scoped_type_identifier', (path, node, steps) => this.#ofAccess(path, node, steps)],
    ['scoped_identifier', (path, node, steps) => this.#ofAccess(path, node, steps)],
    ['method_invocation', (path, node, steps) => this.#ofCall(path, node, steps)],
    ['object_creation_expression', (path, node) => this.#ofNew(path, node)],
    ['cast_expression', (path, node) => this.ofType(path, childOf(node, 'type'))],
    ['parenthesized_expression', (path, node, steps) => this.of(path, namedChildren(node)[0], steps)],
    ['assignment_expression', (path, node, steps) => this.of(path, childOf(node, 'left'), steps)],
    ['generic_type', (path, node, steps) => this.of(path, node.children[0], steps)],
    [
      'array_access',
      (path, node, steps) => {
        const array = this.of(path, childOf(node, 'array'), steps);
        return array.kind === 'array' ? array.element : UNKNOWN;
      },
    ],
  ]);

  #ofNew(path: string, node: SyntaxNode): Owner {
    const own = this.#tree.files.get(path)!.byNode.get(node);
    return own === undefined ? this.ofType(path, childOf(node, 'type')) : { kind: 'object', decl: own };
  }

  /** Answers what a variable of a type holds. */
  ofType(path: string, node: SyntaxNode | undefined): Owner {
    if (node === undefined) return UNKNOWN;
    if (node.type === 'array_type') return { kind: 'array', element: this.ofType(path, childOf(node, 'element')) };
    if (node.type === 'variable_declarator')
      return { kind: 'array', element: this.ofType(path, childOf(node.parent, 'type')) };
    if (node.type === 'spread_parameter') {
      return {
        kind: 'array',
        element: this.ofType(
          path,
          namedChildren(node).find(({ type }) => type !== 'modifiers'),
        ),
      };
    }
    const answer = this.#tree.typeOf(path, node);
    return answer.kind === 'variable' ? this.#ofBound(answer) : ownerOf(answer);
  }

  /** `T extends Account` has the members of `Account`. */
  #ofBound({ node, path }: { readonly node: SyntaxNode; readonly path: string }): Owner {
    const bound = node.parent!.children.find(({ type }) => type === 'type_bound');
    if (bound === undefined) return FOREIGN;
    const types = namedChildren(bound);
    return types.length === 1 ? this.ofType(path, types[0]) : UNKNOWN;
  }

  /** Answers what a simple name means as a variable. */
  variable(path: string, name: string, at: SyntaxNode): Variable {
    let isSure = true;
    const { byNode } = this.#tree.files.get(path)!;
    for (let part = at; part.parent !== undefined; part = part.parent) {
      const local = this.#localIn(path, name, part);
      if (local !== undefined) return { kind: 'local', local };
      const decl = TYPE_BODIES.has(part.type) ? byNode.get(part.parent) : undefined;
      if (decl === undefined) continue;
      const decls = fieldsNamed(this.#tree, decl, name);
      if (decls.length > 0) return { kind: 'field', decls, isSure };
      if (this.#mayInherit(decl, name)) isSure = false;
    }
    return { kind: 'none' };
  }

  #localIn(path: string, name: string, part: SyntaxNode): LocalDecl | undefined {
    const above = part.parent!;
    if (above.type === 'lambda_expression' && part.field === 'body') {
      const parameters = childOf(above, 'parameters')!;
      if (parameters.type === 'identifier' && this.#tree.textOf(path, parameters) === name) {
        return { nameNode: parameters, typeNode: undefined, value: undefined };
      }
    }
    if (above.type === 'enhanced_for_statement' && part.field === 'body') {
      const nameNode = childOf(above, 'name')!;
      if (this.#tree.textOf(path, nameNode) === name)
        return { nameNode, typeNode: childOf(above, 'type'), value: undefined };
    }
    const own = above.type === 'variable_declarator' && !isField(above) ? declaredBy(above) : [];
    const isClosed = CLOSED_TO_LOCALS.has(above.type) || part.type === 'catch_clause' || part.type === 'finally_clause';
    const earlier = isClosed ? [] : partsBefore(part).flatMap(declaredBy);
    return [...own, ...earlier].find(({ nameNode }) => this.#tree.textOf(path, nameNode) === name);
  }

  #mayInherit(decl: TypeDecl, name: string): boolean {
    return foreignBases(this.#tree, decl).some((base) => mayHaveMember(base.name, name));
  }

  #ofName(path: string, node: SyntaxNode, steps: number): Owner {
    const name = this.#tree.textOf(path, node);
    const variable = this.variable(path, name, node);
    if (variable.kind === 'local') return this.#ofLocal(path, variable.local, steps);
    if (variable.kind === 'field') return variable.isSure ? this.ofField(variable.decls, name) : UNKNOWN;
    const type = this.#tree.typeNamed(path, name, node);
    if (type.kind === 'type') return { kind: 'static', decl: type.decl };
    if (type.kind === 'unsure') return UNKNOWN;
    if (this.#tree.isPackage(name)) return { kind: 'package', name };
    return /^[a-z]/.test(name) && !this.#isStaticImport(path, name) ? UNKNOWN : FOREIGN;
  }

  #isStaticImport(path: string, name: string): boolean {
    return this.#tree.files.get(path)!.imports.some((one) => one.isStatic && one.names.at(-1) === name);
  }

  #ofLocal(path: string, { typeNode, value }: LocalDecl, steps: number): Owner {
    const isInferred = typeNode === undefined || this.#tree.textOf(path, typeNode) === 'var';
    return isInferred ? this.of(path, value, steps) : this.ofType(path, typeNode);
  }

  /** Answers what a field holds. @param decls - the types that declare it */
  ofField(decls: readonly TypeDecl[], name: string): Owner {
    const decl = decls[0]!;
    if (decls.length > 1) return UNKNOWN;
    const field = decl.fields.find((one) => one.name === name)!;
    return field.typeNode === undefined ? { kind: 'object', decl } : this.ofType(decl.path, field.typeNode);
  }

  #ofAccess(path: string, node: SyntaxNode, steps: number): Owner {
    const parts = namedChildren(node);
    const last = parts.at(-1)!;
    const object = this.ofReceiver(path, node, steps);
    if (last.type === 'this') return object.kind === 'static' ? { kind: 'object', decl: object.decl } : UNKNOWN;
    return this.member(object, this.#tree.textOf(path, last));
  }

  /** Answers what stands in front of the last name of an access or a call. `B.super` has the members of the bases of a class B, and those of an interface B itself. */
  ofReceiver(path: string, node: SyntaxNode, steps = 0): Owner {
    const [first, second] = namedChildren(node);
    const object = this.of(path, first, steps);
    const isOfBases = second?.type === 'super' && 'decl' in object && object.decl.node.type !== 'interface_declaration';
    return isOfBases ? { kind: 'super', decl: object.decl } : object;
  }

  /** Answers what a field or a nested type of an owner is. */
  member(object: Owner, name: string): Owner {
    if (object.kind === 'package') {
      const full = `${object.name}.${name}`;
      const types = this.#tree.topTypes(object.name, name);
      if (types.length > 0) return types.length === 1 ? { kind: 'static', decl: types[0]! } : UNKNOWN;
      return this.#tree.isPackage(full) ? { kind: 'package', name: full } : FOREIGN;
    }
    if (!('decl' in object)) return UNKNOWN;
    const decls = fieldsNamed(this.#tree, object.decl, name, object.kind === 'super');
    if (decls.length > 0) return this.ofField(decls, name);
    const type = object.kind === 'static' ? this.#tree.memberType(object.decl, name) : undefined;
    return type?.kind === 'type' ? { kind: 'static', decl: type.decl } : UNKNOWN;
  }

  /** The return type of the one method that fits. */
  #ofCall(path: string, node: SyntaxNode, steps: number): Owner {
    const name = this.#tree.textOf(path, childOf(node, 'name')!);
    const arity = namedChildren(childOf(node, 'arguments')!).length;
    const hasObject = childOf(node, 'object') !== undefined;
    const owner = hasObject ? this.ofReceiver(path, node, steps) : this.ownerOfCall(path, name, node);
    if (!('decl' in owner)) return UNKNOWN;
    const found = methodsNamed(this.#tree, owner.decl, name, { arity, isSuper: owner.kind === 'super' });
    const [first] = found;
    if (first === undefined || found.some(({ decl }) => decl !== first.decl))
      return this.#component(owner.decl, name, arity);
    if (found.length > 1) return UNKNOWN;
    return this.ofType(first.decl.path, childOf(first.method.node, 'type'));
  }

  /** A record has a method for each of its parts. */
  #component(decl: TypeDecl, name: string, arity: number): Owner {
    const isRecord = decl.node.type === 'record_declaration' && arity === 0;
    return isRecord && decl.fields.some((field) => field.name === name && !field.isStatic)
      ? this.ofField([decl], name)
      : UNKNOWN;
  }

  /** Answers the type whose method an unqualified call means: the innermost around it that has one of the name. */
  ownerOfCall(path: string, name: string, at: SyntaxNode): Owner {
    for (let decl = this.#tree.typeAround(path, at); decl !== undefined; decl = decl.outer) {
      if (methodsNamed(this.#tree, decl, name, {}).length > 0) return { kind: 'object', decl };
      if (decl.fields.some((field) => field.name === name) && decl.node.type === 'record_declaration')
        return { kind: 'object', decl };
      if (this.#mayInherit(decl, name)) return UNKNOWN;
    }
    return this.#staticImport(path, name);
  }

  #staticImport(path: string, name: string): Owner {
    for (const one of this.#tree.files.get(path)!.imports.filter(({ isStatic }) => isStatic)) {
      if (!one.isStar && one.names.at(-1) !== name) continue;
      const type = this.#tree.importedType(one.isStar ? one.names : one.names.slice(0, -1));
      if (type.kind === 'type' && methodsNamed(this.#tree, type.decl, name, {}).length > 0)
        return { kind: 'static', decl: type.decl };
    }
    return FOREIGN;
  }
}

const PLAIN: ReadonlySet<string> = new Set([
  'binary_expression',
  'unary_expression',
  'update_expression',
  'instanceof_expression',
  'true',
  'false',
  'class_literal',
  'string_literal',
]);

/** What stands in these side by side does not see each other's variables. */
const CLOSED_TO_LOCALS: ReadonlySet<string> = new Set([
  ...TYPE_BODIES,
  'enum_body_declarations',
  'record_declaration',
  'field_declaration',
  'constant_declaration',
  'program',
]);

const isField = (declarator: SyntaxNode): boolean => /^(?:field|constant)_declaration$/.test(declarator.parent!.type);

const around = (decl: TypeDecl | undefined, kind: 'object' | 'super'): Owner =>
  decl === undefined ? UNKNOWN : { kind, decl };

function ownerOf(answer: TypeAnswer): Owner {
  if (answer.kind === 'type') return { kind: 'object', decl: answer.decl };
  return answer.kind === 'foreign' ? FOREIGN : UNKNOWN;
}

/** Answers the bases from outside of the tree that a type has, also through others. */
export function foreignBases(
  tree: JavaTree,
  decl: TypeDecl,
): { readonly name: string; readonly path: string; readonly node: SyntaxNode }[] {
  return tree.closure(decl).flatMap((type) =>
    type.supers
      .filter((node) => tree.typeOf(type.path, node).kind !== 'type')
      .map((node) => ({
        name: tree.textOf(type.path, node).replace(/<.*$/s, '').replace(/^.*\./s, ''),
        path: type.path,
        node,
      })),
  );
}
