/** What a selector sees of a syntax tree, whatever the language. */

/** A node of a tree that selectors look at. The same place is the same object every time. */
export abstract class QueryNode {
  /** Name of the node's type, such as `Identifier`. */
  abstract readonly type: string;
  /** The node that holds this one; none of the root. */
  abstract readonly parent: QueryNode | undefined;
  /** Names of the fields that hold nodes or lists of nodes, in the order in which they are walked. */
  abstract readonly keys: readonly string[];
  /** Answers a field: a node, a list, a plain value, or `undefined` where the type has no such field. */
  abstract get(field: string): unknown;
  /** Answers a field on the way to another one: where a grammar has a field that is called `type`, that is meant and not the node's own. */
  fieldBefore(field: string): unknown {
    return this.get(field);
  }
}

/** Answers the nodes right below a node. */
export function childrenOf(node: QueryNode): QueryNode[] {
  const children: QueryNode[] = [];
  for (const key of node.keys) {
    const value = node.get(key);
    if (value instanceof QueryNode) children.push(value);
    else if (Array.isArray(value)) for (const item of value) if (item instanceof QueryNode) children.push(item);
  }
  return children;
}

/** Answers what a path of fields leads to; elements of lists count as fields named by their index. */
export function valueAt(node: QueryNode, path: readonly string[]): unknown {
  let value: unknown = node;
  for (const [index, name] of path.entries()) {
    if (value === null || value === undefined) return value;
    value = value instanceof QueryNode && index + 1 < path.length ? value.fieldBefore(name) : step(value, name);
  }
  return value;
}

function step(value: unknown, name: string): unknown {
  if (value instanceof QueryNode) return value.get(name);
  if (typeof value === 'string') return name === 'length' ? value.length : undefined;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
