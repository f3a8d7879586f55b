/** Door `logline-core/atomic`: one signed JSON fact. Runs in browsers as it is. */
export { CODES, LoglineError } from '../base/errors.ts';
export type { Code, CodeEntry, ErrorDetails, LoglineErrorOptions } from '../base/errors.ts';
export type { Finding, Report } from '../base/report.ts';
export { canonicalize } from './canonical.ts';
export { createEngine, defaultEngine } from './default-engine.ts';
export { HASH_CONTEXT, SCHEMA_VERSION } from './domains.ts';
export { createFastEngine } from './engine-fast.ts';
export type { FastEngineOptions } from './engine-fast.ts';
export { createNativeEngine } from './engine-native.ts';
export type { NativeEngineOptions } from './engine-native.ts';
export { createPortableEngine } from './engine-portable.ts';
export type { Engine, EngineName, SignatureCheck } from './engine.ts';
export type {
  KeyRevocation,
  KeyRotation,
  LedgerMerge,
  LedgerMigration,
  LedgerSeal,
  SealedStream,
} from './generated/types.ts';
export { keyRevocationSchema, keyRotationSchema, ledgerMergeSchema, ledgerSealSchema } from './generated/validators.ts';
export { hashAtomic } from './hash.ts';
export { parseJson, scanJson } from './json-scan.ts';
export { DEFAULT_LIMITS, resolveLimits } from './limits.ts';
export type { JsonLimits, ResolvedLimits } from './limits.ts';
export { LineReader } from './line-reader.ts';
export type { LineReaderOptions } from './line-reader.ts';
export type { LineFacts, LineReading } from './line-reading.ts';
export { createPlainHash } from './plain-hash.ts';
export type { PlainHash } from './plain-hash.ts';
export { checkSchema, isAtomic, parseAtomic, parseDraft, traceIdOf } from './schema.ts';
export type { Atomic, Did, Draft, Metadata, Signature } from './schema.ts';
export { cosign, finish, hashDraft, prepareDraft, signDraft } from './sign.ts';
export type { HashedDraft, PreparedDraft, SignedLine, SignOptions } from './sign.ts';
export { signatureFindings } from './signature-findings.ts';
export { createMemorySigner, generateKeyPair, publicKeyOf } from './signer.ts';
export type { KeyPair, Signer } from './signer.ts';
export { isHashOf, isHashOfAtomic } from './stated-hash.ts';
export { verifyAtomic } from './verify.ts';
export type { AtomicReport, VerifyAtomicOptions } from './verify.ts';
