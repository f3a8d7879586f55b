/** Finds the nodes that a selector picks, in time that is bounded by the size of the tree. */
import { LoglineError } from '../../base/errors.ts';
import { MAX_STEPS_PER_NODE } from '../limits.ts';
import { classHolds } from './node-class.ts';
import { childrenOf, QueryNode, valueAt } from './query-node.ts';
import type { Selector } from './selector.ts';
import type { SelectorNode } from './selector-node.ts';
import type { SymbolName } from './symbol-name.ts';

/** Answers whether a node stands for a symbol. */
export type HasSymbol<N extends QueryNode> = (node: N, symbol: SymbolName) => boolean;

/** Where matching looks: in a whole tree, or below the node that `:has` starts from, above which nothing is seen. */
interface View {
  readonly top: QueryNode | undefined;
  /** For the left side of a descendant: whether it fits a node or one above it. Each is asked once. */
  readonly fitsUpwards: Map<SelectorNode, Map<QueryNode, boolean>>;
}

const viewFrom = (top?: QueryNode): View => ({ top, fitsUpwards: new Map() });

/** Steps with which matching starts, so that small trees can have long selectors. */
const FIRST_STEPS = 1_000_000;

/** One selector, over as many trees as there are. Steps that one tree leaves over can be used in the next. */
export class SelectorMatcher<N extends QueryNode> {
  readonly #selector: Selector;
  readonly #hasSymbol: HasSymbol<N>;
  #steps = FIRST_STEPS;

  constructor(selector: Selector, hasSymbol: HasSymbol<N>) {
    this.#selector = selector;
    this.#hasSymbol = hasSymbol;
  }

  /**
   * Answers the nodes of a tree that the selector picks, from the outside to the inside.
   *
   * @param mayHold - whether a node may be picked, or one below it may. @default of each
   * @throws {LoglineError} LIMIT_EXCEEDED - it takes far more steps than the tree has nodes.
   */
  matchesIn(root: N, mayHold?: (node: N) => boolean): N[] {
    const view = viewFrom();
    const found: N[] = [];
    const visit = (node: QueryNode): boolean => {
      this.#steps += MAX_STEPS_PER_NODE;
      if (this.#fits(this.#selector.root, node, view)) found.push(node as N);
      return false;
    };
    walk(root, visit, mayHold as ((node: QueryNode) => boolean) | undefined);
    return found;
  }

  #fits(part: SelectorNode, node: QueryNode, view: View): boolean {
    this.#spend(1);
    switch (part.kind) {
      case 'all':
        return part.parts.every((inner) => this.#fits(inner, node, view));
      case 'some':
        return part.parts.some((inner) => this.#fits(inner, node, view));
      case 'none':
        return !part.parts.some((inner) => this.#fits(inner, node, view));
      case 'has':
        return this.#holds(part.parts, node);
      case 'child':
        return this.#fits(part.right, node, view) && this.#fitsParent(part.left, node, view);
      case 'descendant':
        return this.#fits(part.right, node, view) && this.#fitsAbove(part.left, node, view);
      case 'sibling':
      case 'adjacent':
        return this.#fits(part.right, node, view) && this.#fitsBefore(part.left, node, view, part.kind === 'adjacent');
      case 'symbol':
        return this.#hasSymbol(node as N, this.#selector.symbols[part.index]!);
      case 'nth':
        return this.#isNth(node, part.index, view);
      default:
        return fitsAlone(part, node, view);
    }
  }

  #fitsParent(left: SelectorNode, node: QueryNode, view: View): boolean {
    const parent = parentIn(node, view);
    return parent !== undefined && this.#fits(left, parent, view);
  }

  #fitsAbove(left: SelectorNode, node: QueryNode, view: View): boolean {
    const known = view.fitsUpwards.get(left) ?? new Map<QueryNode, boolean>();
    view.fitsUpwards.set(left, known);
    const passed: QueryNode[] = [];
    let answer = false;
    for (let above = parentIn(node, view); above !== undefined; above = parentIn(above, view)) {
      const before = known.get(above);
      if (before === undefined) passed.push(above);
      answer = before ?? this.#fits(left, above, view);
      if (answer || before !== undefined) break;
    }
    for (const above of passed) known.set(above, answer);
    return answer;
  }

  /** Whether a part fits one of the nodes before this one in the same list; or the one right before it. */
  #fitsBefore(left: SelectorNode, node: QueryNode, view: View, isAdjacent: boolean): boolean {
    return this.#listsWith(node, view).some(({ list, index }) =>
      list
        .slice(isAdjacent ? Math.max(0, index - 1) : 0, index)
        .some((other) => other instanceof QueryNode && this.#fits(left, other, view)),
    );
  }

  #isNth(node: QueryNode, nth: number, view: View): boolean {
    return this.#listsWith(node, view).some(({ list, index }) => index === (nth < 0 ? list.length + nth : nth - 1));
  }

  /** The lists of the parent that hold this node, and where in them. */
  #listsWith(node: QueryNode, view: View): { list: readonly unknown[]; index: number }[] {
    const parent = parentIn(node, view);
    if (parent === undefined) return [];
    const lists = parent.keys.map((key) => parent.get(key)).filter((value): value is unknown[] => Array.isArray(value));
    this.#spend(lists.reduce((sum, list) => sum + list.length / 16, 1));
    return lists.map((list) => ({ list, index: list.indexOf(node) })).filter(({ index }) => index >= 0);
  }

  /** `:has`: whether one of the parts fits the node or one below it, seen from it alone. */
  #holds(parts: readonly SelectorNode[], top: QueryNode): boolean {
    const view = viewFrom(top);
    return walk(top, (node) => parts.some((part) => this.#fits(part, node, view)));
  }

  #spend(steps: number): void {
    this.#steps -= steps;
    if (this.#steps > 0) return;
    const message = `The selector takes more than ${MAX_STEPS_PER_NODE} steps for each node: ${this.#selector.text}`;
    throw new LoglineError('LIMIT_EXCEEDED', message, { details: { selector: this.#selector.text } });
  }
}

type Alone = Extract<SelectorNode, { kind: 'any' | 'scope' | 'type' | 'class' | 'field' | 'attribute' }>;

/** The parts that need nothing but the node and what is around it. */
function fitsAlone(part: Alone, node: QueryNode, view: View): boolean {
  switch (part.kind) {
    case 'any':
      return true;
    case 'scope':
      return parentIn(node, view) === undefined;
    case 'type':
      return node.type.toLowerCase() === part.name;
    case 'class':
      return classHolds(part.name, node, parentIn(node, view));
    case 'attribute':
      return part.accepts(valueAt(node, part.path));
    case 'field':
      return isAtField(node, part.path, view);
  }
}

/** Whether the fields of a path lead to a node, from the node that is as many levels above it. */
function isAtField(node: QueryNode, path: readonly string[], view: View): boolean {
  let from: QueryNode | undefined = node;
  for (let level = 0; level < path.length && from !== undefined; level += 1) from = parentIn(from, view);
  return from !== undefined && leadsTo(node, from, path);
}

function leadsTo(node: QueryNode, from: unknown, path: readonly string[]): boolean {
  if (path.length === 0) return from === node;
  if (!(from instanceof QueryNode)) return false;
  const value = from.get(path[0]!);
  const rest = path.slice(1);
  return Array.isArray(value) ? value.some((item) => leadsTo(node, item, rest)) : leadsTo(node, value, rest);
}

const parentIn = (node: QueryNode, view: View): QueryNode | undefined => (node === view.top ? undefined : node.parent);

/** Visits a node and those below it that may be entered, until `visit` answers true. Answers whether it did. */
function walk(
  root: QueryNode,
  visit: (node: QueryNode) => boolean,
  mayEnter: (node: QueryNode) => boolean = () => true,
): boolean {
  const waiting: QueryNode[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (visit(node)) return true;
    for (const child of childrenOf(node).reverse()) if (mayEnter(child)) waiting.push(child);
  }
  return false;
}
