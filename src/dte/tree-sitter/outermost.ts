/** Selected nodes that hold each other, and what lies in which of them. */
import { lastAtOrBefore } from '../sorted-search.ts';
import type { NodePlace } from './node-finding.ts';
import type { SelectedNode } from './selected.ts';

/** Answers the nodes that are not within others of them, each once, in order of their places; of two with one range the first. Pure. */
export function outermost(nodes: readonly SelectedNode[]): SelectedNode[] {
  return [...byPath(nodes).values()].flatMap((own) => {
    let end = -1;
    return own.filter(({ node }) => {
      if (node.end <= end) return false;
      ({ end } = node);
      return true;
    });
  });
}

/** Answers which of some nodes a place lies in. @param nodes - none within another */
export function holderAmong(nodes: readonly SelectedNode[]): (place: NodePlace) => SelectedNode | undefined {
  const sorted = byPath(nodes);
  return ({ path, node }) => {
    const own = sorted.get(path) ?? [];
    const holder = own[lastAtOrBefore(own.length, (index) => own[index]!.node.start, node.start)];
    return holder !== undefined && node.end <= holder.node.end ? holder : undefined;
  };
}

function byPath(nodes: readonly SelectedNode[]): ReadonlyMap<string, SelectedNode[]> {
  const sorted = new Map<string, SelectedNode[]>();
  for (const one of nodes) {
    const own = sorted.get(one.path);
    if (own === undefined) sorted.set(one.path, [one]);
    else own.push(one);
  }
  for (const own of sorted.values()) own.sort((a, b) => a.node.start - b.node.start || b.node.end - a.node.end);
  return sorted;
}
