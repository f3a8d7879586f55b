/** A mission as programs and services show it. JSON-able, and in the shape of the services' bodies. */
import { checkpointsOf } from './checkpoints.ts';
import type { Checkpoint } from './checkpoints.ts';
import type { BatchCheck, ContentReference, ImageChange } from './generated/types.ts';
import type { Batch, Decision, Lease, Mission } from './state.ts';

/** Where a mission stands on the whole. */
export type MissionStatus = 'active' | 'rejected' | 'finalized';

/** A batch as it is shown: what it is made of by digest, and what it did to each file. */
export interface BatchView {
  readonly id: string;
  readonly state: Batch['state'];
  /** Whether it can be rolled back: it can, as long as it is not. */
  readonly reversible: boolean;
  /** Addresses of pull requests. */
  readonly prs: readonly string[];
  readonly contents: readonly ContentReference[];
  readonly addedAt: string;
  readonly commit?: string;
  readonly files?: readonly ImageChange[];
  readonly appliedAt?: string;
  readonly verification?: {
    readonly ok: boolean;
    readonly reportDigest: string;
    readonly checks: readonly BatchCheck[];
  };
  readonly rollback?: { readonly commit: string; readonly merged: readonly string[] };
  readonly rolledBackAt?: string;
}

/** A checkpoint as it is shown. */
export interface CheckpointView extends Omit<Checkpoint, 'rejection'> {
  readonly rejection?: Decision;
  /** Of the checkpoint `execute`: the batches. */
  readonly batches?: readonly BatchView[];
}

/** A mission as it is shown. */
export interface MissionView {
  readonly missionId: string;
  readonly title: string;
  readonly description?: string;
  readonly risk: Mission['risk'];
  readonly approvals: Mission['approvals'];
  readonly status: MissionStatus;
  readonly checkpoints: readonly CheckpointView[];
  readonly plan: { readonly summary?: string; readonly contents: readonly ContentReference[] };
  readonly lease?: Lease;
  readonly traceId?: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
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
    ...(change !== undefined && { commit: change.commit, files: change.files }),
    ...(appliedAt !== undefined && { appliedAt }),
    ...(report !== undefined && {
      verification: { ok: report.ok, reportDigest: report.report_digest, checks: report.checks },
    }),
    ...(undo !== undefined && { rollback: { commit: undo.commit, merged: undo.merged ?? [] } }),
    ...(rolledBackAt !== undefined && { rolledBackAt }),
  };
}
