/** A chain that is made from its first line to its last, without a store. */
import { defaultEngine, hashDraft, prepareDraft } from '../atomic/index.ts';
import type { Draft, Engine, JsonLimits, Signer } from '../atomic/index.ts';
import { bytesOf, signedLines, startSigning } from './sign-group.ts';
import type { Signing } from './sign-group.ts';

/** How the lines are made. */
export interface SignedChainOptions {
  readonly signer: Signer;
  readonly bindSigner?: boolean;
  readonly limits?: JsonLimits;
  readonly engine?: Engine;
}

/** So many lines are on their way at once. */
const GROUP_LINES = 128;
const GROUP_BYTES = 4 * 1024 * 1024;

/** Drafts, chained as they come and signed as they come. */
export class SignedChain {
  readonly #options: SignedChainOptions;
  readonly #engine: Engine;
  #prev: string | null = null;
  #signings: Signing[] = [];
  #waitingBytes = 0;

  constructor(options: SignedChainOptions) {
    this.#options = options;
    this.#engine = options.engine ?? defaultEngine();
  }

  /** Whether enough lines wait for their signatures. */
  get isFull(): boolean {
    return this.#signings.length >= GROUP_LINES || this.#waitingBytes >= GROUP_BYTES;
  }

  /** @throws {LoglineError} as `prepareDraft`; then nothing was added. */
  add(draft: Draft): void {
    const { signer, bindSigner = true, limits } = this.#options;
    const prepared = prepareDraft(draft, signer.publicKey, { bindSigner, ...(limits && { limits }) });
    const hashed = hashDraft(prepared, this.#prev, this.#engine);
    this.#prev = hashed.hash;
    this.#signings.push(startSigning(hashed, signer, this.#engine));
    this.#waitingBytes += prepared.sizeBytes;
  }

  /** Answers the lines that wait, signed. */
  async take(): Promise<Uint8Array> {
    const lines = await signedLines(this.#signings);
    this.#signings = [];
    this.#waitingBytes = 0;
    return bytesOf(lines);
  }
}
