/** Syntax trees as plain values: what tree-sitter found, without a tie to its memory. */

/** A node of a syntax tree. Offsets count UTF-16 units of the text without its byte order mark. */
export interface SyntaxNode {
  /** The grammar's type, such as `call`; for a token without a name its text, such as `def` or `(`. */
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** Whether the grammar has a name for it, which keywords and punctuation have not. */
  readonly isNamed: boolean;
  /** The name by which the parent knows it. */
  readonly field: string | undefined;
  readonly parent: SyntaxNode | undefined;
  readonly children: readonly SyntaxNode[];
  /** Which child of its parent it is, from 0. */
  readonly index: number;
  /** Whether the parser made it up to go on behind a fault. */
  readonly isMissing: boolean;
}

/** A parsed file. */
export interface SyntaxFile {
  readonly path: string;
  /** Without the byte order mark. */
  readonly text: string;
  readonly root: SyntaxNode;
  /** The places that the grammar does not allow. */
  readonly faults: readonly SyntaxNode[];
}

/** Answers the child that has a name, or `undefined`. Pure. */
export function childOf(node: SyntaxNode | undefined, field: string): SyntaxNode | undefined {
  return node?.children.find((child) => child.field === field);
}

/** Answers all children that have a name. Pure. */
export function childrenOf(node: SyntaxNode, field: string): readonly SyntaxNode[] {
  return node.children.filter((child) => child.field === field);
}

/** Answers the children that the grammar names, without comments. Pure. */
export function namedChildren(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children.filter((child) => child.isNamed && !isComment(child));
}

/** Whether a node is a comment of either language. */
export const isComment = (node: SyntaxNode): boolean =>
  node.type === 'comment' || node.type === 'line_comment' || node.type === 'block_comment';

/** Whether a node has a token or a child of a type. */
export const hasChild = (node: SyntaxNode, type: string): boolean => node.children.some((child) => child.type === type);

/** Answers a node and all below it, in order of their places. Pure. */
export function* nodesOf(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of node.children) yield* nodesOf(child);
}

/** Answers the nearest node above that has one of these types, or `undefined`. Pure. */
export function ancestorOf(node: SyntaxNode, types: readonly string[]): SyntaxNode | undefined {
  let above = node.parent;
  while (above !== undefined && !types.includes(above.type)) above = above.parent;
  return above;
}

/** Whether `inner` lies within `outer`, or is the same. */
export const isWithin = (inner: SyntaxNode, outer: SyntaxNode): boolean =>
  outer.start <= inner.start && inner.end <= outer.end;

/** Answers the children of a type. Pure. */
export const childrenOfType = (node: SyntaxNode, type: string): readonly SyntaxNode[] =>
  node.children.filter((child) => child.type === type);

/** Answers the first child of a type, or `undefined`. Pure. */
export const firstOfType = (node: SyntaxNode, type: string): SyntaxNode | undefined =>
  node.children.find((child) => child.type === type);
