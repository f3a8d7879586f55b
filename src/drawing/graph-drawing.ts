/** A provenance graph as a drawing: who did it on the left, what was done in the middle in its order, and the things on the right. */
import { draw } from './drawing.ts';
import type { Drawing } from './drawing.ts';
import { inertText, shortText } from './inert-text.ts';

/** A node, as far as it is drawn. */
export interface DrawnNode {
  readonly id: string;
  readonly kind: 'entity' | 'activity' | 'agent';
  readonly type: string;
  readonly label: string;
  readonly line?: number;
}

/** A relation between two nodes. */
export interface DrawnEdge {
  readonly from: string;
  readonly to: string;
  readonly rel: string;
}

/** A graph. */
export interface DrawnGraph {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
}

const COLUMNS = { agent: 0, activity: 1, entity: 2 } as const;
const WIDTH = 260;
const HEIGHT = 26;
const GAP = { x: 380, y: 38 };
const MAX_CHARS = 38;
/** How far a relation within a column leaves it. */
const BOW = 30;

interface Place {
  readonly node: DrawnNode;
  readonly x: number;
  readonly y: number;
}

/** Answers the drawing as SVG. Colours are those of the classes `agent`, `activity`, `entity` and of the names of relations. Pure. */
export function graphDrawing(graph: DrawnGraph): Drawing {
  const places = placesOf(graph);
  const rows = Math.max(1, ...[...places.values()].map(({ y }) => y / GAP.y + 1));
  const [width, height] = [2 * GAP.x + WIDTH + 20 + BOW, rows * GAP.y + 20];
  const known = graph.edges.filter(({ from, to }) => places.has(from) && places.has(to));
  return draw(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${String(width)} ${String(height)}`,
      width,
      height,
      role: 'img',
      class: 'graph',
      'aria-label': 'Provenance',
    },
    ...known.map(({ from, to, rel }) => edgeLine(places.get(from)!, places.get(to)!, rel)),
    ...[...places.values()].map(nodeBox),
  );
}

/** What was done goes by its line; somebody or something stands as high as what first had to do with it. */
function placesOf({ nodes, edges }: DrawnGraph): ReadonlyMap<string, Place> {
  const order = new Map(nodes.map(({ id, line }) => [id, line ?? Infinity]));
  const lines = new Map(order);
  for (const { from, to } of edges) {
    order.set(from, Math.min(order.get(from) ?? Infinity, lines.get(to) ?? Infinity));
    order.set(to, Math.min(order.get(to) ?? Infinity, lines.get(from) ?? Infinity));
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

function nodeBox({ node: { kind, type, label }, x, y }: Place): Drawing {
  const whole = kind === 'agent' ? label : `${type.replaceAll('_', ' ')}: ${label}`;
  return draw(
    'g',
    { class: kind, transform: `translate(${String(x + 10)},${String(y + 10)})` },
    draw('title', {}, inertText(whole)),
    draw('rect', { width: WIDTH, height: HEIGHT, rx: kind === 'entity' ? HEIGHT / 2 : 2 }),
    draw('text', { x: 8, y: 17 }, shortText(whole, MAX_CHARS)),
  );
}

/** From the side that looks at the other one; within a column in a bow, so that what lies between is not crossed. */
function edgeLine(from: Place, to: Place, rel: string): Drawing {
  const [left, right] = [from.x + 10, from.x + 10 + WIDTH];
  const [y1, y2] = [from.y + 23, to.y + 23];
  const name = inertText(rel);
  const title = draw('title', {}, name);
  if (from.x === to.x) return draw('path', { class: name, d: bow(right, y1, y2) }, title);
  const [x1, x2] = from.x < to.x ? [right, to.x + 10] : [left, to.x + 10 + WIDTH];
  return draw('line', { class: name, x1, y1, x2, y2 }, title);
}

const bow = (x: number, y1: number, y2: number): string => {
  const out = String(x + BOW);
  return `M${String(x)} ${String(y1)} C${out} ${String(y1)} ${out} ${String(y2)} ${String(x)} ${String(y2)}`;
};
