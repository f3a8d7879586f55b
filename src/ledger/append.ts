/**
 * Appending: the drafts of many callers become one group, with one look at the head and one sync to disk. While a group is being
 * written, the next one collects.
 */
import { defaultEngine } from '../atomic/index.ts';
import type { Draft, Engine, SignedLine, Signer } from '../atomic/index.ts';
import { writeGroup } from './append-group.ts';
import type { AppendRequest } from './append-group.ts';
import type { LedgerOptions } from './ledger-options.ts';
import { askGuard, demandSigner, prepareAll } from './prepare.ts';
import { closedStore } from './store-rules.ts';
import type { LedgerStore } from './store.ts';

/** Bounds on a group, so that other processes get their turn and a failure concerns few. One request is never divided. */
const GROUP_DRAFTS = 256;
const GROUP_BYTES = 4 * 1024 * 1024;

/** After somebody else has appended, so many groups take turns before an append at once is tried again: what was signed for nothing costs, too. */
const TURNS_AFTER_OTHERS = 16;

/** So many appends of a caller that is alone and asks again as soon as it is answered, and the event loop has its turn. */
const TURN_EVERY = 8;

/** The appends of one process to one ledger, in the order in which they were asked for. */
export class AppendQueue {
  readonly #store: LedgerStore;
  readonly #options: LedgerOptions;
  #waiting: AppendRequest[] = [];
  #working: Promise<void> | undefined;
  /** The head as the last group left it. */
  #known: string | undefined;
  #turnsToTake = 0;
  #closed: Promise<void> | undefined;

  constructor(store: LedgerStore, options: LedgerOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** Appends drafts one behind the other, all or none, and answers when they are durable. @throws as `Ledger.appendMany` */
  async append(drafts: readonly Draft[]): Promise<readonly SignedLine[]> {
    if (this.#closed) throw closedStore(this.#store.name);
    const signer = demandSigner(this.#store.name, this.#options);
    // Prepared when it is asked for, not when it is written: later changes of the caller's draft have no effect.
    const prepared = prepareAll(drafts, signer, this.#options);
    if (prepared.length === 0) return [];
    // Here, where whoever asked is told that there is none: a group never fails as a whole.
    const { engine = defaultEngine() } = this.#options;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ drafts: prepared, refusal: askGuard(this.#options.guard, prepared), resolve, reject });
      this.#working ??= this.#work(signer, engine);
    });
  }

  /** Waits for what was accepted, then lets go of the store. */
  close(): Promise<void> {
    this.#closed ??= Promise.resolve(this.#working).then(() => this.#store.close());
    return this.#closed;
  }

  async #work(signer: Signer, engine: Engine): Promise<void> {
    for (let alone = 0; this.#waiting.length > 0;) {
      // Whoever was just answered, or asks in this same moment, becomes part of the group.
      if (alone % TURN_EVERY === 0) await new Promise((resolve) => setImmediate(resolve));
      const group = this.#nextRequests();
      await this.#write(group, signer, engine);
      alone = group.length === 1 && this.#waiting.length === 1 ? alone + 1 : 0;
    }
    this.#working = undefined;
  }

  async #write(group: readonly AppendRequest[], signer: Signer, engine: Engine): Promise<void> {
    const isToTry = this.#store.appendsAtOnce === true && this.#turnsToTake === 0;
    const known = isToTry ? this.#known : undefined;
    const options = { signer, engine, known };
    const { head, wasOvertaken } = await writeGroup(group, this.#store, options);
    this.#known = head;
    this.#turnsToTake = wasOvertaken ? TURNS_AFTER_OTHERS : Math.max(0, this.#turnsToTake - 1);
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
