/**
 * Requests that are sent twice. What a request with an `Idempotency-Key` appends says so in its metadata, by digests of the key and of the
 * request. So the ledger itself knows what was done, for every process on it and after every crash, and nothing is done twice.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { LoglineError, openLedgerState } from 'logline-core';
import type {
  Atomic,
  Draft,
  Head,
  LedgerFold,
  LedgerOptions,
  LedgerState,
  LedgerStore,
  LedgerTurn,
  SignedLine,
} from 'logline-core';

/** A request that says how it is told again. */
export interface KeyedRequest {
  /** Digest of the key and of whose it is: 64 hex. */
  readonly key: string;
  /** Digest of all that is asked: 64 hex. */
  readonly digest: string;
  /** Whether it has appended something, so that what stands there under its key is its own. */
  hasAppended: boolean;
  /** What was appended under its key before it came to append. */
  found?: DoneRequest;
  /** The head in the writer's turn that it has now. */
  head?: Promise<Head> | undefined;
}

/** What a request appended. */
export interface DoneRequest {
  readonly digest: string;
  /** Hash of the last atomic that it appended. */
  readonly hash: string;
}

type Done = Map<string, DoneRequest>;

/** So many of the latest keys are known. */
const MOST_KEYS = 100_000;

/** Names of the metadata. Nobody sets them from outside. */
export const REQUEST_MEMBERS = ['idempotency_key', 'request_sha256'] as const;

const DONE: LedgerFold<Done> = { begin: () => new Map(), step: noted };

function noted(done: Done, { metadata, hash }: Atomic): Done {
  const { idempotency_key: key, request_sha256: digest } = metadata as Readonly<Record<string, unknown>>;
  if (typeof key !== 'string' || typeof digest !== 'string' || hash === undefined) return done;
  done.delete(key);
  done.set(key, { digest, hash });
  const [oldest] = done.keys();
  if (done.size > MOST_KEYS) done.delete(oldest!);
  return done;
}

/** The requests of one process. */
export class Requests {
  readonly #current = new AsyncLocalStorage<KeyedRequest>();
  #state: LedgerState<Done> | undefined;

  /** Does the work of a request; what it appends bears its digests. */
  run<T>(request: KeyedRequest, work: () => Promise<T>): Promise<T> {
    return this.#current.run(request, work);
  }

  /** Answers what a request has appended already; nothing where it is new. @throws {LoglineError} IDEMPOTENCY_KEY_REUSED - it was another one */
  async find({ key, digest }: KeyedRequest): Promise<DoneRequest | undefined> {
    const done = (await this.#state!.read()).get(key);
    if (done === undefined || done.digest === digest) return done;
    throw new LoglineError('IDEMPOTENCY_KEY_REUSED');
  }

  /** For `LedgerOptions`. */
  readonly stamp = (draft: Draft): Draft => {
    const request = this.#current.getStore();
    if (request === undefined) return draft;
    const { key: idempotency_key, digest: request_sha256 } = request;
    return { ...draft, metadata: { ...draft.metadata, idempotency_key, request_sha256 } };
  };

  /**
   * Answers a store whose writers' turns find out first, while nobody else can append, whether their request was done meanwhile, by this process
   * or another.
   */
  guarded(store: LedgerStore, options: LedgerOptions): LedgerStore {
    const guarded: LedgerStore = {
      ...store,
      exclusive: (work) =>
        store.exclusive(async (turn) => {
          const request = this.#current.getStore();
          return request === undefined ? work(turn) : work(await this.#turnOf(request, turn));
        }),
    };
    // In a turn the head is known, and stays.
    const head = (): Promise<Head> => this.#current.getStore()?.head ?? store.head();
    this.#state = openLedgerState({ ...guarded, head }, DONE, options);
    return guarded;
  }

  async #turnOf(request: KeyedRequest, turn: LedgerTurn): Promise<LedgerTurn> {
    const found = request.hasAppended ? undefined : await this.#findIn(turn, request);
    if (found !== undefined) {
      request.found = found;
      throw new LoglineError('LEDGER_CONFLICT', 'The request was done meanwhile.');
    }
    const append = async (...input: Parameters<LedgerTurn['append']>): Promise<Head> => {
      const head = await turn.append(...input);
      request.hasAppended = true;
      return head;
    };
    return { head: () => turn.head(), append };
  }

  async #findIn(turn: LedgerTurn, request: KeyedRequest): Promise<DoneRequest | undefined> {
    request.head = turn.head();
    try {
      return await this.find(request);
    } finally {
      request.head = undefined;
    }
  }

  /** Whether what is under way is the work of a request with a key: such a one appends by itself, not in a group with others. */
  get isKeyed(): boolean {
    return this.#current.getStore() !== undefined;
  }

  /** Appends for a request with a key. @throws {LoglineError} as `Ledger.append` */
  async append(draft: Draft): Promise<SignedLine> {
    const { lines } = await this.#state!.decide(() => ({ drafts: [draft] }));
    return lines[0]!;
  }
}
