/** Methods that override each other, and what belongs to the parts of a record: renamed together or not at all. */
import type { DisjointSets } from '../tree-sitter/disjoint-sets.ts';
import { childOf, namedChildren } from '../tree-sitter/syntax.ts';
import { parameterName } from './declarations.ts';
import type { FileDecls, MethodDecl, TypeDecl } from './declarations.ts';
import type { JavaTree } from './java-tree.ts';
import { numberOf } from './node-number.ts';

/** Joins the members of a name that have to keep the same name. */
export function joinFamilies(tree: JavaTree, name: string, sets: DisjointSets): void {
  for (const decls of tree.files.values()) {
    for (const decl of decls.all) {
      joinMethods(tree, decl, name, sets);
      if (decl.node.type === 'record_declaration') joinComponent(decls, decl, name, sets);
    }
  }
}

/** In each type, the methods of one name and number of parameters that it has or inherits are one. */
function joinMethods(tree: JavaTree, decl: TypeDecl, name: string, sets: DisjointSets): void {
  const first = new Map<number, string>();
  for (const type of tree.closure(decl)) {
    for (const method of type.methods.filter((one) => one.name === name && isInherited(one))) {
      const key = `method:${type.id}/${method.arity}:${name}`;
      const other = first.get(method.arity);
      if (other === undefined) first.set(method.arity, key);
      else sets.join(other, key);
    }
  }
}

const isInherited = ({ isStatic, isPrivate }: MethodDecl): boolean => !isStatic && !isPrivate;

/** A part of a record is a field, a method without parameters, and a parameter of the constructor that is written out. */
function joinComponent({ file }: FileDecls, decl: TypeDecl, name: string, sets: DisjointSets): void {
  const component = decl.fields.find((field) => field.name === name && !field.isStatic);
  if (component === undefined) return;
  const field = `field:${decl.id}:${name}`;
  if (decl.methods.some((method) => method.name === name && method.arity === 0))
    sets.join(field, `method:${decl.id}/0:${name}`);
  const path = decl.id.slice(0, decl.id.lastIndexOf('#'));
  const constructors = namedChildren(childOf(decl.node, 'body')!).filter(
    ({ type }) => type === 'constructor_declaration',
  );
  for (const constructor of constructors) {
    const names = namedChildren(childOf(constructor, 'parameters')!).map(parameterName);
    const own = names.find((node) => node !== undefined && file.text.slice(node.start, node.end) === name);
    if (own !== undefined && names.length === namedChildren(childOf(decl.node, 'parameters')!).length) {
      sets.join(field, `local:${path}#${numberOf(file, own)}:${name}`);
    }
  }
}
