/** What verification is asked, and what it tells on the way. */
import type { Engine, JsonLimits } from '../atomic/index.ts';
import type { Finding } from '../base/report.ts';
import type { Keyring } from './keyring.ts';
import type { LedgerReport } from './ledger-report.ts';

/** How a ledger is verified. */
export interface VerifyOptions {
  /** Whether the chain is checked: `prev`, forks, duplicates. @default true */
  readonly chain?: boolean;
  /** The keys that are trusted. @default none: each signature is checked against the key inside it, which does not say who signed */
  readonly keyring?: Keyring;
  /** Whether an atomic without a signature is refused; else it is counted in `unsigned`. @default false */
  readonly requireSignatures?: boolean;
  /** Whether a line that is not canonical is refused; else it is counted in `nonCanonical`. @default false */
  readonly strict?: boolean;
  /** Whether to stop at the first line that fails. @default false */
  readonly stopOnError?: boolean;
  /** Counts and line findings of atomics with this trace id only; every line and the whole chain are checked all the same. */
  readonly traceId?: string;
  /** Whether the first line may have a `prev`: a part of a ledger. @default false */
  readonly partial?: boolean;
  /** The hash that the first line has to name as its `prev`: the part that follows it. */
  readonly from?: string;
  /** Begins behind these lines, which were verified before: their bytes are not judged again. @default the start */
  readonly after?: VerifiedPrefix;
  /** How many findings the report keeps; all are counted, and `verifyEvents` answers all. @default 1000 */
  readonly maxFindings?: number;
  /** @default 10 MiB a line, 64 levels */
  readonly limits?: JsonLimits;
  /** Who hashes and checks signatures. @default the fastest that runs here */
  readonly engine?: Engine;
  /**
   * Threads that check lines beside this one, each with a default engine of its own. None where an `engine` is chosen.
   *
   * @default one for a ledger of some megabytes where there is a processor for it, else none
   */
  readonly threads?: number;
  /** Ends the work with CANCELLED. */
  readonly signal?: AbortSignal;
}

/** A prefix of a ledger that need not be verified again. */
export interface VerifiedPrefix {
  /** Its size in bytes, the last line feed included. */
  readonly sizeBytes: number;
  /** How many lines it has. */
  readonly lines: number;
}

/** What happens during verification, in the order of the lines. */
export type VerifyEvent =
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'progress'; readonly bytes: number; readonly totalBytes: number; readonly lines: number }
  | { readonly kind: 'report'; readonly report: LedgerReport };
