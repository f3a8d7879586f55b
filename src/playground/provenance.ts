/** Where the result of a mission comes from, drawn and told as audit packs do it, and the same as a list. */
import { graphDrawing, timelineTable } from '../drawing/index.ts';
import type { DrawnEvent, DrawnGraph } from '../drawing/index.ts';
import { drawn } from './drawn.ts';
import { element } from './element.ts';
import { inert } from './inert.ts';
import { wideFrame } from './wide-table.ts';

/** Answers the drawing of a graph, with its relations as a list for those who do not see it. */
export function provenance({ nodes, edges }: DrawnGraph): HTMLElement {
  const names = new Map(nodes.map(({ id, type, label }) => [id, `${type.replaceAll('_', ' ')} ${label}`]));
  const name = (id: string): HTMLElement => inert(names.get(id) ?? id, { most: 120 });
  const relations = edges.map(({ from, to, rel }) => element('li', {}, name(from), ` ${rel} `, name(to)));
  return element(
    'div',
    {},
    wideFrame('Drawing of the provenance', drawn(graphDrawing({ nodes, edges })), 'drawing'),
    element('details', {}, element('summary', {}, 'The same as a list'), element('ul', {}, relations)),
  );
}

/** Answers the events of a mission, in the order of the ledger. */
export const events = (all: readonly DrawnEvent[]): HTMLElement =>
  wideFrame('Events of the mission', drawn(timelineTable(all)));
