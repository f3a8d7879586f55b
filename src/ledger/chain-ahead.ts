/**
 * Drafts that are hashed and signed as they are asked for, while others are still being asked for and the group before is being written:
 * behind the head that there will be if all goes well. Where it does not go well, their group chains and signs them again.
 */
import type { Engine, PreparedDraft, Signer } from '../atomic/index.ts';
import { hashChain, signChain } from './chained-drafts.ts';
import type { ChainedDrafts } from './chained-drafts.ts';

/** So many drafts at most are ahead: each is signed in vain where somebody else appends. */
const MOST_AHEAD = 256;

/** The chain as it will be. It goes on from a head until a draft has no place in it. */
export class ChainAhead {
  /** Hash of the last draft of it, or the head; nothing where it does not go on. */
  #tip: string | undefined;
  #count = 0;

  /** Whether there is a head that drafts can be chained behind. */
  get goesOn(): boolean {
    return this.#tip !== undefined;
  }

  /** Goes on behind this head, once all drafts before it are written; or not, until this is called again. */
  goOnFrom(head: string | undefined): void {
    this.#tip = head;
  }

  /** Answers drafts at the end of the chain, with their signatures on the way, or `undefined` where it does not go on. */
  chain(drafts: readonly PreparedDraft[], signer: Signer, engine: Engine): ChainedDrafts | undefined {
    const prev = this.#tip;
    if (
      prev === undefined ||
      this.#count + drafts.length > MOST_AHEAD ||
      drafts.some((draft) => draft.prev !== undefined)
    )
      return (this.#tip = undefined);
    const chained = signChain(hashChain(drafts, prev, engine), prev, signer, engine);
    this.#tip = chained.hash;
    this.#count += drafts.length;
    return chained;
  }

  /** To be told when drafts that were chained here have become part of a group. */
  leave({ signings }: ChainedDrafts): void {
    this.#count -= signings.length;
  }
}
