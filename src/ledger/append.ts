/**
 * Appending: the drafts of many callers become one group, with one look at the head and one sync to disk. While a group is being
 * written, the next one collects, and is signed already.
 */
import { defaultEngine } from '../atomic/index.ts';
import type { Draft, Engine, SignedLine, Signer } from '../atomic/index.ts';
import { elapsedMs } from '../base/clock.ts';
import { AppendGroup } from './append-group.ts';
import type { AppendRequest } from './append-group.ts';
import { ChainAhead } from './chain-ahead.ts';
import type { LedgerOptions } from './ledger-options.ts';
import { askGuard, demandSigner, prepareAll } from './prepare.ts';
import { closedStore } from './store-rules.ts';
import type { LedgerStore } from './store.ts';

/** Bounds on a group, so that other processes get their turn and a failure concerns few. One request is never divided. */
const GROUP_DRAFTS = 256;
const GROUP_BYTES = 4 * 1024 * 1024;

/** After somebody else has appended, so many groups take turns before an append at once is tried again: what was signed for nothing costs, too. */
const TURNS_AFTER_OTHERS = 16;

/** So many appends in a row of a caller that is alone, and the event loop has its turn. */
const TURN_EVERY = 16;

/** The part of those who wait that becomes a group where the store is quick: the others are signed while it is being written. */
const PART = 2 / 3;
/** A store is quick that takes less than this part of the time from one group to the next. */
const QUICK = 1 / 2;

/** The appends of one process to one ledger, in the order in which they were asked for. */
export class AppendQueue {
  readonly #store: LedgerStore;
  readonly #options: LedgerOptions;
  readonly #ahead = new ChainAhead();
  #waiting: AppendRequest[] = [];
  #working: Promise<void> | undefined;
  /** The head as the last group left it. */
  #known: string | undefined;
  #turnsToTake = 0;
  /** Whether the last group had several requests: those who asked for them may be about to ask again. */
  #isBusy = false;
  /** How many groups in a row had one request, with nobody else waiting. */
  #alone = 0;
  /** Which part of the time the store took for the last group. */
  #storePart = 1;
  #closed: Promise<void> | undefined;

  constructor(store: LedgerStore, options: LedgerOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** Appends drafts one behind the other, all or none, and answers when they are durable. @throws as `Ledger.appendMany` */
  append(drafts: readonly Draft[]): Promise<readonly SignedLine[]> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw closedStore(this.#store.name);
      const signer = demandSigner(this.#store.name, this.#options);
      // Here, where whoever asked is told that there is none: a group never fails as a whole.
      const { engine = defaultEngine(), guard } = this.#options;
      // Prepared when it is asked for, not when it is written: later changes of the caller's draft have no effect.
      const prepared = prepareAll(drafts, signer, this.#options);
      if (prepared.length === 0) {
        resolve([]);
        return;
      }
      // What a guard may refuse is not signed before it has answered.
      if (!this.#isBusy || guard !== undefined) this.#ahead.goOnFrom(undefined);
      const ahead = this.#ahead.chain(prepared, signer, engine);
      const refusal = guard && askGuard(guard, prepared);
      this.#waiting.push({ drafts: prepared, ahead, refusal, resolve, reject });
      // Not within this call: what the store or its owner is told of may append as well.
      this.#working ??= Promise.resolve().then(() => this.#work(signer, engine));
    });
  }

  /** Waits for what was accepted, then lets go of the store. */
  close(): Promise<void> {
    this.#closed ??= Promise.resolve(this.#working).then(() => this.#store.close());
    return this.#closed;
  }

  async #work(signer: Signer, engine: Engine): Promise<void> {
    let start = elapsedMs();
    do {
      // Whoever was just answered, or asks in this same moment, becomes part of the group.
      if (this.#alone % TURN_EVERY === 0) await new Promise((resolve) => setImmediate(resolve));
      const requests = this.#nextRequests();
      this.#isBusy = requests.length > 1;
      const isToTry = this.#store.appendsAtOnce === true && this.#turnsToTake === 0;
      const group = new AppendGroup(requests, this.#store, {
        signer,
        engine,
        known: isToTry ? this.#known : undefined,
      });
      await group.write();
      this.#goOnFrom(group);
      const end = elapsedMs();
      this.#storePart = group.storeMs / (end - start);
      start = end;
      this.#alone = this.#isBusy || this.#waiting.length > 1 ? 0 : this.#alone + 1;
      // Last of all: whoever is answered may ask again in this same moment.
      group.answer();
    } while (this.#waiting.length > 0);
    this.#working = undefined;
  }

  #goOnFrom({ head, wasOvertaken }: AppendGroup): void {
    this.#known = head;
    this.#turnsToTake = wasOvertaken ? TURNS_AFTER_OTHERS : Math.max(0, this.#turnsToTake - 1);
    if (head === undefined || this.#turnsToTake > 0) this.#ahead.goOnFrom(undefined);
    else if (this.#waiting.length === 0) this.#ahead.goOnFrom(head);
    // Somebody else has appended: those who wait were chained behind another head.
    else if (this.#waiting[0]!.ahead?.prev !== head) this.#ahead.goOnFrom(undefined);
  }

  #nextRequests(): AppendRequest[] {
    const isInParts = this.#ahead.goesOn && this.#storePart < QUICK;
    const most = isInParts ? Math.ceil(PART * this.#waiting.length) : this.#waiting.length;
    let drafts = 0;
    let sizeBytes = 0;
    const end = this.#waiting.findIndex((request, i) => {
      drafts += request.drafts.length;
      for (const draft of request.drafts) sizeBytes += draft.sizeBytes;
      return i >= most || drafts > GROUP_DRAFTS || sizeBytes > GROUP_BYTES;
    });
    const group = this.#waiting.splice(0, end < 0 ? this.#waiting.length : Math.max(1, end));
    for (const { ahead } of group) if (ahead !== undefined) this.#ahead.leave(ahead);
    return group;
  }
}
