/** The types that a Java file declares, with their members. */
import { childOf, hasChild, namedChildren } from '../tree-sitter/syntax.ts';
import type { SyntaxFile, SyntaxNode } from '../tree-sitter/syntax.ts';

/** A field, enum constant or record component. */
export interface FieldDecl {
  readonly name: string;
  readonly nameNode: SyntaxNode;
  /** Undefined of an enum constant, whose type is that which declares it. */
  readonly typeNode: SyntaxNode | undefined;
  readonly isStatic: boolean;
}

/** A method. */
export interface MethodDecl {
  readonly name: string;
  readonly nameNode: SyntaxNode;
  readonly node: SyntaxNode;
  readonly arity: number;
  readonly hasRest: boolean;
  readonly isStatic: boolean;
  readonly isPrivate: boolean;
}

/** A class, interface, enum, record or annotation, also a local or a nameless one. */
export interface TypeDecl {
  /** Stays the same when names change. */
  readonly id: string;
  readonly path: string;
  readonly node: SyntaxNode;
  readonly name: string | undefined;
  readonly outer: TypeDecl | undefined;
  readonly fields: readonly FieldDecl[];
  readonly methods: readonly MethodDecl[];
  readonly types: TypeDecl[];
  /** Types that it extends and implements. */
  readonly supers: readonly SyntaxNode[];
}

/** What a file declares. */
export interface FileDecls {
  readonly file: SyntaxFile;
  /** `a.b`, or empty. */
  readonly packageName: string;
  readonly all: readonly TypeDecl[];
  readonly byNode: ReadonlyMap<SyntaxNode, TypeDecl>;
  readonly imports: readonly ImportDecl[];
}

/** `import a.b.C;`, `import static a.b.C.*;` */
export interface ImportDecl {
  readonly node: SyntaxNode;
  readonly path: SyntaxNode;
  readonly names: readonly string[];
  readonly isStatic: boolean;
  readonly isStar: boolean;
}

const DECLARATIONS: ReadonlySet<string> = new Set([
  'class_declaration',
  'interface_declaration',
  'enum_declaration',
  'record_declaration',
  'annotation_type_declaration',
]);

const known = new WeakMap<SyntaxFile, FileDecls>();

/** Answers what a file declares. @param path - under which its declarations are known */
export function declarationsOf(file: SyntaxFile, path: string): FileDecls {
  const before = known.get(file);
  if (before?.file.path === path) return before;
  const fresh = new DeclarationReader(file, path).read();
  known.set(file, fresh);
  return fresh;
}

class DeclarationReader {
  readonly #file: SyntaxFile;
  readonly #path: string;
  readonly #all: TypeDecl[] = [];
  readonly #byNode = new Map<SyntaxNode, TypeDecl>();

  constructor(file: SyntaxFile, path: string) {
    this.#file = file;
    this.#path = path;
  }

  read(): FileDecls {
    const { root } = this.#file;
    this.#walk(root, undefined);
    const declared = root.children.find(({ type }) => type === 'package_declaration');
    const packageName = declared === undefined ? '' : this.#text(namedChildren(declared).at(-1)!).replaceAll(/\s/g, '');
    const imports = root.children.filter(({ type }) => type === 'import_declaration').map((node) => this.#import(node));
    return { file: this.#file, packageName, all: this.#all, byNode: this.#byNode, imports };
  }

  #walk(node: SyntaxNode, outer: TypeDecl | undefined): void {
    const own = this.#declared(node, outer);
    for (const child of node.children) this.#walk(child, own ?? outer);
  }

  #declared(node: SyntaxNode, outer: TypeDecl | undefined): TypeDecl | undefined {
    const isNamed = DECLARATIONS.has(node.type);
    const body = isNamed || node.type === 'enum_constant' ? childOf(node, 'body') : childOfType(node, 'class_body');
    if (!isNamed && (body === undefined || !['object_creation_expression', 'enum_constant'].includes(node.type)))
      return undefined;
    const name = isNamed ? childOf(node, 'name') : undefined;
    const members = body === undefined ? [] : membersOf(body);
    const decl: TypeDecl = {
      id: `${this.#path}#${this.#all.length}`,
      path: this.#file.path,
      node,
      name: name === undefined ? undefined : this.#text(name),
      outer,
      fields: [...this.#components(node), ...members.flatMap((member) => this.#fields(member))],
      methods: members.flatMap((member) => this.#method(member)),
      types: [],
      supers: supersOf(node),
    };
    const isMember = node.parent === outer?.node || (node.parent !== undefined && membersHolder(node.parent));
    if (isNamed && isMember) outer?.types.push(decl);
    this.#all.push(decl);
    this.#byNode.set(node, decl);
    return decl;
  }

  #components(node: SyntaxNode): FieldDecl[] {
    if (node.type !== 'record_declaration') return [];
    return namedChildren(childOf(node, 'parameters')!).flatMap((parameter) => {
      const name = parameterName(parameter);
      const typeNode = childOf(parameter, 'type') ?? namedChildren(parameter).find(({ type }) => type !== 'modifiers');
      return name === undefined ? [] : [{ name: this.#text(name), nameNode: name, typeNode, isStatic: false }];
    });
  }

  #fields(member: SyntaxNode): FieldDecl[] {
    if (member.type === 'enum_constant') {
      const name = childOf(member, 'name')!;
      return [{ name: this.#text(name), nameNode: name, typeNode: undefined, isStatic: true }];
    }
    if (member.type !== 'field_declaration' && member.type !== 'constant_declaration') return [];
    const isStatic = member.type === 'constant_declaration' || hasModifier(member, 'static');
    return member.children
      .filter(({ field }) => field === 'declarator')
      .map((declarator) => {
        const nameNode = childOf(declarator, 'name')!;
        const isArray = childOf(declarator, 'dimensions') !== undefined;
        return {
          name: this.#text(nameNode),
          nameNode,
          typeNode: isArray ? declarator : childOf(member, 'type'),
          isStatic,
        };
      });
  }

  #method(member: SyntaxNode): MethodDecl[] {
    if (member.type !== 'method_declaration' && member.type !== 'annotation_type_element_declaration') return [];
    const nameNode = childOf(member, 'name')!;
    const list = childOf(member, 'parameters');
    const parameters =
      list === undefined ? [] : namedChildren(list).filter(({ type }) => type !== 'receiver_parameter');
    return [
      {
        name: this.#text(nameNode),
        nameNode,
        node: member,
        arity: parameters.length,
        hasRest: parameters.at(-1)?.type === 'spread_parameter',
        isStatic: hasModifier(member, 'static'),
        isPrivate: hasModifier(member, 'private'),
      },
    ];
  }

  #import(node: SyntaxNode): ImportDecl {
    const path = namedChildren(node).find(({ type }) => type !== 'asterisk')!;
    return {
      node,
      path,
      names: this.#text(path).replaceAll(/\s/g, '').split('.'),
      isStatic: hasChild(node, 'static'),
      isStar: hasChild(node, 'asterisk'),
    };
  }

  #text({ start, end }: SyntaxNode): string {
    return this.#file.text.slice(start, end);
  }
}

const membersHolder = ({ type }: SyntaxNode): boolean =>
  ['class_body', 'interface_body', 'enum_body_declarations', 'annotation_type_body'].includes(type);

function membersOf(body: SyntaxNode): readonly SyntaxNode[] {
  return namedChildren(body).flatMap((member) =>
    member.type === 'enum_body_declarations' ? namedChildren(member) : [member],
  );
}

function supersOf(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.type === 'object_creation_expression') return node.children.filter(({ field }) => field === 'type');
  return node.children
    .filter(({ type }) => ['superclass', 'super_interfaces', 'extends_interfaces'].includes(type))
    .flatMap((clause) => namedChildren(clause))
    .flatMap((type) => (type.type === 'type_list' ? namedChildren(type) : [type]));
}

export const childOfType = (node: SyntaxNode, type: string): SyntaxNode | undefined =>
  node.children.find((child) => child.type === type);

/** Whether a declaration has a modifier. */
export function hasModifier(node: SyntaxNode, modifier: string): boolean {
  const modifiers = childOfType(node, 'modifiers');
  return modifiers !== undefined && hasChild(modifiers, modifier);
}

/** Answers the identifier of a parameter; `int... a` has it one level deeper. */
export function parameterName(parameter: SyntaxNode): SyntaxNode | undefined {
  if (parameter.type === 'identifier') return parameter;
  return childOf(parameter, 'name') ?? childOf(childOfType(parameter, 'variable_declarator'), 'name');
}
