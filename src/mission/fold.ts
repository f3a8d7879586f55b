/**
 * The state of all missions, as a fold over the ledger. There is no other record of them.
 *
 * What is handed in has to be what `verify` accepted: hashes and signatures are not checked again here. Keys are, against the keyring,
 * as they stand at each line; and what the rules forbid counts for nothing, whoever signed it.
 *
 * @see docs/mission.md, "Atomics"
 */
import type { Atomic } from '../atomic/index.ts';
import { schemaProblems } from '../base/schema.ts';
import { signedLineOf } from '../ledger/index.ts';
import { decisionOf } from './approvals.ts';
import { checkpointOf, subjectsOf } from './checkpoints.ts';
import { changeDigest } from './digest.ts';
import { eventOf, isMissionIntent, payloadSchemaOf } from './events.ts';
import type { EventFacts, MissionEvent, MissionIntent, MissionPayloads } from './events.ts';
import { judgeEvent } from './judge.ts';
import { refusal } from './rules.ts';
import type { Refusal } from './rules.ts';
import type { Batch, Mission, Missions, RefusedEvent, Worker } from './state.ts';

/** Answers the state after one more atomic of the ledger. The state handed in is used up: it may be changed and answered again. */
export function foldMissions(state: Missions, atomic: Atomic): Missions {
  const missions = state as OpenMissions;
  const line = missions.lines + 1;
  const signed = signedLineOf(atomic);
  const distrust = missions.trust?.judge(signed, line);
  if (isMissionIntent(atomic.intent)) {
    const refused = distrust
      ? { ...refusal('trusted-signer', distrust.message), code: distrust.code }
      : take(missions, atomic.intent, atomic);
    if (refused !== undefined)
      missions.refused.push({ ...refused, intent: atomic.intent, hash: atomic.hash } satisfies RefusedEvent);
  }
  if (distrust === undefined) missions.trust?.accept(signed, line);
  missions.lines = line;
  return missions;
}

/** The same state, for the fold alone. */
interface OpenMissions extends Missions {
  readonly missions: Map<string, Mission>;
  readonly refused: RefusedEvent[];
  lines: number;
}

function take(missions: OpenMissions, intent: MissionIntent, atomic: Atomic): Refusal | undefined {
  const signer = atomic.signature?.public_key;
  if (signer === undefined) return { ...refusal('trusted-signer', 'It is not signed.'), code: 'UNSIGNED' };
  const event = eventOf(intent, atomic, signer);
  if (event === undefined) return misshapen(intent, atomic);
  const refused = judgeEvent(missions, event);
  if (refused === undefined) missions.missions.set(event.payload.mission, missionAfter(missions, event));
  return refused;
}

/** Answers the refusal of a payload that does not fit its schema. Pure. */
export function misshapen(intent: MissionIntent, { payload }: Pick<Atomic, 'payload'>): Refusal {
  const problems = schemaProblems(payloadSchemaOf(intent), payload ?? {});
  return refusal('known-form', `payload of ${intent}: ${problems[0]!.message}`, { problems });
}

/** Answers the mission after an event that was judged. Pure. */
function missionAfter(missions: Missions, { intent, payload, facts }: MissionEvent): Mission {
  if (intent === 'mission_created') return createdMission(payload, facts);
  const mission = missions.missions.get(payload.mission)!;
  const change = CHANGES[intent] as Change<MissionPayloads[MissionIntent]>;
  return { ...mission, ...change({ missions, mission, payload, facts }), updatedAt: facts.at };
}

function createdMission(payload: MissionPayloads['mission_created'], facts: EventFacts): Mission {
  const { mission: id, title, description, risk, approvals = 'witnessed' } = payload;
  return {
    id,
    title,
    description,
    risk,
    approvals,
    traceId: facts.traceId,
    createdAt: facts.at,
    updatedAt: facts.at,
    createdBy: { key: facts.signer, actor: facts.actor },
    plan: { summary: undefined, contents: [] },
    batches: [],
    decisions: [],
    lease: undefined,
    workers: [],
    finalized: undefined,
  };
}

type Change<P> = (event: {
  readonly missions: Missions;
  readonly mission: Mission;
  readonly payload: P;
  readonly facts: EventFacts;
}) => Partial<Mission>;

const CHANGES: { readonly [I in Exclude<MissionIntent, 'mission_created'>]: Change<MissionPayloads[I]> } = {
  mission_planned: ({ mission, payload: { summary, contents }, facts }) => ({
    plan: { summary, contents },
    workers: withWorker(mission, facts),
  }),
  checkpoint_decided: ({ missions, mission, payload, facts }) => ({
    decisions: [...mission.decisions, decisionOf(missions, mission, payload, facts)],
  }),
  batch_added: ({ mission, payload, facts }) => ({
    batches: [...mission.batches, addedBatch(payload, facts)],
    workers: withWorker(mission, facts),
  }),
  batch_referenced: ({ mission, payload: { batch, pull_request: address } }) => ({
    batches: mission.batches.map((one) =>
      one.id === batch ? { ...one, pullRequests: [...new Set([...one.pullRequests, address])] } : one,
    ),
  }),
  mission_leased: ({ payload: { lease: id, executor, expires_at: expiresAt } }) => ({
    lease: { id, executor, expiresAt },
  }),
  mission_released: () => ({ lease: undefined }),
  batch_started: ({ mission, payload, facts }) => ({
    ...withBatch(mission, payload.batch, { state: 'started', change: payload, changeDigest: changeDigest(payload) }),
    workers: withWorker(mission, facts),
  }),
  batch_applied: ({ mission, payload: { batch }, facts: { at } }) =>
    withBatch(mission, batch, { state: 'applied', appliedAt: at }),
  batch_verified: ({ mission, payload, facts }) => ({
    ...withBatch(mission, payload.batch, { report: payload }),
    workers: withWorker(mission, facts),
  }),
  rollback_started: ({ mission, payload }) =>
    withBatch(mission, payload.batch, { state: 'rolling-back', undo: payload }),
  batch_rolled_back: ({ mission, payload: { batch }, facts: { at } }) =>
    withBatch(mission, batch, { state: 'rolled-back', rolledBackAt: at }),
  mission_finalized: ({ mission, facts }) => ({
    finalized: {
      at: facts.at,
      by: { key: facts.signer, actor: facts.actor },
      subjects: subjectsOf(mission),
      overridden: checkpointOf(mission, 'verify').overridden,
    },
    lease: undefined,
  }),
};

function addedBatch(
  { batch: id, contents, pull_requests = [] }: MissionPayloads['batch_added'],
  { at }: EventFacts,
): Batch {
  return {
    id,
    contents,
    state: 'pending',
    pullRequests: pull_requests,
    addedAt: at,
    change: undefined,
    changeDigest: undefined,
    appliedAt: undefined,
    report: undefined,
    undo: undefined,
    rolledBackAt: undefined,
  };
}

function withBatch({ batches }: Mission, id: string, change: Partial<Batch>): Pick<Mission, 'batches'> {
  return { batches: batches.map((batch) => (batch.id === id ? { ...batch, ...change } : batch)) };
}

function withWorker({ workers }: Mission, { signer: key, actor }: EventFacts): readonly Worker[] {
  const isKnown = workers.some((worker) => worker.key === key && worker.actor === actor);
  return isKnown ? workers : [...workers, { key, actor }];
}
