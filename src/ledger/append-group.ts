/** One group of appends: chained and hashed first, then all signed at once, then written with one sync. */
import { defaultEngine, hashDraft } from '../atomic/index.ts';
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

/** Writes requests in their order and answers each of them, well or not. Never rejects. */
export async function writeGroup(
  requests: readonly AppendRequest[],
  store: LedgerStore,
  signer: Signer,
  engine: Engine = defaultEngine(),
): Promise<void> {
  const group = new Group(store.name, signer, engine);
  await group.take(requests);
  try {
    await group.writeTo(store);
  } catch (error) {
    group.fail(error);
  }
}

class Group {
  readonly #name: string;
  readonly #signer: Signer;
  readonly #engine: Engine;
  /** Requests without an answer, with the hashes that their drafts have at their places in the chain. */
  readonly #open = new Map<AppendRequest, readonly HashedDraft[]>();

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

  /** A store with a lock answers with a conflict only where something writes past the lock. */
  async writeTo(store: LedgerStore): Promise<void> {
    for (let attempt = 1; this.#open.size > 0; attempt++) {
      try {
        const lines = await store.exclusive((turn) => this.#append(turn));
        this.#answer(lines);
      } catch (error) {
        if (!(error instanceof LoglineError) || error.code !== 'LEDGER_CONFLICT' || attempt === ATTEMPTS) throw error;
      }
    }
  }

  fail(reason: unknown): void {
    for (const request of this.#open.keys()) request.reject(reason);
  }

  async #append(turn: LedgerTurn): Promise<SignedLine[]> {
    const { hash: head } = await turn.head();
    this.#chain(head);
    const hashed = [...this.#open.values()].flat();
    const last = hashed.at(-1);
    if (last === undefined) return [];
    const lines = await signGroup(hashed, this.#signer, this.#engine);
    await turn.append(head, toUtf8(lines.map(({ line }) => `${line}\n`).join('')), last.hash);
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
