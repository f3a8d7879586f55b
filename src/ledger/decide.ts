/**
 * Decisions on a ledger's state: the state is brought to the head, the decision is made on it and appended, all in one writer's turn.
 * So nobody decides on a state that is no longer so, in this process or another, however many there are.
 */
import { defaultEngine } from '../atomic/index.ts';
import type { Draft, SignedLine } from '../atomic/index.ts';
import { hashChain, signChain } from './chained-drafts.ts';
import type { LedgerOptions } from './ledger-options.ts';
import { foldOnto } from './fold.ts';
import type { Folded, LedgerFold } from './fold.ts';
import { askGuard, demandSigner, prepareAll } from './prepare.ts';
import { bytesOf, signedLines } from './sign-group.ts';
import type { Head, LedgerStore, LedgerTurn } from './store.ts';

/** What is to be appended, all of it or nothing. None: the ledger stays as it is. */
export interface LedgerDecision {
  /** In the order in which they are appended. */
  readonly drafts: readonly Draft[];
}

/** A state that follows a ledger, and can be decided on. */
export interface LedgerState<S> {
  /**
   * Answers the state at the ledger's present head. Reads what is new. The object may be the one of the last answer, changed. Where reading
   * fails, what was read so far is kept, and the next call reads the rest.
   *
   * @throws {LoglineError} as `foldLedger`
   */
  read(): Promise<S>;
  /**
   * As {@link LedgerState.read}, with the head that the state belongs to: what a later {@link LedgerStateOptions.from} goes on from.
   *
   * @throws {LoglineError} as `foldLedger`
   */
  snapshot(): Promise<Folded<S>>;
  /**
   * Has `decide` look at the state at the head and appends the drafts that it answers, before anybody else can append. What it throws
   * is thrown, and nothing is appended then.
   *
   * @throws {LoglineError} as `Ledger.appendMany`, but for LEDGER_CONFLICT of a draft's own `prev`, which is not looked at.
   */
  decide<D extends LedgerDecision>(decide: (state: S) => D): Promise<Decided<D>>;
}

/** A decision, and what of it is in the ledger now. */
export interface Decided<D> {
  /** What was decided. */
  readonly decision: D;
  /** The appended atomics, durable. */
  readonly lines: readonly SignedLine[];
}

/** How a state is opened. */
export interface LedgerStateOptions<S> extends LedgerOptions {
  /** A snapshot to go on from; its state is used up. It counts only where its head still stands in the ledger. @default none */
  readonly from?: Folded<S>;
}

/**
 * Answers the state of a ledger. Nothing is read yet. Several may be open on one store; appends by other ways are seen as well.
 *
 * @example
 * const state = openLedgerState(store, { begin: () => 0, step: (count) => count + 1 }, { signer });
 * await state.decide((count) => ({ drafts: count < 10 ? [draft] : [] }));
 */
export function openLedgerState<S>(
  store: LedgerStore,
  fold: LedgerFold<S>,
  options: LedgerStateOptions<S> = {},
): LedgerState<S> {
  return new FollowedState(store, fold, options);
}

class FollowedState<S> implements LedgerState<S> {
  readonly #store: LedgerStore;
  readonly #fold: LedgerFold<S>;
  readonly #options: LedgerOptions;
  #folded: Folded<S> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(store: LedgerStore, fold: LedgerFold<S>, { from, ...options }: LedgerStateOptions<S>) {
    this.#store = store;
    this.#fold = fold;
    this.#options = options;
    this.#folded = from;
  }

  async read(): Promise<S> {
    return (await this.snapshot()).state;
  }

  async snapshot(): Promise<Folded<S>> {
    return this.#inOrder(async () => this.#advance(await this.#store.head()));
  }

  async decide<D extends LedgerDecision>(decide: (state: S) => D): Promise<Decided<D>> {
    return this.#store.exclusive(async (turn) => {
      const head = await turn.head();
      const decision = await this.#inOrder(async () => decide((await this.#advance(head)).state));
      return { decision, lines: await this.#append(turn, head, decision.drafts) };
    });
  }

  /** A step may change its state: two folds of one state at a time would mix. */
  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #advance({ sizeBytes, hash }: Head): Promise<Folded<S>> {
    const known = this.#folded;
    if (hash !== null && known?.head.hash === hash && known.head.sizeBytes === sizeBytes) return known;
    const { limits } = this.#options;
    const reading = { from: this.#folded, end: sizeBytes, ...(limits && { limits }) };
    this.#folded = await foldOnto(this.#store, this.#fold, reading, (folded) => {
      this.#folded = folded;
    });
    return this.#folded;
  }

  async #append(turn: LedgerTurn, head: Head, drafts: readonly Draft[]): Promise<readonly SignedLine[]> {
    if (drafts.length === 0) return [];
    const { guard, engine = defaultEngine() } = this.#options;
    const signer = demandSigner(this.#store.name, this.#options);
    const prepared = prepareAll(drafts, signer, this.#options);
    const refusal = guard && (await askGuard(guard, prepared));
    if (refusal) throw refusal.reason;
    const chained = signChain(hashChain(prepared, head.hash, engine), head.hash, signer, engine);
    const lines = await signedLines(chained.signings);
    await turn.append(head.hash, bytesOf(lines), chained.hash);
    return lines;
  }
}
