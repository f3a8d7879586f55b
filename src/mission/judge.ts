/** Whether an event may happen where a mission stands now. One function for each intent; the fold and whoever wants to append ask the same. */
import { judgeDecision } from './approvals.ts';
import { checkpointOf, checkpointsOf, mayWork, passes } from './checkpoints.ts';
import type { EventFacts, MissionEvent, MissionIntent, MissionPayloads } from './events.ts';
import type { BatchAdded, BatchChange, BatchOutcome, BatchReport, MissionLease } from './generated/types.ts';
import { refusal } from './rules.ts';
import type { Refusal } from './rules.ts';
import type { Batch, BatchState, Mission, Missions } from './state.ts';

/** What an event is judged on. */
interface Judged<P> {
  readonly missions: Missions;
  readonly mission: Mission;
  readonly payload: P;
  readonly facts: EventFacts;
}

type Judge<P> = (judged: Judged<P>) => Refusal | undefined;

/** Answers the rule that forbids an event, `undefined` where none does. Pure. */
export function judgeEvent(missions: Missions, { intent, payload, facts }: MissionEvent): Refusal | undefined {
  const mission = missions.missions.get(payload.mission);
  if (intent === 'mission_created')
    return mission && refusal('new-id', `There is a mission ${payload.mission} already.`);
  if (mission === undefined) return refusal('known-mission', `There is no mission ${payload.mission}.`);
  if (mission.finalized !== undefined && !AFTER_THE_END.includes(intent))
    return refusal('not-finalized', `${mission.id} was finalized at ${mission.finalized.at}.`);
  const judge = JUDGES[intent] as Judge<MissionPayloads[MissionIntent]>;
  return judge({ missions, mission, payload, facts });
}

const AFTER_THE_END: readonly MissionIntent[] = [
  'mission_leased',
  'mission_released',
  'rollback_started',
  'batch_rolled_back',
  'batch_referenced',
];

const JUDGES: { readonly [I in Exclude<MissionIntent, 'mission_created'>]: Judge<MissionPayloads[I]> } = {
  mission_planned: ({ mission }) => judgeNothingUnderWay(mission),
  checkpoint_decided: ({ missions, mission, payload, facts }) => judgeDecision(missions, mission, payload, facts),
  batch_added: judgeAdded,
  batch_referenced: ({ mission, payload }) => judgeState(mission, payload.batch, ALL_STATES),
  mission_leased: judgeLease,
  mission_released: ({ mission, payload }) => judgeHolder(mission, payload.lease),
  batch_started: judgeStarted,
  batch_applied: ({ mission, payload }) =>
    judgeState(mission, payload.batch, ['started']) ?? judgeOutcome(mission, payload, 'change'),
  batch_verified: judgeVerified,
  rollback_started: judgeRollback,
  batch_rolled_back: judgeRolledBack,
  mission_finalized: judgeFinalized,
};

const ALL_STATES: readonly BatchState[] = ['pending', 'started', 'applied', 'rolling-back', 'rolled-back'];

function judgeNothingUnderWay({ id, batches }: Mission): Refusal | undefined {
  const open = batches.find(({ state }) => state === 'started' || state === 'rolling-back');
  return open && refusal('batch-state', `${open.id} of ${id} is ${open.state}: run it to its end first.`);
}

function judgeAdded({ mission, payload: { batch, contents } }: Judged<BatchAdded>): Refusal | undefined {
  if (mission.batches.some(({ id }) => id === batch))
    return refusal('new-id', `There is a batch ${batch} in ${mission.id} already.`);
  const planned = mission.plan.contents;
  const stranger =
    planned.length > 0 ? contents.find(({ digest }) => !planned.some((one) => one.digest === digest)) : undefined;
  return stranger && refusal('planned-contents', `${stranger.name} is not in the plan of ${mission.id}.`);
}

function judgeLease({ mission: { id, lease }, payload, facts: { at } }: Judged<MissionLease>): Refusal | undefined {
  if (lease === undefined || lease.id === payload.lease || payload.takes_over === lease.id) return undefined;
  // Not `expiresAt < at`: a time that cannot be read has not come.
  if (Date.parse(at) >= Date.parse(lease.expiresAt)) return undefined;
  const details = { lease: lease.id, executor: lease.executor, expiresAt: lease.expiresAt };
  return refusal('lease-held', `${id} is worked on by ${lease.executor} until ${lease.expiresAt}.`, details);
}

function judgeHolder({ id, lease }: Mission, claimed: string | undefined): Refusal | undefined {
  if (lease !== undefined && lease.id === claimed) return undefined;
  const holder = lease === undefined ? 'nobody' : `${lease.executor} (${lease.id})`;
  return refusal('lease', `${String(claimed)} is not the lease of ${id}: ${holder} has it.`);
}

function judgeStarted({ mission, payload }: Judged<BatchChange>): Refusal | undefined {
  const own = mission.batches.find(({ id }) => id === payload.batch);
  return (
    judgeState(mission, payload.batch, ['pending']) ??
    judgeHolder(mission, payload.lease) ??
    judgeGate(mission) ??
    judgePlanned(mission, own!) ??
    judgeBefore(mission, payload.batch)
  );
}

function judgeGate(mission: Mission): Refusal | undefined {
  const rejected = checkpointsOf(mission).find(({ status }) => status === 'rejected');
  if (rejected !== undefined) return refusal('rejected-stays', `${rejected.name} of ${mission.id} was rejected.`);
  return mayWork(mission) ? undefined : refusal('plan-approved', `The plan of ${mission.id} waits for approval.`);
}

/** The plan may be another one than when the batch was added. */
function judgePlanned(mission: Mission, { id, contents }: Batch): Refusal | undefined {
  const planned = mission.plan.contents;
  const isPlanned = (digest: string): boolean => planned.some((one) => one.digest === digest);
  if (planned.length === 0 || contents.every(({ digest }) => isPlanned(digest))) return undefined;
  return refusal('planned-contents', `${id} holds what is not in the plan of ${mission.id}.`);
}

function judgeBefore({ id, batches, risk }: Mission, batch: string): Refusal | undefined {
  const before = batches.slice(
    0,
    batches.findIndex((one) => one.id === batch),
  );
  const open = before.find((one) => one.state !== 'rolled-back' && !(one.state === 'applied' && passes(one, risk)));
  if (open === undefined) return undefined;
  const state = open.state === 'applied' ? 'not verified' : open.state;
  return refusal('batch-order', `${open.id} of ${id} comes before ${batch} and is ${state}.`);
}

function judgeVerified({ mission, payload: { batch, commit } }: Judged<BatchReport>): Refusal | undefined {
  const own = mission.batches.find(({ id }) => id === batch);
  return (
    judgeState(mission, batch, ['applied']) ??
    (own!.change!.commit === commit ? undefined : refusal('same-change', `${batch} made ${own!.change!.commit}.`))
  );
}

/** A batch that stopped half-way is brought to its end first. */
function judgeRollback({ mission, payload }: Judged<BatchChange>): Refusal | undefined {
  const { batch, lease } = payload;
  return judgeState(mission, batch, ['applied']) ?? judgeHolder(mission, lease) ?? judgeLater(mission, batch);
}

function judgeLater(mission: Mission, batch: string): Refusal | undefined {
  const later = laterBatches(mission, batch);
  if (later.length === 0) return undefined;
  const names = later.map(({ id }) => id);
  return refusal('later-batches', `${names.join(', ')} changed files of ${batch} after it.`, { later: names });
}

/** Answers the batches that touched files of this one after it and are not rolled back, the last first. Pure. */
export function laterBatches({ batches }: Mission, batch: string): Batch[] {
  const index = batches.findIndex(({ id }) => id === batch);
  const paths = new Set(batches[index]?.change?.files.map(({ path }) => path));
  return batches
    .slice(index + 1)
    .filter(({ state, change }) => isInTree(state) && change!.files.some(({ path }) => paths.has(path)))
    .reverse();
}

const isInTree = (state: BatchState): boolean => state !== 'pending' && state !== 'rolled-back';

function judgeRolledBack({ mission, payload }: Judged<BatchOutcome>): Refusal | undefined {
  const { batch, commit } = payload;
  if (commit === undefined) return judgeState(mission, batch, ['pending']);
  return judgeState(mission, batch, ['rolling-back']) ?? judgeOutcome(mission, payload, 'undo');
}

function judgeOutcome(
  mission: Mission,
  { batch, lease, commit }: BatchOutcome,
  which: 'change' | 'undo',
): Refusal | undefined {
  const announced = mission.batches.find(({ id }) => id === batch)![which]!.commit;
  const isSame = announced === commit;
  return (
    judgeHolder(mission, lease) ?? (isSame ? undefined : refusal('same-change', `${batch} was to make ${announced}.`))
  );
}

function judgeState(mission: Mission, batch: string, states: readonly BatchState[]): Refusal | undefined {
  const state = mission.batches.find(({ id }) => id === batch)?.state;
  if (state === undefined) return refusal('known-mission', `There is no batch ${batch} in ${mission.id}.`);
  return states.includes(state) ? undefined : refusal('batch-state', `${batch} of ${mission.id} is ${state}.`);
}

function judgeFinalized({
  mission,
  payload: { subject },
}: Judged<MissionPayloads['mission_finalized']>): Refusal | undefined {
  const open = checkpointsOf(mission).find(({ status }) => status !== 'approved');
  if (open !== undefined) return refusal('all-approved', `${open.name} of ${mission.id} is ${open.status}.`);
  const current = checkpointOf(mission, 'finalize').subject;
  return current === subject
    ? undefined
    : refusal('current-subject', `${mission.id} is not what was to be finalized.`, { subject, current });
}
