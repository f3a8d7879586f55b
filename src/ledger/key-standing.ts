/** Whether a key may still sign at the end of a ledger: what is asked before a line is written, at little cost. */
import type { JsonLimits, LineFacts } from '../atomic/index.ts';
import { LoglineError } from '../base/errors.ts';
import type { Finding } from '../base/report.ts';
import { readKeyChanges } from './key-changes.ts';
import type { LedgerSource } from './store.ts';
import type { Trust } from './trust.ts';

/** How a ledger is looked through. */
export interface KeyStandingOptions {
  /** Of a source without an index, no more than so many bytes at its end are looked through. @default 64 MiB: some hundredths of a second */
  readonly mostBytes?: number;
  /** @default 10 MiB a line, 64 levels */
  readonly limits?: JsonLimits;
}

/** What is older, a keyring should say by now. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * The keys at the end of a ledger, as its rotations and revocations leave them. Each of those is checked by itself, signatures included; the
 * chain is not. So this refuses a key early, and proves nothing: that is for `verify`.
 */
export class KeyStanding {
  /** The keys as far as was read. */
  readonly trust: Trust;
  readonly #source: LedgerSource;
  readonly #options: KeyStandingOptions;
  #readTo: number | undefined;
  /** How many were found: what stands for the numbers of their lines, which nobody has counted. */
  #changes = 0;

  /** @param trust - before the first line. It changes with what is read. */
  constructor(source: LedgerSource, trust: Trust, options: KeyStandingOptions = {}) {
    this.trust = trust;
    this.#source = source;
    this.#options = options;
  }

  /**
   * Takes in what came since the last time, or at first all of it, as far as the options go. One reading at a time. A ledger that is not there has no lines.
   *
   * @throws {LoglineError} INPUT_UNREADABLE, LEDGER_UNAVAILABLE, ENGINE_DISAGREEMENT
   */
  async read(): Promise<void> {
    const { mostBytes = MOST_BYTES, limits = {} } = this.#options;
    const end = await this.#sizeBytes();
    const first = this.#source.find === undefined ? Math.max(0, end - mostBytes) : 0;
    const start = this.#readTo ?? first;
    if (start >= end) return;
    for await (const piece of readKeyChanges(this.#source, { start, end }, limits)) {
      for (const facts of piece.changes) this.#take(facts);
      this.#readTo = piece.end;
    }
  }

  /** Answers what speaks against a line that the key would sign next, created at this RFC 3339 time, if anything does. */
  judge(publicKey: string, createdAt: string): Finding | undefined {
    return this.trust.judge({ signer: publicKey, createdAt, wellKnown: undefined }, Infinity);
  }

  #take(facts: LineFacts): void {
    const place = ++this.#changes;
    if (this.trust.judge(facts, place) === undefined) this.trust.accept(facts, place);
  }

  async #sizeBytes(): Promise<number> {
    try {
      return await this.#source.sizeBytes();
    } catch (error) {
      if (error instanceof LoglineError && error.code === 'INPUT_MISSING') return 0;
      throw error;
    }
  }
}
