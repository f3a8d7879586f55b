/**
 * Appending: the drafts of many callers become one group, with one look at the head and one sync to disk. While a group is being
 * written, the next one collects.
 */
import { prepareDraft } from '../atomic/index.ts';
import type { Draft, Engine, JsonLimits, PreparedDraft, SignedLine, Signer } from '../atomic/index.ts';
import { LoglineError } from '../base/errors.ts';
import type { Finding } from '../base/report.ts';
import { writeGroup } from './append-group.ts';
import type { AppendRequest, Refusal } from './append-group.ts';
import { closedStore } from './store-rules.ts';
import type { LedgerStore } from './store.ts';

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
  /** Whether `metadata.signed_by` binds the signer's key into the hash. @default true */
  readonly bindSigner?: boolean;
  /** Limits on a line. @default 10 MiB, 64 levels */
  readonly limits?: JsonLimits;
  /** Who hashes. @default the fastest that runs here */
  readonly engine?: Engine;
}

/** Bounds on a group, so that other processes get their turn and a failure concerns few. One request is never divided. */
const GROUP_DRAFTS = 256;
const GROUP_BYTES = 4 * 1024 * 1024;

/** The appends of one process to one ledger, in the order in which they were asked for. */
export class AppendQueue {
  readonly #store: LedgerStore;
  readonly #options: LedgerOptions;
  #waiting: AppendRequest[] = [];
  #working: Promise<void> | undefined;
  #closed: Promise<void> | undefined;

  constructor(store: LedgerStore, options: LedgerOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** Appends drafts one behind the other, all or none, and answers when they are durable. @throws as `Ledger.appendMany` */
  async append(drafts: readonly Draft[]): Promise<readonly SignedLine[]> {
    if (this.#closed) throw closedStore(this.#store.name);
    const signer = this.#demandSigner();
    const prepared = drafts.map((draft, i) => this.#prepare(draft, signer, i, drafts.length));
    if (prepared.length === 0) return [];
    return new Promise((resolve, reject) => {
      this.#waiting.push({ drafts: prepared, refusal: this.#askGuard(prepared), resolve, reject });
      this.#working ??= this.#work(signer);
    });
  }

  /** Waits for what was accepted, then lets go of the store. */
  close(): Promise<void> {
    this.#closed ??= Promise.resolve(this.#working).then(() => this.#store.close());
    return this.#closed;
  }

  #demandSigner(): Signer {
    if (this.#options.signer) return this.#options.signer;
    throw new LoglineError(
      'KEY_MISSING',
      `${this.#store.name} was opened without a signer, so nothing can be appended to it.`,
    );
  }

  /** Done when it is asked for, not when it is written: later changes of the caller's draft have no effect. */
  #prepare(draft: Draft, { publicKey }: Signer, index: number, count: number): PreparedDraft {
    try {
      return prepareDraft(draft, publicKey, this.#options);
    } catch (error) {
      throw error instanceof LoglineError && count > 1 ? ofDraft(error, index, count) : error;
    }
  }

  /** Never rejects: nobody may be waiting for the answer yet. */
  async #askGuard(drafts: readonly PreparedDraft[]): Promise<Refusal | undefined> {
    const { guard } = this.#options;
    if (guard === undefined) return undefined;
    try {
      for (const [index, { draft }] of drafts.entries()) {
        const findings = await guard(draft);
        const [first] = findings;
        if (first === undefined) continue;
        const reason = new LoglineError('GUARD_REFUSED', `The policy refused it: ${first.message}`, {
          details: { findings },
        });
        return { reason: drafts.length > 1 ? ofDraft(reason, index, drafts.length) : reason };
      }
      return undefined;
    } catch (reason) {
      return { reason };
    }
  }

  async #work(signer: Signer): Promise<void> {
    do {
      // Whoever was just answered, or asks in this same moment, becomes part of the group.
      await new Promise((resolve) => setImmediate(resolve));
      await writeGroup(this.#nextRequests(), this.#store, signer, this.#options.engine);
    } while (this.#waiting.length > 0);
    this.#working = undefined;
  }

  #nextRequests(): AppendRequest[] {
    let drafts = 0;
    let sizeBytes = 0;
    const end = this.#waiting.findIndex((request) => {
      drafts += request.drafts.length;
      for (const draft of request.drafts) sizeBytes += draft.sizeBytes;
      return drafts > GROUP_DRAFTS || sizeBytes > GROUP_BYTES;
    });
    return this.#waiting.splice(0, end < 0 ? this.#waiting.length : Math.max(1, end));
  }
}

/** Of many drafts, says which one is meant. */
function ofDraft({ code, message, details, cause }: LoglineError, index: number, count: number): LoglineError {
  return new LoglineError(code, `Draft ${index + 1} of ${count}: ${message}`, {
    details: { ...details, index },
    cause,
  });
}
