/** Names in new text of Java that mean nothing, or nothing that can be called so. */
import type { Finding } from '../../base/report.ts';
import type { TextEdit } from '../edit.ts';
import { insertedRanges } from '../inserted-ranges.ts';
import { placesBefore } from '../place-before.ts';
import type { NameUse } from '../tree-sitter/name-use.ts';
import { nodeFinding } from '../tree-sitter/node-finding.ts';
import { childOf, namedChildren, nodesOf } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import { Expressions, foreignBases } from './expressions.ts';
import type { JavaTree } from './java-tree.ts';
import { fieldsNamed, methodsNamed } from './members.ts';
import { isObjectMethod } from './names.ts';
import type { JavaProject } from './project.ts';
import { roleOf } from './roles.ts';
import { isStandardType } from './standard-types.ts';

/** Whether a use is a name that nothing in the file, its package, its imports or the language explains. */
export function isUnexplained(tree: JavaTree, { path, node, name, keys }: NameUse): boolean {
  const role = roleOf(node);
  if (keys[0] !== `foreign:${name}` || !['type', 'variable', 'call'].includes(role)) return false;
  if (role === 'call') return childOf(node.parent, 'object') === undefined && !isImported(tree, path, name, true);
  if (isInherited(tree, path, node)) return false;
  const isType = role === 'type' || /^[A-Z]/.test(name);
  if (isType && (isStandardType(name) || isImported(tree, path, name, false))) return false;
  return !isImported(tree, path, name, true);
}

/** Whether an import brings a name, or one of all names may. */
const isImported = (tree: JavaTree, path: string, name: string, isStatic: boolean): boolean =>
  tree.files.get(path)!.imports.some((one) => one.isStatic === isStatic && (one.isStar || one.names.at(-1) === name));

/** Whether a type around a place has a base from outside of the tree, which may have the name. */
function isInherited(tree: JavaTree, path: string, node: SyntaxNode): boolean {
  for (let decl = tree.typeAround(path, node); decl !== undefined; decl = decl.outer)
    if (foreignBases(tree, decl).length > 0) return true;
  return false;
}

/** Answers the calls touched by edits that call what their type does not have. @param edits - sorted */
export function missingMethods(project: JavaProject, after: JavaProject, edits: readonly TextEdit[]): Finding[] {
  const ranges = insertedRanges(edits);
  const back = placesBefore(edits);
  const expressions = new Expressions(after.tree);
  const paths = [...new Set(edits.map(({ path }) => path))];
  return paths.flatMap((path) =>
    [...nodesOf(after.tree.files.get(path)!.file.root)]
      .filter((node) => node.type === 'method_invocation' && isTouched(node, ranges.get(path)!))
      .flatMap((call) => {
        const why = missing(after.tree, expressions, path, call);
        if (why === undefined) return [];
        const start = back(path, childOf(call, 'name')!.start);
        return [nodeFinding(project.syntax, 'BINDING_CHANGED', why, { path, node: { start, end: start } })];
      }),
  );
}

/** Whether the name of a call is new, or its arguments have changed: one that was taken out leaves nothing behind. */
function isTouched(call: SyntaxNode, ranges: readonly [number, number][]): boolean {
  const name = childOf(call, 'name')!;
  const list = childOf(call, 'arguments')!;
  return ranges.some(
    ([start, end]) => (start <= name.start && name.start < end) || (list.start < start && end < list.end),
  );
}

function missing(tree: JavaTree, expressions: Expressions, path: string, call: SyntaxNode): string | undefined {
  const name = tree.textOf(path, childOf(call, 'name')!);
  const arity = namedChildren(childOf(call, 'arguments')!).length;
  const object = childOf(call, 'object');
  const owner = object === undefined ? expressions.ownerOfCall(path, name, call) : expressions.of(path, object);
  if (!('decl' in owner) || foreignBases(tree, owner.decl).length > 0 || isObjectMethod(name)) return undefined;
  if (methodsNamed(tree, owner.decl, name, { arity }).length > 0) return undefined;
  const isOfKind = /^(?:enum|record)_declaration$/.test(owner.decl.node.type);
  if (isOfKind && (fieldsNamed(tree, owner.decl, name).length > 0 || ENUM_METHODS.has(name))) return undefined;
  return `${owner.decl.name ?? 'The type'} has no method ${name} that takes ${arity} arguments.`;
}

/** Methods that every enum has. */
const ENUM_METHODS: ReadonlySet<string> = new Set([
  'values',
  'valueOf',
  'ordinal',
  'name',
  'compareTo',
  'getDeclaringClass',
]);
