/** Door `logline-core/ledger`: append-only ledgers of signed atomics. */
export { compareWithBase } from './append-only.ts';
export type { Extension } from './append-only.ts';
export { formatKeyring, keyringOf, parseKeyring } from './keyring.ts';
export type { Keyring, KeyringKey } from './keyring.ts';
export type { LedgerCounts, LedgerReport } from './ledger-report.ts';
export { keyChangeOf, revocationDraft, rotationDraft } from './rotation.ts';
export type { KeyChangeFacts, Revocation, Rotation } from './rotation.ts';
export { TRUNK, sealDraft, sealOf } from './seal.ts';
export type { SealFacts, Stream } from './seal.ts';
export type { ByteRange, Head, LedgerSource, LedgerStore } from './store.ts';
export { verifyStreams } from './streams.ts';
export type { StreamsReport, VerifyStreamsOptions } from './streams.ts';
export { Trust } from './trust.ts';
export type { KeyEnd } from './trust.ts';
export { verifyEvents, verifyLedger } from './verify.ts';
export type { VerifiedPrefix, VerifyEvent, VerifyOptions } from './verify.ts';
