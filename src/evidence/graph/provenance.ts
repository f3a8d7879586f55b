/**
 * Where the result of a mission comes from, as a graph in the terms of W3C PROV: things (entities), what was done (activities), and who did
 * it (agents).
 *
 * It is made of events that count, and of nothing else. Sorted, so that the same events give the same graph.
 *
 * @see https://www.w3.org/TR/prov-dm/
 */
import type { Atomic } from '../../atomic/index.ts';
import type { EvidenceEvent, MissionEvidence } from '../mission-evidence.ts';
import { GraphDraft } from './graph-draft.ts';
import type { ProvenanceGraph } from './graph-draft.ts';
import { GRAPH_RULES } from './rules.ts';

/** Answers the graph of a mission. Pure. */
export function provenanceGraph({ events, atomics }: Pick<MissionEvidence, 'events' | 'atomics'>): ProvenanceGraph {
  const draft = new GraphDraft();
  for (const [i, event] of events.entries()) if (event.refused === undefined) addEvent(draft, event, atomics[i]!);
  return draft.graph();
}

function addEvent(draft: GraphDraft, event: EvidenceEvent, atomic: Atomic): void {
  const rule = Object.hasOwn(GRAPH_RULES, event.type) ? GRAPH_RULES[event.type] : undefined;
  if (rule === 'left-out') return;
  const id = `event:${event.id}`;
  const label = `${atomic.did.action} ${atomic.this}`;
  draft.node({ id, kind: 'activity', type: event.type, label, at: event.timestamp, line: event.line });
  const agent = draft.agent(event.actor, event.signer);
  draft.edge(id, agent, 'wasAssociatedWith');
  rule?.({ draft, id, agent, event, payload: event.data });
}
