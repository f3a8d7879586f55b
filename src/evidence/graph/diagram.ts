/** A provenance graph as people draw it: Mermaid for pages, DOT for Graphviz. Labels are quoted, and inert. */
import { shortText } from '../../drawing/index.ts';
import type { GraphNode, ProvenanceGraph } from './graph-draft.ts';

const MAX_LABEL_CHARS = 60;

/** Answers the graph as a flow chart for Mermaid: things are round, what was done is square, who did it is a hexagon. Pure. */
export function formatMermaid({ nodes, edges }: ProvenanceGraph): string {
  const names = namesOf(nodes);
  const shapes = { entity: ['(["', '"])'], activity: ['["', '"]'], agent: ['{{"', '"}}'] } as const;
  return [
    'flowchart RL',
    ...nodes.map((node) => `  ${names.get(node.id)!}${shapes[node.kind].join(mermaidText(labelOf(node)))}`),
    ...edges.map(({ from, to, rel }) => `  ${names.get(from)!} -- ${rel} --> ${names.get(to)!}`),
    '',
  ].join('\n');
}

/** Answers the graph for Graphviz. Pure. */
export function formatDot({ nodes, edges }: ProvenanceGraph): string {
  const names = namesOf(nodes);
  const shapes = { entity: 'ellipse', activity: 'box', agent: 'house' } as const;
  return [
    'digraph provenance {',
    '  rankdir=RL;',
    ...nodes.map((node) => `  ${names.get(node.id)!} [shape=${shapes[node.kind]}, label="${dotText(labelOf(node))}"];`),
    ...edges.map(({ from, to, rel }) => `  ${names.get(from)!} -> ${names.get(to)!} [label="${rel}"];`),
    '}',
    '',
  ].join('\n');
}

/** Ids hold what others wrote; these do not. */
const namesOf = (nodes: readonly GraphNode[]): ReadonlyMap<string, string> =>
  new Map(nodes.map(({ id }, i) => [id, `n${String(i + 1)}`]));

/** Answers what a node is called in a drawing. Pure. */
const labelOf = ({ kind, type, label }: GraphNode): string =>
  shortText(kind === 'agent' ? label : `${type.replaceAll('_', ' ')}: ${label}`, MAX_LABEL_CHARS);

/** Everything but letters, digits and harmless marks, as Mermaid's entities. */
const mermaidText = (text: string): string =>
  text.replaceAll(/[^\p{L}\p{N} .,:/@_…-]/gu, (char) => `#${String(char.codePointAt(0))};`);

const dotText = (text: string): string => text.replaceAll(/["\\]/g, String.raw`\$&`);
