/** A chain that is made from its first line to its last, without a store. */
import { defaultEngine, hashDraft, prepareDraft } from '../atomic/index.ts';
import type { Draft, Engine, HashedDraft, JsonLimits, Signer } from '../atomic/index.ts';
import { toUtf8 } from '../base/bytes.ts';
import { signGroup } from './sign-group.ts';

/** How the lines are made. */
export interface SignedChainOptions {
  readonly signer: Signer;
  readonly bindSigner?: boolean;
  readonly limits?: JsonLimits;
  readonly engine?: Engine;
}

/** So many lines are signed at once. */
const GROUP_LINES = 128;
const GROUP_BYTES = 4 * 1024 * 1024;

/** Drafts, chained as they come and signed in groups. */
export class SignedChain {
  readonly #options: SignedChainOptions;
  readonly #engine: Engine;
  #prev: string | null = null;
  #hashed: HashedDraft[] = [];
  #waitingBytes = 0;

  constructor(options: SignedChainOptions) {
    this.#options = options;
    this.#engine = options.engine ?? defaultEngine();
  }

  /** Whether enough lines wait for their signatures. */
  get isFull(): boolean {
    return this.#hashed.length >= GROUP_LINES || this.#waitingBytes >= GROUP_BYTES;
  }

  /** @throws {LoglineError} as `prepareDraft`; then nothing was added. */
  add(draft: Draft): void {
    const { signer, bindSigner = true, limits } = this.#options;
    const prepared = prepareDraft(draft, signer.publicKey, { bindSigner, ...(limits && { limits }) });
    const hashed = hashDraft(prepared, this.#prev, this.#engine);
    this.#prev = hashed.hash;
    this.#hashed.push(hashed);
    this.#waitingBytes += prepared.sizeBytes;
  }

  /** Answers the lines that wait, signed. */
  async take(): Promise<Uint8Array> {
    const lines = await signGroup(this.#hashed, this.#options.signer, this.#engine);
    this.#hashed = [];
    this.#waitingBytes = 0;
    return toUtf8(lines.map(({ line }) => `${line}\n`).join(''));
  }
}
