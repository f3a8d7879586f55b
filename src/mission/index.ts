/** Door `logline-core/mission`: the work of agents under rules, as a fold over the ledger. */
export { checkpointOf, checkpointsOf, saysYes, untestedChanges } from './checkpoints.ts';
export type { Checkpoint, Checkpoints } from './checkpoints.ts';
export { patchContent, specContent } from './contents.ts';
export { decisionDigest, digestOf } from './digest.ts';
export { demandAllowed, missionDraft, refusalOf } from './drafts.ts';
export type { MissionContext } from './drafts.ts';
export { isMissionIntent } from './events.ts';
export type { MissionIntent, MissionPayloads } from './events.ts';
export { foldMissions } from './fold.ts';
export type {
  Approver,
  BatchAdded,
  BatchChange,
  BatchCheck,
  BatchContent,
  BatchOutcome,
  BatchReference,
  BatchReport,
  CheckFinding,
  CheckpointDecision,
  ContentReference,
  FileImage,
  FolderImage,
  ImageChange,
  LeaseRelease,
  MissionCreated,
  MissionFinalized,
  MissionLease,
  MissionPlanned,
} from './generated/types.ts';
export { nextBatchId, nextMissionId } from './ids.ts';
export { laterBatches } from './judge.ts';
export type { LeaseOptions } from './lease.ts';
export { missionReader } from './reader.ts';
export { MissionRecord, missionFold } from './record.ts';
export type { MissionChoice, MissionRecordOptions } from './record.ts';
export { rollbackBatch } from './rollback.ts';
export type { Rollback, RollbackOptions } from './rollback.ts';
export { MISSION_RULES } from './rules.ts';
export type { MissionRule, Refusal } from './rules.ts';
export { runMission, verifyMission } from './run.ts';
export type { MissionRun, RunMissionOptions } from './run.ts';
export { demandShownSubject, shownSubjects } from './shown.ts';
export { CHECKPOINTS, noMissions } from './state.ts';
export type {
  Batch,
  BatchState,
  CheckpointName,
  DecidedBy,
  Decision,
  Finalized,
  Lease,
  Mission,
  MissionRules,
  Missions,
  RefusedEvent,
  Worker,
} from './state.ts';
export type { BatchVerification, BatchVerifyOptions } from './verification.ts';
export { batchView, missionStatus, missionView } from './view.ts';
export type { BatchView, CheckpointView, MissionStatus, MissionView } from './view.ts';
