/** The lists that nodes stand in: statements, members, arguments … What can be inserted or deleted is an element of one. */
import { ts } from '../ts.ts';

/** What the elements of a list are. */
export type ListKind =
  | 'statements'
  | 'classMembers'
  | 'typeMembers'
  | 'enumMembers'
  | 'properties'
  | 'elements'
  | 'arguments'
  | 'parameters'
  | 'typeParameters'
  | 'typeArguments'
  | 'importSpecifiers'
  | 'exportSpecifiers'
  | 'objectBindings'
  | 'arrayBindings'
  | 'declarators'
  | 'clauses'
  | 'union'
  | 'intersection'
  | 'tuple'
  | 'heritage'
  | 'decorators'
  | 'attributes'
  | 'children';

/** One list of a file. */
export interface NodeList {
  readonly kind: ListKind;
  /** The node that has the list. */
  readonly owner: ts.Node;
  readonly nodes: readonly ts.Node[];
  /** Behind what opens the list, such as `{`. */
  readonly open: number;
  /** In front of what closes it. */
  readonly close: number;
}

/** Answers what stands between the elements of a list; nothing where they follow each other. Pure. */
export function separatorOf(kind: ListKind): ',' | '|' | '&' | '' {
  if (kind === 'union') return '|';
  if (kind === 'intersection') return '&';
  const isPlain = [
    'statements',
    'classMembers',
    'typeMembers',
    'clauses',
    'decorators',
    'attributes',
    'children',
  ].includes(kind);
  return isPlain ? '' : ',';
}

/** The lists of nodes, and the list around each: a spec may pick every element of a long list, and each time it would be made anew. */
const KNOWN = { lists: new WeakMap<ts.Node, readonly NodeList[]>(), around: new WeakMap<ts.Node, NodeList>() };

/** Answers the list that a node is an element of, or `undefined`. Pure. */
export function listAround(node: ts.Node): NodeList | undefined {
  const { parent } = node as { parent?: ts.Node };
  if (parent === undefined) return undefined;
  listsOf(parent);
  return KNOWN.around.get(node);
}

/** Answers the lists of a node, those first that its body consists of. Pure. */
export function listsOf(owner: ts.Node): readonly NodeList[] {
  const known = KNOWN.lists.get(owner);
  if (known !== undefined) return known;
  const lists = LISTS.flatMap(([kind, elements]) => {
    const nodes = elements(owner);
    if (nodes === undefined) return [];
    const own =
      kind === 'decorators'
        ? nodes.filter(ts.isDecorator)
        : kind === 'children'
          ? nodes.filter((node) => !isBlankText(node))
          : nodes;
    return [{ kind, owner, nodes: own, ...boundsOf(kind, owner, nodes) }];
  });
  KNOWN.lists.set(owner, lists);
  for (const list of [...lists].reverse()) for (const node of list.nodes) KNOWN.around.set(node, list);
  return lists;
}

const isBlankText = (node: ts.Node): boolean => ts.isJsxText(node) && node.containsOnlyTriviaWhiteSpaces;

type Elements = (node: ts.Node) => ts.NodeArray<ts.Node> | undefined;

/** A table of who has which list. */
const LISTS: readonly (readonly [ListKind, Elements])[] = [
  [
    'statements',
    (node) =>
      ts.isSourceFile(node) || ts.isBlock(node) || ts.isModuleBlock(node) || ts.isCaseOrDefaultClause(node)
        ? node.statements
        : undefined,
  ],
  ['classMembers', (node) => (ts.isClassLike(node) ? node.members : undefined)],
  ['typeMembers', (node) => (ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node) ? node.members : undefined)],
  ['enumMembers', (node) => (ts.isEnumDeclaration(node) ? node.members : undefined)],
  ['properties', (node) => (ts.isObjectLiteralExpression(node) ? node.properties : undefined)],
  ['elements', (node) => (ts.isArrayLiteralExpression(node) ? node.elements : undefined)],
  ['clauses', (node) => (ts.isCaseBlock(node) ? node.clauses : undefined)],
  ['children', (node) => (ts.isJsxElement(node) || ts.isJsxFragment(node) ? node.children : undefined)],
  ['attributes', (node) => (ts.isJsxAttributes(node) ? node.properties : undefined)],
  ['arguments', (node) => (ts.isCallExpression(node) || ts.isNewExpression(node) ? node.arguments : undefined)],
  ['parameters', (node) => (ts.isFunctionLike(node) && !ts.isJSDocFunctionType(node) ? node.parameters : undefined)],
  ['importSpecifiers', (node) => (ts.isNamedImports(node) ? node.elements : undefined)],
  ['exportSpecifiers', (node) => (ts.isNamedExports(node) ? node.elements : undefined)],
  ['objectBindings', (node) => (ts.isObjectBindingPattern(node) ? node.elements : undefined)],
  ['arrayBindings', (node) => (ts.isArrayBindingPattern(node) ? node.elements : undefined)],
  ['declarators', (node) => (ts.isVariableDeclarationList(node) ? node.declarations : undefined)],
  ['union', (node) => (ts.isUnionTypeNode(node) ? node.types : undefined)],
  ['intersection', (node) => (ts.isIntersectionTypeNode(node) ? node.types : undefined)],
  ['tuple', (node) => (ts.isTupleTypeNode(node) ? node.elements : undefined)],
  ['heritage', (node) => (ts.isHeritageClause(node) ? node.types : undefined)],
  [
    'typeParameters',
    (node) =>
      ts.isFunctionLike(node) ||
      ts.isClassLike(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node)
        ? node.typeParameters
        : undefined,
  ],
  ['typeArguments', (node) => (node as { typeArguments?: ts.NodeArray<ts.TypeNode> }).typeArguments],
  ['decorators', (node) => (ts.canHaveDecorators(node) ? (node.modifiers ?? ts.factory.createNodeArray()) : undefined)],
];

function boundsOf(kind: ListKind, owner: ts.Node, nodes: ts.NodeArray<ts.Node>): { open: number; close: number } {
  const { text } = owner.getSourceFile();
  if (ts.isSourceFile(owner)) return { open: shebangEnd(text), close: text.length };
  if (kind === 'decorators') return { open: owner.getStart(), close: owner.getStart() };
  return { open: nodes.pos, close: tokenFrom(text, nodes.end) };
}

const shebangEnd = (text: string): number => /^#!.*/.exec(text)?.[0].length ?? 0;

/** Answers where the next token begins, behind blanks and comments. Pure. */
export const tokenFrom = (text: string, at: number): number =>
  (ts as unknown as { skipTrivia: (text: string, at: number) => number }).skipTrivia(text, at);
