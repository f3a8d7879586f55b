/** Door `logline-core/ledger`: append-only ledgers of signed atomics. */
export { compareWithBase } from './append-only.ts';
export type { Extension } from './append-only.ts';
export { ciVerificationDraft, ciVerificationOf } from './ci-verification.ts';
export type { CiVerification } from './ci-verification.ts';
export { parseConfiguration } from './configuration.ts';
export type { Configuration } from './configuration.ts';
export { copyLedger } from './copy.ts';
export type { CopyOptions, CopyResult } from './copy.ts';
export { openLedgerState } from './decide.ts';
export type { Decided, LedgerDecision, LedgerState, LedgerStateOptions } from './decide.ts';
export { keepDisagreement } from './disagreement.ts';
export type { Entries, LedgerEntry, ReadOptions } from './entries.ts';
export { foldLedger } from './fold.ts';
export type { Folded, FoldOptions, LedgerFold } from './fold.ts';
export { KeyStanding } from './key-standing.ts';
export type { KeyStandingOptions } from './key-standing.ts';
export { formatKeyring, keyringOf, parseKeyring } from './keyring.ts';
export type { Keyring, KeyringKey } from './keyring.ts';
export type { Guard, LedgerOptions } from './ledger-options.ts';
export type { LedgerCounts, LedgerReport } from './ledger-report.ts';
export { openLedger } from './ledger.ts';
export type { Ledger } from './ledger.ts';
export { readLines } from './lines.ts';
export type { LineBlock, ReadLinesOptions } from './lines.ts';
export { mergeLedgers, rebaseLedger } from './merge.ts';
export type { MergeOptions, MergeResult, MergeSides, RebaseSides } from './merge.ts';
export { migrateLedger } from './migrate.ts';
export type { MigrateOptions, Migration, MigrationReport } from './migrate.ts';
export { queryLedger } from './query.ts';
export type { QueryFilter } from './query.ts';
export { repairLedger } from './repair.ts';
export { keyChangeOf, revocationDraft, rotationDraft } from './rotation.ts';
export type { KeyChangeFacts, Revocation, Rotation } from './rotation.ts';
export { TRUNK, sealDraft, sealOf } from './seal.ts';
export type { SealFacts, Stream } from './seal.ts';
export { createCommandSigner, splitCommand } from './signer-command.ts';
export type { CommandSignerOptions } from './signer-command.ts';
export { createFileSigner } from './signer-file.ts';
export { ledgerStats } from './stats.ts';
export type { LedgerStats, Tally } from './stats.ts';
export { leaseFileStore } from './store-file-lease.ts';
export type { LeasedStore, WriterLeaseOptions } from './store-file-lease.ts';
export { createFileSource } from './store-file-source.ts';
export type { MovedTail } from './store-file-tail.ts';
export { createFileStore } from './store-file.ts';
export type { FileStore, FileStoreOptions, TailRepair } from './store-file.ts';
export { createMemoryStore } from './store-memory.ts';
export type { MemoryStoreOptions } from './store-memory.ts';
export type { OnNotice, StoreNotice } from './store-notice.ts';
export type {
  ByteRange,
  FindRange,
  FoundLine,
  Head,
  LedgerSource,
  LedgerStore,
  LedgerTurn,
  LineFilter,
} from './store.ts';
export { compareStreams } from './stream-base.ts';
export type { StreamsExtension } from './stream-base.ts';
export { verifyStreams } from './streams.ts';
export type { StreamsReport, VerifyStreamsOptions } from './streams.ts';
export { tailLedger } from './tail.ts';
export type { TailOptions } from './tail.ts';
export { Trust, signedLineOf } from './trust.ts';
export { verifyEvents, verifyLedger } from './verify.ts';
export type { VerifiedPrefix, VerifyEvent, VerifyOptions } from './verify-options.ts';
