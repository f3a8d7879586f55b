/** A provenance graph as a drawing: who did it on the left, what was done in the middle in its order, and the things on the right. */
import type { GraphNode, ProvenanceGraph } from '../graph/graph-draft.ts';
import { htmlText, shortText } from '../inert-text.ts';

const COLUMNS = { agent: 0, activity: 1, entity: 2 } as const;
const FILLS = { agent: '#fdeccf', activity: '#e3ecfb', entity: '#e4f3e4' } as const;
const STROKES: Readonly<Record<string, string>> = { wasInvalidatedBy: '#a11', wasGeneratedBy: '#0a6b2b' };
const WIDTH = 260;
const HEIGHT = 26;
const GAP = { x: 380, y: 38 };
const MAX_CHARS = 38;

interface Place {
  readonly node: GraphNode;
  readonly x: number;
  readonly y: number;
}

/** Answers the drawing as SVG, for HTML. Pure. */
export function graphDrawing(graph: ProvenanceGraph): string {
  const places = placesOf(graph);
  const rows = Math.max(1, ...[...places.values()].map(({ y }) => y / GAP.y + 1));
  const [width, height] = [2 * GAP.x + WIDTH + 20, rows * GAP.y + 20];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}" role="img">`,
    ...graph.edges.map(({ from, to, rel }) => edgeLine(places.get(from)!, places.get(to)!, rel)),
    ...[...places.values()].map(nodeBox),
    '</svg>',
  ].join('\n');
}

/** What was done goes by its line; somebody or something stands as high as what first had to do with it. */
function placesOf({ nodes, edges }: ProvenanceGraph): ReadonlyMap<string, Place> {
  const order = new Map(nodes.map(({ id, line }) => [id, line ?? Infinity]));
  const lines = new Map(order);
  for (const { from, to } of edges) {
    order.set(from, Math.min(order.get(from)!, lines.get(to)!));
    order.set(to, Math.min(order.get(to)!, lines.get(from)!));
  }
  const used = { agent: 0, activity: 0, entity: 0 };
  const sorted = [...nodes].sort((a, b) => {
    // Two that have to do with no line at all are as high as each other, and Infinity less itself is no number.
    const [first, second] = [order.get(a.id)!, order.get(b.id)!];
    return first === second ? 0 : first - second;
  });
  return new Map(
    sorted.map((node) => {
      const { id, kind } = node;
      return [id, { node, x: COLUMNS[kind] * GAP.x, y: used[kind]++ * GAP.y }];
    }),
  );
}

function nodeBox({ node: { kind, type, label }, x, y }: Place): string {
  const whole = kind === 'agent' ? label : `${type.replaceAll('_', ' ')}: ${label}`;
  const shown = shortText(whole, MAX_CHARS);
  const round = kind === 'entity' ? HEIGHT / 2 : 2;
  return (
    `<g transform="translate(${String(x + 10)},${String(y + 10)})"><title>${htmlText(whole)}</title>` +
    `<rect width="${String(WIDTH)}" height="${String(HEIGHT)}" rx="${String(round)}" fill="${FILLS[kind]}" stroke="#888"/>` +
    `<text x="8" y="17">${htmlText(shown)}</text></g>`
  );
}

/** From the side that looks at the other one. */
function edgeLine(from: Place, to: Place, rel: string): string {
  const [x1, x2] = sidesOf(from.x, to.x);
  const stroke = STROKES[rel] ?? '#999';
  return (
    `<line x1="${String(x1)}" y1="${String(from.y + 23)}" x2="${String(x2)}" y2="${String(to.y + 23)}" stroke="${stroke}">` +
    `<title>${rel}</title></line>`
  );
}

function sidesOf(from: number, to: number): [number, number] {
  if (from === to) return [from + 10 + WIDTH, to + 10 + WIDTH];
  return from < to ? [from + 10 + WIDTH, to + 10] : [from + 10, to + 10 + WIDTH];
}
