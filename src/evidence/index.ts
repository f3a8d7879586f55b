/** Door `logline-core/evidence`: what shows how the work of a mission was done, collected from the ledger. */
export { evidenceDraft, namedRecord } from './drafts.ts';
export type { EvidenceContext, EvidencePayloads } from './drafts.ts';
export type {
  EventRestored,
  EvidenceFacts,
  EvidenceRecord,
  EvidenceWithheld,
  LedgerAnchor,
} from './generated/types.ts';
export { PACK_VERIFIER } from './generated/pack-verifier.ts';
export { formatDot, formatMermaid } from './graph/diagram.ts';
export type { GraphEdge, GraphNode, ProvenanceGraph, Relation } from './graph/graph-draft.ts';
export { provenanceGraph } from './graph/provenance.ts';
export { collectEvidence } from './mission-evidence.ts';
export type { CollectOptions, EvidenceEvent, MissionEvidence, ToldAtomic } from './mission-evidence.ts';
export type {
  AccountBatch,
  AccountCheck,
  AccountCheckpoint,
  AccountDecision,
  MissionAccount,
  MissionReader,
  RefusedMissionEvent,
} from './mission-reader.ts';
export type { ArchiveLimits, CompressionLevel } from './pack/archive.ts';
export { makePack } from './pack/make-pack.ts';
export type { MakePackOptions } from './pack/make-pack.ts';
export { packGraph, packLines } from './pack/pack-lines.ts';
export { verifyPack } from './pack/verify-pack.ts';
export type { PackReport, VerifyPackOptions } from './pack/verify-pack.ts';
export { restoreEvents } from './restore.ts';
export type { Restored, RestoreOptions } from './restore.ts';
export type { CostLine, MissionSummary, RecordedEvidence, WithheldEvent } from './summary.ts';
export { contentsBefore } from './retention.ts';
export { canWithhold, mayWithhold, withheldBy } from './withholding.ts';
export type { Withheld } from './withholding.ts';
export { RECORDS } from './records.ts';
export type { EvidenceRecords } from './records.ts';
export { readContent } from './reports/facts.ts';
export type { ReadContent } from './reports/facts.ts';
export { sha256 } from './sha256.ts';
