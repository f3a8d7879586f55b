/** Missions as functions. */
import { Part } from './caller.ts';
import type { Body, Query } from './caller.ts';
import type { Batch, Mission, MissionRun, Operations, RollbackResult } from './generated/operations.ts';
import type { CallOptions } from './options.ts';

/** A name of a checkpoint. */
export type CheckpointName = Operations['postMissionsIdCheckpointsNameApprove']['input']['params']['name'];

/** Missions. */
export class MissionsClient extends Part {
  /** Begins a mission. */
  create(body: Body<'postMissions'>, options?: CallOptions): Promise<Mission> {
    return this.caller.call('postMissions', { body }, options);
  }

  /** Answers the missions, in the order in which they began. */
  list(query: Query<'getMissions'> = {}, options?: CallOptions): Promise<readonly Mission[]> {
    return this.caller.call('getMissions', { query }, options);
  }

  /** Answers one mission. @throws {LoglineError} MISSION_UNKNOWN */
  get(id: string, options?: CallOptions): Promise<Mission> {
    return this.caller.call('getMissionsId', { params: { id } }, options);
  }

  /** Says what is to be done. What was approved of an earlier plan counts no more. */
  plan(id: string, body: Body<'postMissionsIdPlan'>, options?: CallOptions): Promise<Mission> {
    return this.caller.call('postMissionsIdPlan', { params: { id }, body }, options);
  }

  /** Approves what stands at a checkpoint: witnessed by the service for the name behind the key, or signed by the approver. */
  approve(
    id: string,
    name: CheckpointName,
    body: Body<'postMissionsIdCheckpointsNameApprove'> = {},
    options?: CallOptions,
  ): Promise<Mission> {
    return this.caller.call('postMissionsIdCheckpointsNameApprove', { params: { id, name }, body }, options);
  }

  /** Rejects it, with a reason. */
  reject(
    id: string,
    name: CheckpointName,
    body: Body<'postMissionsIdCheckpointsNameReject'>,
    options?: CallOptions,
  ): Promise<Mission> {
    return this.caller.call('postMissionsIdCheckpointsNameReject', { params: { id, name }, body }, options);
  }

  /** Adds a batch. */
  addBatch(id: string, body: Body<'postMissionsIdBatches'> = {}, options?: CallOptions): Promise<Batch> {
    return this.caller.call('postMissionsIdBatches', { params: { id }, body }, options);
  }

  /** Runs the batches, as far as they go. It takes as long as their tests and mutants do: give it a `timeoutMs` of its own. */
  run(id: string, body: Body<'postMissionsIdRun'> = {}, options?: CallOptions): Promise<MissionRun> {
    return this.caller.call('postMissionsIdRun', { params: { id }, body }, options);
  }

  /** Takes a batch back: each file is as it was before it. */
  rollback(
    id: string,
    batchId: string,
    body: Body<'postMissionsIdRollbackBatchId'> = {},
    options?: CallOptions,
  ): Promise<RollbackResult> {
    return this.caller.call('postMissionsIdRollbackBatchId', { params: { id, batchId }, body }, options);
  }

  /** Ends a mission whose checkpoints are all approved. */
  finalize(id: string, options?: CallOptions): Promise<Mission> {
    return this.caller.call('postMissionsIdFinalize', { params: { id } }, options);
  }
}
