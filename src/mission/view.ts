/** A mission as programs and services show it. JSON-able, and in the shape of the services' bodies. */
import { checkpointsOf } from './checkpoints.ts';
import type { Checkpoint } from './checkpoints.ts';
import type { BatchChange, BatchCheck, ContentReference, ImageChange } from './generated/types.ts';
import type { Batch, Decision, Lease, Mission } from './state.ts';

/** Where a mission stands on the whole. */
export type MissionStatus = 'active' | 'rejected' | 'finalized';

/** A batch as it is shown: what it is made of by digest, and what it did to each file. */
export interface BatchView {
  /** Such as `batch-3`. */
  readonly id: string;
  /** How far it has come. */
  readonly state: Batch['state'];
  /** Whether it can be rolled back: it can, as long as it is not. */
  readonly reversible: boolean;
  /** Addresses of pull requests. */
  readonly prs: readonly string[];
  /** What it is to do, by digest. */
  readonly contents: readonly ContentReference[];
  /** RFC 3339. */
  readonly addedAt: string;
  /** The commit that it makes. */
  readonly commit?: string;
  /** An image of each file before and after. */
  readonly files?: readonly ImageChange[];
  /** The rest of what was announced: with the commit and the files it is all that an approval covers. */
  readonly change?: Omit<BatchChange, 'mission' | 'batch' | 'commit' | 'files'>;
  /** RFC 3339. */
  readonly appliedAt?: string;
  /** The latest verdict on it. */
  readonly verification?: {
    readonly ok: boolean;
    /** The commit that was verified. */
    readonly commit: string;
    readonly reportDigest: string;
    readonly checks: readonly BatchCheck[];
  };
  /** How it was taken back. */
  readonly rollback?: { readonly commit: string; readonly merged: readonly string[] };
  /** RFC 3339. */
  readonly rolledBackAt?: string;
}

/** A checkpoint as it is shown. */
export interface CheckpointView extends Omit<Checkpoint, 'rejection'> {
  /** The decision that rejected it. */
  readonly rejection?: Decision;
  /** Of the checkpoint `execute`: the batches. */
  readonly batches?: readonly BatchView[];
}

/** A mission as it is shown. */
export interface MissionView {
  /** Such as `M-12`. */
  readonly missionId: string;
  /** What it is about, in a line. */
  readonly title: string;
  /** What it is about, at length. */
  readonly description?: string;
  /** How much can go wrong. */
  readonly risk: Mission['risk'];
  /** Whether a service may witness approvals. */
  readonly approvals: Mission['approvals'];
  /** Where it stands on the whole. */
  readonly status: MissionStatus;
  /** The four of them, in their order. */
  readonly checkpoints: readonly CheckpointView[];
  /** What it is to do. */
  readonly plan: { readonly summary?: string; readonly contents: readonly ContentReference[] };
  /** Who works on its files now. */
  readonly lease?: Lease;
  /** Ties its atomics together; a UUID. */
  readonly traceId?: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** Name of who began it. */
  readonly createdBy: string;
  /** RFC 3339: the last event. */
  readonly updatedAt: string;
  /** RFC 3339. */
  readonly finalizedAt?: string;
}

/** Answers where a mission stands on the whole. Pure. */
export function missionStatus(mission: Mission): MissionStatus {
  if (mission.finalized !== undefined) return 'finalized';
  return checkpointsOf(mission).some(({ status }) => status === 'rejected') ? 'rejected' : 'active';
}

/** Answers a mission as it is shown. Pure. */
export function missionView(mission: Mission): MissionView {
  const { id, title, description, risk, approvals, plan, lease, traceId, createdAt, createdBy, updatedAt, finalized } =
    mission;
  return {
    missionId: id,
    title,
    ...(description !== undefined && { description }),
    risk,
    approvals,
    status: missionStatus(mission),
    checkpoints: checkpointsOf(mission).map((checkpoint) => checkpointView(mission, checkpoint)),
    plan: { ...(plan.summary !== undefined && { summary: plan.summary }), contents: plan.contents },
    ...(lease !== undefined && { lease }),
    ...(traceId !== undefined && { traceId }),
    createdAt,
    createdBy: createdBy.actor,
    updatedAt,
    ...(finalized !== undefined && { finalizedAt: finalized.at }),
  };
}

function checkpointView(mission: Mission, { rejection, ...checkpoint }: Checkpoint): CheckpointView {
  return {
    ...checkpoint,
    ...(rejection !== undefined && { rejection }),
    ...(checkpoint.name === 'execute' && { batches: mission.batches.map(batchView) }),
  };
}

/** Answers a batch as it is shown. Pure. */
export function batchView(batch: Batch): BatchView {
  const { id, state, pullRequests: prs, contents, addedAt, change, appliedAt, report, undo, rolledBackAt } = batch;
  return {
    id,
    state,
    reversible: state !== 'rolled-back',
    prs,
    contents: contents.map(({ kind, name, digest }) => ({ kind, name, digest })),
    addedAt,
    ...(change !== undefined && { commit: change.commit, files: change.files, change: restOf(change) }),
    ...(appliedAt !== undefined && { appliedAt }),
    ...(report !== undefined && {
      verification: {
        ok: report.ok,
        commit: report.commit,
        reportDigest: report.report_digest,
        checks: report.checks,
      },
    }),
    ...(undo !== undefined && { rollback: { commit: undo.commit, merged: undo.merged ?? [] } }),
    ...(rolledBackAt !== undefined && { rolledBackAt }),
  };
}

const restOf = ({ lease, ref, parent, tree, folders, merged }: BatchChange): NonNullable<BatchView['change']> => ({
  lease,
  ref,
  parent,
  tree,
  folders,
  ...(merged !== undefined && { merged }),
});
