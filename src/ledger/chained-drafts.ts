/** Drafts at their places in a chain: hashed, and on their way to be signed. Hashes do not depend on signatures. */
import { hashDraft } from '../atomic/index.ts';
import type { Engine, HashedDraft, PreparedDraft, Signer } from '../atomic/index.ts';
import { startSigning } from './sign-group.ts';
import type { Signing } from './sign-group.ts';

/** Drafts that follow each other, the first of them behind the line with the hash `prev`. */
export interface ChainedDrafts {
  readonly prev: string | null;
  /** Hash of the last one. */
  readonly hash: string;
  readonly signings: readonly Signing[];
}

/** Answers drafts, one at least, hashed one behind the other. Pure. */
export function hashChain(drafts: readonly PreparedDraft[], prev: string | null, engine: Engine): HashedDraft[] {
  const hashed: HashedDraft[] = [];
  for (const draft of drafts) hashed.push(hashDraft(draft, hashed.at(-1)?.hash ?? prev, engine));
  return hashed;
}

/** Asks for the signatures of drafts, one at least, that were hashed behind `prev`. */
export function signChain(
  hashed: readonly HashedDraft[],
  prev: string | null,
  signer: Signer,
  engine: Engine,
): ChainedDrafts {
  return { prev, hash: hashed.at(-1)!.hash, signings: hashed.map((draft) => startSigning(draft, signer, engine)) };
}
