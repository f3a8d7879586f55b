/**
 * What each kind of event adds to the provenance graph.
 *
 * Payloads are read member by member: an event of another module that counts has the form of its schema, and what it lacks adds nothing.
 */
import type { EvidenceEvent } from '../mission-evidence.ts';
import type { GraphDraft } from './graph-draft.ts';

/** One event, and the graph that it is added to. */
interface Told {
  readonly draft: GraphDraft;
  /** Node of what was done. */
  readonly id: string;
  /** Node of who did it. */
  readonly agent: string;
  readonly event: EvidenceEvent;
  readonly payload: Payload;
}

type Payload = Readonly<Record<string, unknown>>;

/** By intent. Leases say who worked when, and nothing about where a result comes from. Other intents add what was done and who did it. */
export const GRAPH_RULES: Readonly<Record<string, ((told: Told) => void) | 'left-out'>> = {
  mission_leased: 'left-out',
  mission_released: 'left-out',
  mission_created: ({ draft, id, payload }) => {
    draft.edge(missionOf(draft, payload), id, 'wasGeneratedBy');
  },
  mission_planned: ({ draft, id, event, payload }) => {
    const plan = draft.entity('plan', event.id.slice(0, 16), textOf(payload['summary']) ?? 'plan');
    draft.edge(plan, id, 'wasGeneratedBy');
    draft.edge(plan, missionOf(draft, payload), 'wasDerivedFrom');
    for (const content of contentsOf(draft, payload)) draft.edge(id, content, 'used');
  },
  checkpoint_decided: ({ draft, id, agent, payload }) => {
    const subject = textOf(payload['subject']) ?? '';
    const what = draft.entity('subject', subject, textOf(payload['checkpoint']) ?? '', { blake3: subject });
    draft.edge(id, what, 'used');
    draft.edge(what, missionOf(draft, payload), 'wasDerivedFrom');
    const { actor, public_key: key } = Object(payload['approver']) as Payload;
    const approver = textOf(actor);
    if (approver === undefined || payload['method'] !== 'witnessed') return;
    // The service did it, in the name of somebody.
    draft.edge(agent, draft.agent(approver, textOf(key) ?? null), 'actedOnBehalfOf');
  },
  batch_added: ({ draft, id, payload }) => {
    const batch = batchOf(draft, payload);
    draft.edge(batch, id, 'wasGeneratedBy');
    draft.edge(batch, missionOf(draft, payload), 'wasDerivedFrom');
    for (const content of contentsOf(draft, payload)) draft.edge(batch, content, 'wasDerivedFrom');
    for (const address of listOf(payload['pull_requests'])) addPullRequest(draft, address, batchOf(draft, payload));
  },
  batch_referenced: ({ draft, payload }) => {
    addPullRequest(draft, payload['pull_request'], batchOf(draft, payload));
  },
  batch_started: (told) => {
    announce(told);
  },
  rollback_started: (told) => {
    announce(told);
  },
  batch_applied: (told) => {
    const { draft, payload } = told;
    const made = carryOut(told);
    if (made !== undefined) draft.memory.set(`made ${keyOf(payload)}`, made);
  },
  batch_rolled_back: (told) => {
    const { draft, id, payload } = told;
    carryOut(told);
    const made = draft.memory.get(`made ${keyOf(payload)}`);
    if (made !== undefined) draft.edge(made, id, 'wasInvalidatedBy');
  },
  batch_verified: ({ draft, id, payload }) => {
    const commit = addCommit(draft, payload['commit']);
    if (commit !== undefined) draft.edge(id, commit, 'used');
    const digest = textOf(payload['report_digest']);
    if (digest === undefined) return;
    const label = payload['ok'] === true ? 'verified' : 'not verified';
    draft.edge(draft.entity('report', digest, label, { blake3: digest }), id, 'wasGeneratedBy');
  },
  mission_finalized: ({ draft, id, payload }) => {
    draft.edge(id, missionOf(draft, payload), 'used');
  },
  usage_recorded: ({ draft, id, payload }) => {
    const [model, cost, currency] = [payload['model'], payload['cost'], payload['currency']].map(textOf);
    const usage = textOf(payload['usage']) ?? id;
    draft.edge(draft.entity('usage', usage, `${cost ?? ''} ${currency ?? ''}`), id, 'wasGeneratedBy');
    if (model !== undefined) draft.edge(id, draft.agent(`model ${model}`, null), 'wasAssociatedWith');
  },
  evidence_recorded: (told) => {
    addRecord(told);
  },
  change_applied: (told) => {
    addChange(told);
  },
  change_verified: (told) => {
    addChange(told);
  },
  change_reverted: (told) => {
    addChange(told);
  },
};

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Of one batch. */
const keyOf = (payload: Payload): string => String(textOf(payload['batch']));

function missionOf(draft: GraphDraft, payload: Payload): string {
  const mission = textOf(payload['mission']) ?? '';
  return draft.entity('mission', mission, textOf(payload['title']) ?? mission);
}

function batchOf(draft: GraphDraft, payload: Payload): string {
  return draft.entity('batch', `${String(textOf(payload['mission']))}/${keyOf(payload)}`, keyOf(payload));
}

/** Specs and patches, by their digests. */
function contentsOf(draft: GraphDraft, { contents }: Payload): string[] {
  return listOf(contents).flatMap((content) => {
    const { kind, name, digest } = Object(content) as Payload;
    const blake3 = textOf(digest);
    if (blake3 === undefined) return [];
    return [draft.entity(kind === 'patch' ? 'patch' : 'spec', blake3, textOf(name) ?? '', { blake3 })];
  });
}

function addPullRequest(draft: GraphDraft, address: unknown, batch: string): void {
  const text = textOf(address);
  if (text !== undefined) draft.edge(draft.entity('pull_request', text, text), batch, 'wasDerivedFrom');
}

function addCommit(draft: GraphDraft, commit: unknown): string | undefined {
  const id = textOf(commit);
  return id === undefined ? undefined : draft.entity('commit', id, id.slice(0, 12), { gitCommit: id });
}

/** What is about to be done, on which commit. */
function announce({ draft, id, payload }: Told): void {
  draft.edge(id, batchOf(draft, payload), 'used');
  const parent = addCommit(draft, payload['parent']);
  if (parent !== undefined) draft.edge(id, parent, 'used');
  draft.memory.set(`begun ${keyOf(payload)}`, id);
  if (parent !== undefined) draft.memory.set(`parent ${keyOf(payload)}`, parent);
}

/** What is done now, and the commit that came of it. A batch that is withdrawn before it was run makes none. */
function carryOut({ draft, id, payload }: Told): string | undefined {
  draft.edge(id, batchOf(draft, payload), 'used');
  const commit = addCommit(draft, payload['commit']);
  if (commit === undefined) return undefined;
  draft.edge(commit, id, 'wasGeneratedBy');
  const begun = draft.memory.get(`begun ${keyOf(payload)}`);
  const parent = draft.memory.get(`parent ${keyOf(payload)}`);
  if (begun !== undefined) draft.edge(id, begun, 'wasInformedBy');
  if (parent !== undefined && parent !== commit) draft.edge(commit, parent, 'wasDerivedFrom');
  return commit;
}

function addRecord({ draft, id, payload }: Told): void {
  const kind = textOf(payload['kind']) ?? 'other';
  const commit = addCommit(draft, payload['commit']);
  const address = textOf(payload['address']);
  const sha256 = textOf(payload['sha256']);
  const record = textOf(payload['evidence']) ?? id;
  const label = textOf(payload['name']) ?? record;
  const isCommit = kind === 'commit' && commit !== undefined;
  const name = kind === 'pull_request' ? (address ?? record) : (sha256 ?? record);
  const thing = isCommit ? commit : draft.entity(kind, name, label, sha256 === undefined ? undefined : { sha256 });
  draft.edge(thing, id, 'wasGeneratedBy');
  if (commit !== undefined && !isCommit) draft.edge(thing, commit, 'wasDerivedFrom');
  if (payload['batch'] !== undefined) draft.edge(thing, batchOf(draft, payload), 'wasDerivedFrom');
}

function addChange({ draft, id, payload }: Told): void {
  const spec = textOf(payload['spec_digest']);
  const report = textOf(payload['report_digest']);
  if (spec !== undefined)
    draft.edge(id, draft.entity('spec', spec, textOf(payload['spec_id']) ?? '', { blake3: spec }), 'used');
  if (report !== undefined)
    draft.edge(draft.entity('report', report, 'report', { blake3: report }), id, 'wasGeneratedBy');
}
