/** The atomics that missions leave in the ledger: each intent with its payload. */
import { traceIdOf } from '../atomic/index.ts';
import type { Atomic } from '../atomic/index.ts';
import type { CompiledSchema } from '../base/schema.ts';
import type {
  BatchAdded,
  BatchChange,
  BatchOutcome,
  BatchReference,
  BatchReport,
  CheckpointDecision,
  LeaseRelease,
  MissionCreated,
  MissionFinalized,
  MissionLease,
  MissionPlanned,
} from './generated/types.ts';
import {
  batchAddedSchema,
  batchChangeSchema,
  batchOutcomeSchema,
  batchReferenceSchema,
  batchReportSchema,
  checkpointDecisionSchema,
  leaseReleaseSchema,
  missionCreatedSchema,
  missionFinalizedSchema,
  missionLeaseSchema,
  missionPlannedSchema,
} from './generated/validators.ts';

/** The payload of each intent. */
export interface MissionPayloads {
  readonly mission_created: MissionCreated;
  readonly mission_planned: MissionPlanned;
  readonly checkpoint_decided: CheckpointDecision;
  readonly batch_added: BatchAdded;
  readonly batch_referenced: BatchReference;
  readonly mission_leased: MissionLease;
  readonly mission_released: LeaseRelease;
  readonly batch_started: BatchChange;
  readonly batch_applied: BatchOutcome;
  readonly batch_verified: BatchReport;
  readonly rollback_started: BatchChange;
  readonly batch_rolled_back: BatchOutcome;
  readonly mission_finalized: MissionFinalized;
}

/** What an atomic about a mission tells. */
export type MissionIntent = keyof MissionPayloads;

/** Who says it, and when. */
export interface EventFacts {
  /** Public key that signs the atomic: 64 lower-case hex. */
  readonly signer: string;
  /** `did.actor`. */
  readonly actor: string;
  /** `metadata.created_at`. */
  readonly at: string;
  /** A UUID. */
  readonly traceId: string | undefined;
}

/** One event, with its payload as its schema has it. */
export type MissionEvent = {
  [I in MissionIntent]: { readonly intent: I; readonly payload: MissionPayloads[I]; readonly facts: EventFacts };
}[MissionIntent];

const SCHEMAS: { readonly [I in MissionIntent]: CompiledSchema<MissionPayloads[I]> } = {
  mission_created: missionCreatedSchema,
  mission_planned: missionPlannedSchema,
  checkpoint_decided: checkpointDecisionSchema,
  batch_added: batchAddedSchema,
  batch_referenced: batchReferenceSchema,
  mission_leased: missionLeaseSchema,
  mission_released: leaseReleaseSchema,
  batch_started: batchChangeSchema,
  batch_applied: batchOutcomeSchema,
  batch_verified: batchReportSchema,
  rollback_started: batchChangeSchema,
  batch_rolled_back: batchOutcomeSchema,
  mission_finalized: missionFinalizedSchema,
};

/** Answers whether an intent is one of a mission's. Pure. */
export const isMissionIntent = (intent: string | undefined): intent is MissionIntent =>
  intent !== undefined && Object.hasOwn(SCHEMAS, intent);

/** Answers the schema that the payload of an intent has to fit. Pure. */
export const payloadSchemaOf = (intent: MissionIntent): CompiledSchema<MissionPayloads[MissionIntent]> =>
  SCHEMAS[intent];

/** Answers the event of an atomic or draft, `undefined` where its payload is not one. Pure. */
export function eventOf(
  intent: MissionIntent,
  atomic: Pick<Atomic, 'payload' | 'did' | 'metadata' | 'trace_id'>,
  signer: string,
): MissionEvent | undefined {
  const { payload, did, metadata } = atomic;
  if (!SCHEMAS[intent].accepts(payload)) return undefined;
  const facts = { signer, actor: did.actor, at: metadata.created_at, traceId: traceIdOf(atomic) };
  return { intent, payload, facts } as MissionEvent;
}
