/** The verdict on a ledger. */
import type { Finding, Report } from '../base/report.ts';

/** How many lines there were, and what became of them: `total = valid + invalid + unsigned`. */
export interface LedgerCounts {
  /** All lines. */
  readonly total: number;
  /** Signed, and every check passed. */
  readonly valid: number;
  /** At least one finding. */
  readonly invalid: number;
  /** No signature, and nothing else is wrong. */
  readonly unsigned: number;
  /** Lines that are not their own canonical text. They are in the other counts, too. */
  readonly nonCanonical: number;
  /** Findings, those included that the report does not keep. */
  readonly findings: number;
}

/** The verdict on one ledger. `ok` is true when there is no finding. */
export interface LedgerReport extends Report {
  /** How many lines there were, and what became of them. */
  readonly counts: LedgerCounts & Readonly<Record<string, number>>;
  /** `unchecked` where chain checking was off. */
  readonly chain: 'unbroken' | 'broken' | 'unchecked';
  /** The hash that the last line states; `null` for an empty ledger or a last line without one. */
  readonly head: string | null;
  /** All lines up to this one passed every check: the N of `head -n N`. */
  readonly lastValidLine: number;
  /** `keyring`: signers were judged. `self-asserted`: nobody said which keys to trust, so this shows integrity and not who signed. */
  readonly trust: 'keyring' | 'self-asserted';
  /** Where a part was verified: the hash of the line before it. */
  readonly partialFrom?: string;
  /** Which engine judged. */
  readonly engine: string;
}

/** Collects counts and the first findings. */
export class ReportBuilder {
  readonly findings: Finding[] = [];
  readonly #maxFindings: number;
  readonly #counts = { total: 0, valid: 0, invalid: 0, unsigned: 0, nonCanonical: 0, findings: 0 };
  #chainBroken = false;
  #firstBadLine: number | undefined;
  head: string | null = null;
  lines = 0;

  constructor(maxFindings: number) {
    this.#maxFindings = maxFindings;
  }

  /** Counts one line. */
  count(kind: 'valid' | 'invalid' | 'unsigned', isCanonical: boolean): void {
    this.#counts.total++;
    this.#counts[kind]++;
    if (!isCanonical) this.#counts.nonCanonical++;
  }

  /** Takes in a finding. */
  add(finding: Finding): void {
    this.#counts.findings++;
    if (CHAIN_CODES.has(finding.code)) this.#chainBroken = true;
    if (finding.line !== undefined) this.#firstBadLine = Math.min(this.#firstBadLine ?? Infinity, finding.line);
    if (this.findings.length < this.#maxFindings) this.findings.push(finding);
  }

  /** Answers the report. */
  build(
    facts: Pick<LedgerReport, 'trust' | 'engine' | 'partialFrom'> & { readonly checksChain: boolean },
  ): LedgerReport {
    const { checksChain, trust, engine, partialFrom } = facts;
    return {
      ok: this.#counts.findings === 0,
      findings: this.findings,
      counts: { ...this.#counts },
      chain: checksChain ? (this.#chainBroken ? 'broken' : 'unbroken') : 'unchecked',
      head: this.head,
      lastValidLine: this.#firstBadLine === undefined ? this.lines : this.#firstBadLine - 1,
      trust,
      ...(partialFrom !== undefined && { partialFrom }),
      engine,
    };
  }
}

const CHAIN_CODES: ReadonlySet<string> = new Set([
  'PREV_MISMATCH',
  'MISSING_PREV',
  'PARTIAL_LEDGER',
  'FORK_DETECTED',
  'DUPLICATE_ATOMIC',
]);
