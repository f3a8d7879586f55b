/** Constructors: those that a type has, and what is created with which. */
import { childOf, firstOfType, namedChildren } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import type { TypeDecl } from './declarations.ts';

/** A constructor, written or not. */
interface Constructor {
  readonly arity: number;
  readonly hasRest: boolean;
}

/** Answers the constructors of a type; of a class or record that writes none, the one that it has all the same. Pure. */
function constructorsOf({ node }: TypeDecl): Constructor[] {
  const members = namedChildren(childOf(node, 'body') ?? node);
  const written = members.filter(({ type }) => type === 'constructor_declaration').map(constructorOf);
  if (node.type === 'class_declaration') return written.length > 0 ? written : [{ arity: 0, hasRest: false }];
  if (node.type !== 'record_declaration') return [];
  const own = constructorOf(node);
  return [own, ...written.filter(({ arity }) => arity !== own.arity)];
}

function constructorOf(declaration: SyntaxNode): Constructor {
  const list = childOf(declaration, 'parameters');
  const parameters = list === undefined ? [] : namedChildren(list).filter(({ type }) => type !== 'receiver_parameter');
  return { arity: parameters.length, hasRest: parameters.at(-1)?.type === 'spread_parameter' };
}

/** Answers the places, among the constructors of a type, of those that take so many arguments. Pure. */
export function constructorsTaking(decl: TypeDecl, count: number): number[] {
  return constructorsOf(decl).flatMap(({ arity, hasRest }, index) =>
    arity === count || (hasRest && count >= arity - 1) ? [index] : [],
  );
}

/** Answers the type that is created without its type arguments: `A` or `p.A`. Pure. */
export function rawType(node: SyntaxNode | undefined): SyntaxNode | undefined {
  if (node?.type !== 'generic_type' && node?.type !== 'annotated_type') return node;
  return rawType(namedChildren(node).find(({ type }) => type.endsWith('type_identifier') || type === 'generic_type'));
}

/** Answers the last name of a type. Pure. */
export const lastName = (type: SyntaxNode): SyntaxNode =>
  type.type === 'scoped_type_identifier' ? namedChildren(type).at(-1)! : type;

/** Whether something is created within an object that stands before `new`, as `outer.new Inner()`. Pure. */
export const isOfOuter = (creation: SyntaxNode): boolean => creation.children[0]?.type !== 'new';

/** Whether what is created is a nameless class of its own. Pure. */
export const hasBody = (creation: SyntaxNode): boolean => firstOfType(creation, 'class_body') !== undefined;
