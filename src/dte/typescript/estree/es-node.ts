/**
 * A view of a TypeScript syntax tree as ESTree, with typescript-estree's names of types and fields. Nothing is parsed again and
 * nothing is built before it is asked for: each node of the view answers its fields out of a table, once.
 */
import { QueryNode } from '../../selector/query-node.ts';
import type { ts } from '../ts.ts';

/** Answers the value of a field, for the TypeScript node behind a view node. */
export type Field<N extends ts.Node = ts.Node> = (node: N, view: EsNode) => unknown;

type Fields<N extends ts.Node> = Readonly<Record<string, Field<N>>>;

/** Where a node begins and ends, where that is not where its TypeScript node does. */
interface Range<N extends ts.Node> {
  readonly start?: (node: N, view: EsNode) => number;
  readonly end?: (node: N, view: EsNode) => number;
}

/** A type of the view: what its nodes are called, and where their fields come from. */
export interface Shape extends Range<ts.Node> {
  readonly type: string;
  /** Fields that hold nodes or lists of nodes, in typescript-estree's order. */
  readonly nodes: Fields<ts.Node>;
  /** Their names. */
  readonly keys: readonly string[];
  /** The other fields. */
  readonly values: Fields<ts.Node>;
}

/** Turns a TypeScript node into one of the view. `isPattern`: what it stands in is assigned to. */
export type Convert = (node: ts.Node, parent: EsNode, isPattern: boolean) => EsNode | null;

/** What all nodes of a view share. */
export interface EsTree {
  readonly file: ts.SourceFile;
  readonly convert: Convert;
}

/** Answers a shape. Its fields take the exact type of the TypeScript node: whoever uses the shape vouches for that. */
export function shape<N extends ts.Node>(
  type: string,
  nodes: Fields<N> = {},
  values: Fields<N> = {},
  range: Range<N> = {},
): Shape {
  const exact = { type, nodes, keys: Object.keys(nodes), values, ...range };
  return exact as unknown as Shape;
}

/** A node of the view. */
export class EsNode extends QueryNode {
  readonly type: string;
  readonly parent: EsNode | undefined;
  /** The TypeScript node that it shows: itself or, for what TypeScript has no node for, the one it is a part of. */
  readonly node: ts.Node;
  readonly keys: readonly string[];
  /** Whether it is assigned to, such as the left side of `[a] = b`. */
  readonly isPattern: boolean;
  readonly tree: EsTree;
  readonly #shape: Shape;
  readonly #values = new Map<string, unknown>();

  constructor(tree: EsTree, ofShape: Shape, node: ts.Node, parent: EsNode | undefined, isPattern = false) {
    super();
    this.tree = tree;
    this.type = ofShape.type;
    this.parent = parent;
    this.node = node;
    this.keys = ofShape.keys;
    this.isPattern = isPattern;
    this.#shape = ofShape;
  }

  /** Offset of its first character in the file. */
  get start(): number {
    return this.#once(
      '#start',
      () => this.#shape.start?.(this.node, this) ?? this.node.getStart(this.tree.file),
    ) as number;
  }

  /** Offset behind its last character. */
  get end(): number {
    return this.#once('#end', () => this.#shape.end?.(this.node, this) ?? this.node.end) as number;
  }

  get(field: string): unknown {
    if (field === 'type') return this.type;
    if (field === 'range') return this.#once(field, () => [this.start, this.end]);
    const { nodes, values } = this.#shape;
    const answer = Object.hasOwn(nodes, field)
      ? nodes[field]
      : Object.hasOwn(values, field)
        ? values[field]
        : undefined;
    return answer === undefined ? undefined : this.#once(field, () => answer(this.node, this));
  }

  /** Answers the view of a node below this one, or `null` where there is none. */
  child(node: ts.Node | undefined, isPattern = false): EsNode | null {
    return node === undefined ? null : this.tree.convert(node, this, isPattern);
  }

  /** Answers the views of nodes below this one. */
  children(nodes: readonly ts.Node[] | undefined, isPattern = false): (EsNode | null)[] {
    return nodes?.map((node) => this.tree.convert(node, this, isPattern)) ?? [];
  }

  /** Answers a node below this one that has another shape than its TypeScript node usually has. */
  part(ofShape: Shape, node: ts.Node, isPattern = false): EsNode {
    return new EsNode(this.tree, ofShape, node, this, isPattern);
  }

  #once(field: string, make: () => unknown): unknown {
    if (!this.#values.has(field)) this.#values.set(field, make());
    return this.#values.get(field);
  }
}
