/** Door `logline-core/client`: the services as functions, in Node and in browsers. Needs nothing but `fetch`. */
export { LoglineError } from '../base/errors.ts';
export type { Code } from '../base/errors.ts';
export { createClient } from './client.ts';
export type { ServiceClient } from './client.ts';
export type {
  Appended,
  AppliedChange,
  Balance,
  Batch,
  BudgetSummary,
  Checkpoint,
  ContentReference,
  Decision,
  Entry,
  EvidenceEvent,
  FileImage,
  Finding,
  Forecast,
  ForecastOutcome,
  Found,
  GatewayRules,
  GraphEdge,
  GraphNode,
  Head,
  LedgerReport,
  LedgerStats,
  Mission,
  MissionEvidence,
  MissionRun,
  ModelPolicy,
  ModelRoute,
  Operations,
  Page,
  PreflightResult,
  RecordedEvidence,
  RollbackResult,
  SpendingRow,
  TextCheck,
  VerifiedChange,
  Violation,
} from './generated/operations.ts';
export type { LedgerClient } from './ledger-client.ts';
export type { CheckpointName, MissionsClient } from './missions-client.ts';
export type { FinopsClient, PoliciesClient } from './money-client.ts';
export type { ServiceName } from './operation.ts';
export type { CallOptions, ClientOptions } from './options.ts';
export type { TailedLine, TailOptions } from './tail.ts';
export type { ChangesClient, EvidenceClient, GatewayClient } from './work-clients.ts';
