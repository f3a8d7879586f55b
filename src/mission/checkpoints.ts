/**
 * Where a mission stands: its checkpoints, told from what there is to approve and from the decisions about it.
 *
 * Each subject holds the one before it. So what changes early voids what was approved later, and nobody has to take anything back.
 */
import { digestOf } from './digest.ts';
import { CHECKPOINTS } from './state.ts';
import type { Batch, CheckpointName, Decision, Mission } from './state.ts';
import type { BatchCheck, BatchReport, ContentReference } from './generated/types.ts';

/** One checkpoint of a mission, as it stands now. JSON-able. */
export interface Checkpoint {
  /** Which one. */
  readonly name: CheckpointName;
  /** Who brings it about: a human by deciding, an agent by working. */
  readonly actor: 'human' | 'agent';
  /** Where it stands. */
  readonly status: 'pending' | 'approved' | 'rejected';
  /** Digest of what is decided about here now: 64 lower-case hex. */
  readonly subject: string;
  /** How many different humans have to approve it. */
  readonly required: number;
  /** The approvals that count. */
  readonly approvals: readonly Decision[];
  /** The decision that rejected it. */
  readonly rejection: Decision | undefined;
  /** Whether it is approved although the verification says no. */
  readonly overridden: boolean;
}

/** The checkpoints of a mission. */
export type Checkpoints = readonly [Checkpoint, Checkpoint, Checkpoint, Checkpoint];

const HUMANS: Readonly<Record<Mission['risk'], number>> = { low: 0, medium: 1, high: 2 };

/** Answers the checkpoints of a mission in their order. Those of a finalized one stay as they were. Pure. */
export function checkpointsOf(mission: Mission): Checkpoints {
  const subjects = mission.finalized?.subjects ?? subjectsOf(mission);
  const bare = CHECKPOINTS.map((name) => bareCheckpoint(mission, name, subjects[name]));
  const isDone = mission.finalized !== undefined;
  const statuses: Checkpoint['status'][] = [];
  for (const [i, checkpoint] of bare.entries()) {
    const isReached = i === 0 || statuses[i - 1] === 'approved';
    statuses.push(isDone ? 'approved' : statusOf(mission, checkpoint, isReached));
  }
  return bare.map((checkpoint, i) => ({ ...checkpoint, status: statuses[i]! })) as unknown as Checkpoints;
}

/** Answers one of them. Pure. */
export const checkpointOf = (mission: Mission, name: CheckpointName): Checkpoint =>
  checkpointsOf(mission)[CHECKPOINTS.indexOf(name)]!;

/** Answers whether the work may go on: the plan is approved, or needs no approval. Pure. */
export function mayWork(mission: Mission): boolean {
  const [plan] = checkpointsOf(mission);
  return plan.status === 'approved' || (plan.status === 'pending' && plan.required === 0);
}

/** Answers whether every batch has come to its end, and one of them changed the files. Pure. */
export function isExecuted({ batches }: Mission): boolean {
  const settled = batches.every(({ state }) => state === 'applied' || state === 'rolled-back');
  return settled && batches.some(({ state }) => state === 'applied');
}

/** Answers whether the verification says yes, by the measure of the mission's risk. Pure. */
export function isVerified(mission: Mission): boolean {
  return isExecuted(mission) && appliedBatches(mission).every((batch) => passes(batch, mission.risk));
}

/** Answers whether a batch was verified as it was applied, and passed by the measure of the risk. Pure. */
export const passes = ({ report, change }: Batch, risk: Mission['risk']): boolean =>
  report !== undefined && report.commit === change?.commit && saysYes(report, risk);

/** Answers whether a report says yes, by the measure of the risk: with high risk there are changes, and none of {@link untestedChanges}. Pure. */
export function saysYes(report: BatchReport, risk: Mission['risk']): boolean {
  return report.ok && (risk !== 'high' || (report.checks.some(isChange) && untestedChanges(report, risk).length === 0));
}

/** Answers the changes that are not tested as the risk asks: with high risk, their mutants have to be noticed as their specs want. Pure. */
export function untestedChanges({ checks }: Pick<BatchReport, 'checks'>, risk: Mission['risk']): BatchCheck[] {
  return checks.filter((check) => risk === 'high' && isChange(check) && !isMutationTested(check));
}

const isChange = ({ kind }: BatchCheck): boolean => kind === 'spec' || kind === 'patch';

const isMutationTested = ({ mutation_score: score, mutation_threshold: threshold }: BatchCheck): boolean =>
  score !== undefined && threshold !== undefined && score >= threshold;

const appliedBatches = <B extends Pick<Batch, 'state'>>({ batches }: { readonly batches: readonly B[] }): B[] =>
  batches.filter(({ state }) => state === 'applied');

function bareCheckpoint(mission: Mission, name: CheckpointName, subject: string): Omit<Checkpoint, 'status'> {
  const decisions = mission.decisions.filter((one) => one.checkpoint === name && one.subject === subject);
  const approvals = differentHumans(decisions.filter(({ decision }) => decision === 'approved'));
  const isDecided = name === 'plan' || name === 'finalize';
  return {
    name,
    actor: isDecided ? 'human' : 'agent',
    subject,
    required: isDecided ? HUMANS[mission.risk] : 0,
    approvals,
    rejection: decisions.find(({ decision }) => decision === 'rejected'),
    overridden: name === 'verify' && isOverridden(mission, approvals),
  };
}

/** One human with two keys, or two names with one key, is one. */
function differentHumans(approvals: readonly Decision[]): Decision[] {
  const counted: Decision[] = [];
  for (const approval of approvals) {
    const { actor, key } = approval.by;
    const isNew = counted.every(({ by }) => by.actor !== actor && (key === undefined || by.key !== key));
    if (isNew) counted.push(approval);
  }
  return counted;
}

function isOverridden(mission: Mission, approvals: readonly Decision[]): boolean {
  const { risk, finalized } = mission;
  if (finalized !== undefined) return finalized.overridden;
  return !isVerified(mission) && approvals.filter(({ override }) => override).length >= Math.max(1, HUMANS[risk]);
}

function statusOf(mission: Mission, bare: Omit<Checkpoint, 'status'>, isReached: boolean): Checkpoint['status'] {
  if (bare.rejection !== undefined) return 'rejected';
  return isReached && isApproved(mission, bare) ? 'approved' : 'pending';
}

/** With low risk everything approves itself once the verification passes. */
function isApproved(mission: Mission, { name, required, approvals, overridden }: Omit<Checkpoint, 'status'>): boolean {
  switch (name) {
    case 'plan':
      return approvals.length >= Math.max(1, required) || (required === 0 && isVerified(mission));
    case 'execute':
      return isExecuted(mission);
    case 'verify':
      return isVerified(mission) || overridden;
    case 'finalize':
      return approvals.length >= required;
  }
}

/** As much of a mission as its approvals are about. */
export interface Approvable extends Pick<Mission, 'id' | 'title' | 'description' | 'risk' | 'approvals' | 'plan'> {
  /** In their order. */
  readonly batches: readonly ApprovableBatch[];
}

/** As much of a batch. */
export interface ApprovableBatch extends Pick<Batch, 'id' | 'state' | 'changeDigest' | 'report'> {
  /** By digest alone. */
  readonly contents: readonly Pick<ContentReference, 'digest'>[];
}

/** Answers the digest of what stands at each checkpoint now. Pure. */
export function subjectsOf(mission: Approvable): Record<CheckpointName, string> {
  const plan = digestOf('logline-core/mission-plan/v1', planSubject(mission));
  const execute = digestOf('logline-core/mission-execution/v1', {
    plan,
    batches: mission.batches.map(({ id, contents, state, changeDigest }) => ({
      batch: id,
      contents: contents.map(({ digest }) => digest),
      state,
      change: changeDigest ?? null,
    })),
  });
  const verify = digestOf('logline-core/mission-verification/v1', {
    execute,
    reports: appliedBatches(mission).map(({ id, report }) => ({ batch: id, report: report ?? null })),
  });
  return { plan, execute, verify, finalize: digestOf('logline-core/mission-finalization/v1', { verify }) };
}

function planSubject({ id, title, description, risk, approvals, plan }: Approvable): object {
  return {
    mission: id,
    title,
    description: description ?? null,
    risk,
    approvals,
    summary: plan.summary ?? null,
    contents: plan.contents,
  };
}
