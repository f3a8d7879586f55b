/** What selectors see of a syntax tree: the grammar's types and fields. */
import { QueryNode } from '../selector/query-node.ts';
import type { SyntaxNode } from './syntax.ts';

/** Longest source text that a selector can compare: looking at whole functions would cost more than it is good for. */
const MAX_TEXT = 200;

const KEYS: readonly string[] = ['children'];

/** A node, as a selector sees it. `text` is its source text, `children` are the nodes right below it that the grammar names. */
export class SyntaxView extends QueryNode {
  readonly node: SyntaxNode;
  readonly parent: SyntaxView | undefined;
  readonly keys = KEYS;
  readonly #source: string;
  #views: ReadonlyMap<SyntaxNode, SyntaxView> | undefined;

  constructor(node: SyntaxNode, source: string, parent?: SyntaxView) {
    super();
    this.node = node;
    this.parent = parent;
    this.#source = source;
  }

  get type(): string {
    return this.node.type;
  }

  get(field: string): unknown {
    if (field === 'type') return this.node.type;
    if (field === 'text') return this.#text();
    if (field === 'children')
      return this.node.children.filter((child) => child.isNamed).map((child) => this.#viewOf(child));
    return this.#field(field);
  }

  override fieldBefore(field: string): unknown {
    return field === 'type' ? (this.#field(field) ?? this.node.type) : this.get(field);
  }

  #field(field: string): SyntaxView | SyntaxView[] | undefined {
    const found = this.node.children.filter((child) => child.field === field).map((child) => this.#viewOf(child));
    return found.length > 1 ? found : found[0];
  }

  #text(): string | undefined {
    const { start, end } = this.node;
    return end - start <= MAX_TEXT ? this.#source.slice(start, end) : undefined;
  }

  #viewOf(child: SyntaxNode): SyntaxView {
    this.#views ??= new Map(this.node.children.map((node) => [node, new SyntaxView(node, this.#source, this)]));
    return this.#views.get(child)!;
  }
}
