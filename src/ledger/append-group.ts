/** One group of appends: chained and signed, as far as its requests were not ahead of it, then written with one sync. */
import type { Engine, PreparedDraft, SignedLine, Signer } from '../atomic/index.ts';
import { elapsedMs } from '../base/clock.ts';
import { LoglineError } from '../base/errors.ts';
import { hashChain, signChain } from './chained-drafts.ts';
import type { ChainedDrafts } from './chained-drafts.ts';
import { bytesOf, signedLines } from './sign-group.ts';
import type { LedgerStore, LedgerTurn } from './store.ts';

/** Why drafts are not appended. */
export interface Refusal {
  readonly reason: unknown;
}

/** Drafts that are appended together or not at all. */
export interface AppendRequest {
  readonly drafts: readonly PreparedDraft[];
  /** The drafts behind the head that was expected when they were asked for: they count where it is so. */
  readonly ahead: ChainedDrafts | undefined;
  /** What the guard says, where there is one. Never rejects. */
  readonly refusal: Promise<Refusal | undefined> | undefined;
  readonly resolve: (lines: readonly SignedLine[]) => void;
  readonly reject: (reason: unknown) => void;
}

/** How often a group is signed again because somebody else had written in between. */
const ATTEMPTS = 8;

/** How groups are written. */
export interface GroupOptions {
  readonly signer: Signer;
  readonly engine: Engine;
  /** The head, as far as is known: then an append at once is tried. */
  readonly known: string | undefined;
}

/** Requests that are written together. */
export class AppendGroup {
  readonly #store: LedgerStore;
  readonly #options: GroupOptions;
  /** Requests that nothing is known against. */
  #open: readonly AppendRequest[];
  readonly #answers: (() => void)[] = [];
  #head: string | undefined;
  /** The hash of the last line that the store was given; whether it keeps it, is known when its turn has ended. */
  #written: string | undefined;
  #wasOvertaken = false;
  #storeMs = 0;

  constructor(requests: readonly AppendRequest[], store: LedgerStore, options: GroupOptions) {
    this.#open = requests;
    this.#store = store;
    this.#options = options;
  }

  /** The hash of the last line that was written; nothing where none was. */
  get head(): string | undefined {
    return this.#head;
  }

  /** Whether the head was another one than the known one. */
  get wasOvertaken(): boolean {
    return this.#wasOvertaken;
  }

  /** How long the store took to append, in milliseconds. */
  get storeMs(): number {
    return this.#storeMs;
  }

  /** Tells all who asked and wait what became of it. */
  answer(): void {
    for (const answer of this.#answers) answer();
  }

  /**
   * Writes the requests in their order, for {@link AppendGroup.answer} to tell each of them, well or not; those that the guard refuses, or that
   * name another head, are told at once. Never rejects.
   *
   * A store with a lock answers with a conflict only where something writes past the lock; or where the head was not known for sure.
   */
  async write(): Promise<void> {
    if (this.#open.some(({ refusal }) => refusal !== undefined)) await this.#hearGuard();
    let head = this.#demandsHead() ? undefined : this.#options.known;
    for (let attempt = 1; this.#open.length > 0; attempt++) {
      try {
        const lines = await (head === undefined
          ? this.#store.exclusive(async (turn) => this.#append((await turn.head()).hash, turn))
          : this.#append(head, this.#store));
        this.#accept(lines);
        return;
      } catch (error) {
        if (!(error instanceof LoglineError) || error.code !== 'LEDGER_CONFLICT' || attempt === ATTEMPTS) {
          for (const { reject } of this.#open) this.#answers.push(() => reject(error));
          return;
        }
        this.#wasOvertaken = true;
        head = undefined;
      }
    }
  }

  async #hearGuard(): Promise<void> {
    const allowed: AppendRequest[] = [];
    for (const request of this.#open) {
      const refusal = await request.refusal;
      if (refusal) request.reject(refusal.reason);
      else allowed.push(request);
    }
    this.#open = allowed;
  }

  /** A draft with a `prev` of its own is right or wrong by the head as it is, and not as it is thought to be. */
  #demandsHead(): boolean {
    return this.#open.some(({ drafts }) => drafts.some(({ prev }) => prev !== undefined));
  }

  async #append(head: string | null, to: Pick<LedgerTurn, 'append'>): Promise<readonly SignedLine[]> {
    const chained = this.#chain(head);
    const last = chained.at(-1);
    if (last === undefined) return [];
    const lines = await signedLines(chained.flatMap(({ signings }) => signings));
    const start = elapsedMs();
    await to.append(head, bytesOf(lines), last.hash);
    this.#storeMs = elapsedMs() - start;
    this.#written = last.hash;
    return lines;
  }

  /** Once the store has let go of its turn, and not before, the lines are there for good. */
  #accept(lines: readonly SignedLine[]): void {
    this.#head = this.#written;
    let from = 0;
    for (const { drafts, resolve } of this.#open) {
      const own = lines.slice(from, (from += drafts.length));
      this.#answers.push(() => resolve(own));
    }
  }

  /** What was chained ahead, behind another head than it turned out to be, is chained again. */
  #chain(head: string | null): ChainedDrafts[] {
    const chained: ChainedDrafts[] = [];
    this.#open = this.#open.filter((request) => {
      const prev = chained.at(-1)?.hash ?? head;
      const own = request.ahead?.prev === prev ? request.ahead : this.#chainRequest(request, prev);
      if (own !== undefined) chained.push(own);
      return own !== undefined;
    });
    return chained;
  }

  #chainRequest(request: AppendRequest, head: string | null): ChainedDrafts | undefined {
    const { drafts } = request;
    const { signer, engine } = this.#options;
    const hashed = hashChain(drafts, head, engine);
    for (const [i, { prev }] of drafts.entries()) {
      const before = hashed[i - 1]?.hash ?? head;
      if (prev === undefined || prev === before) continue;
      request.reject(this.#conflict(prev, before));
      return undefined;
    }
    return signChain(hashed, head, signer, engine);
  }

  #conflict(prev: string, head: string | null): LoglineError {
    const { name } = this.#store;
    const message = `${name}: the draft has the prev ${prev}, but the head is ${head ?? 'none (it is empty)'}.`;
    return new LoglineError('LEDGER_CONFLICT', message, { details: { name, head, expected: prev } });
  }
}
