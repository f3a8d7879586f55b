/** The events of a mission as a table, in the order of the ledger. */
import { draw } from './drawing.ts';
import type { Drawing } from './drawing.ts';
import { inertText } from './inert-text.ts';

/** An event, as far as it is shown. */
export interface DrawnEvent {
  readonly line: number;
  readonly timestamp: string;
  readonly type: string;
  readonly actor: string;
  /** Public key; null where nobody signed. */
  readonly signer: string | null;
  /** Why it counts for nothing. */
  readonly refused?: string;
}

const HEADS = ['line', 'time', 'event', 'actor', 'key', 'standing'];

/** Answers the table. Pure. */
export function timelineTable(events: readonly DrawnEvent[]): Drawing {
  const heads = HEADS.map((head) => draw('th', { scope: 'col' }, head));
  return draw(
    'table',
    { class: 'events' },
    draw('thead', {}, draw('tr', {}, ...heads)),
    draw('tbody', {}, ...events.map(eventRow)),
  );
}

function eventRow({ line, timestamp, type, actor, signer, refused }: DrawnEvent): Drawing {
  const cells = [
    String(line),
    timestamp,
    type.replaceAll('_', ' '),
    actor,
    signer ?? 'nobody signed',
    refused === undefined ? 'counts' : `counts for nothing: ${refused}`,
  ];
  const attributes = refused === undefined ? {} : { class: 'refused' };
  return draw('tr', attributes, ...cells.map((cell) => draw('td', {}, inertText(cell))));
}
