/** How ledgers are opened. */
import type { Draft, Engine, JsonLimits, Signer } from '../atomic/index.ts';
import type { Finding } from '../base/report.ts';

/**
 * Looks at a draft before it is signed, for an append-only file cannot forget. Findings refuse it. Is asked at once; a slow answer holds
 * back the appends that were asked for later, since their order is kept.
 */
export type Guard = (draft: Draft) => readonly Finding[] | Promise<readonly Finding[]>;

/** How a ledger is opened: who signs, and what is refused. */
export interface LedgerOptions {
  /** Who signs. @default nobody: appending throws KEY_MISSING */
  readonly signer?: Signer;
  /** Policy that may refuse a draft. It is shown what would be signed. @default none */
  readonly guard?: Guard;
  /** Makes of a draft the one that is appended: for `metadata` that all appends of a program have. It is asked when the append is. @default none */
  readonly stamp?: (draft: Draft) => Draft;
  /** Whether `metadata.signed_by` binds the signer's key into the hash. @default true */
  readonly bindSigner?: boolean;
  /** Limits on a line. @default 10 MiB, 64 levels */
  readonly limits?: JsonLimits;
  /** Who hashes. @default the fastest that runs here */
  readonly engine?: Engine;
}
