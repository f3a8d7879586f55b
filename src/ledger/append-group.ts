/** One group of appends: chained and hashed first, then all signed at once, then written with one sync. */
import { hashDraft } from '../atomic/index.ts';
import type { Engine, HashedDraft, PreparedDraft, SignedLine, Signer } from '../atomic/index.ts';
import { toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { signGroup } from './sign-group.ts';
import type { LedgerStore, LedgerTurn } from './store.ts';

/** Why drafts are not appended. */
export interface Refusal {
  readonly reason: unknown;
}

/** Drafts that are appended together or not at all. */
export interface AppendRequest {
  readonly drafts: readonly PreparedDraft[];
  /** What the guard says. Never rejects. */
  readonly refusal: Promise<Refusal | undefined>;
  resolve(lines: readonly SignedLine[]): void;
  reject(reason: unknown): void;
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

/** What is known after a group. */
export interface GroupEnd {
  /** The hash of its last line; nothing where none was written. */
  readonly head: string | undefined;
  /** Whether the head was another one than the known one. */
  readonly wasOvertaken: boolean;
}

/** Writes requests in their order and answers each of them, well or not. Never rejects. */
export async function writeGroup(
  requests: readonly AppendRequest[],
  store: LedgerStore,
  { signer, engine, known }: GroupOptions,
): Promise<GroupEnd> {
  const group = new Group(store.name, signer, engine);
  await group.take(requests);
  try {
    await group.writeTo(store, known);
  } catch (error) {
    group.fail(error);
  }
  return group.end;
}

class Group {
  readonly #name: string;
  readonly #signer: Signer;
  readonly #engine: Engine;
  /** Requests without an answer, with the hashes that their drafts have at their places in the chain. */
  readonly #open = new Map<AppendRequest, readonly HashedDraft[]>();
  #head: string | undefined;
  #wasOvertaken = false;

  constructor(name: string, signer: Signer, engine: Engine) {
    this.#name = name;
    this.#signer = signer;
    this.#engine = engine;
  }

  async take(requests: readonly AppendRequest[]): Promise<void> {
    for (const request of requests) {
      const refusal = await request.refusal;
      if (refusal) request.reject(refusal.reason);
      else this.#open.set(request, []);
    }
  }

  get end(): GroupEnd {
    return { head: this.#head, wasOvertaken: this.#wasOvertaken };
  }

  /** A store with a lock answers with a conflict only where something writes past the lock; or where the head was not known for sure. */
  async writeTo(store: LedgerStore, known: string | undefined): Promise<void> {
    let head = this.#demandsHead() ? undefined : known;
    for (let attempt = 1; this.#open.size > 0; attempt++) {
      try {
        const lines = await (head === undefined
          ? store.exclusive(async (turn) => this.#append((await turn.head()).hash, turn))
          : this.#append(head, store));
        this.#answer(lines);
      } catch (error) {
        if (!(error instanceof LoglineError) || error.code !== 'LEDGER_CONFLICT' || attempt === ATTEMPTS) throw error;
        this.#wasOvertaken = true;
        head = undefined;
      }
    }
  }

  /** A draft with a `prev` of its own is right or wrong by the head as it is, and not as it is thought to be. */
  #demandsHead(): boolean {
    return [...this.#open.keys()].some(({ drafts }) => drafts.some(({ prev }) => prev !== undefined));
  }

  fail(reason: unknown): void {
    for (const request of this.#open.keys()) request.reject(reason);
  }

  async #append(head: string | null, to: Pick<LedgerTurn, 'append'>): Promise<SignedLine[]> {
    this.#chain(head);
    const hashed = [...this.#open.values()].flat();
    const last = hashed.at(-1);
    if (last === undefined) return [];
    const lines = await signGroup(hashed, this.#signer, this.#engine);
    await to.append(head, toUtf8(lines.map(({ line }) => `${line}\n`).join('')), last.hash);
    this.#head = last.hash;
    return lines;
  }

  /** Hashes do not depend on signatures, so the whole group is chained before the first of them is made. */
  #chain(head: string | null): void {
    let prev = head;
    for (const request of this.#open.keys()) {
      const hashed: HashedDraft[] = [];
      const before = (): string | null => hashed.at(-1)?.hash ?? prev;
      const stray = request.drafts.find((draft) => {
        if (draft.prev !== undefined && draft.prev !== before()) return true;
        hashed.push(hashDraft(draft, before(), this.#engine));
        return false;
      });
      if (stray === undefined) {
        this.#open.set(request, hashed);
        prev = before();
      } else {
        this.#open.delete(request);
        request.reject(this.#conflict(stray.prev!, before()));
      }
    }
  }

  #answer(lines: readonly SignedLine[]): void {
    let from = 0;
    for (const [request, hashed] of this.#open) {
      request.resolve(lines.slice(from, from + hashed.length));
      from += hashed.length;
    }
    this.#open.clear();
  }

  #conflict(prev: string, head: string | null): LoglineError {
    const message = `${this.#name}: the draft has the prev ${prev}, but the head is ${head ?? 'none (it is empty)'}.`;
    return new LoglineError('LEDGER_CONFLICT', message, { details: { name: this.#name, head, expected: prev } });
  }
}
