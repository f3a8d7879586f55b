/** What `merge-driver` and `rebase` have in common. */
import type { Signer } from '../atomic/index.ts';
import { LoglineError } from '../base/errors.ts';
import type { MergeOptions, MergeResult } from '../ledger/index.ts';
import type { MERGE_DRIVER } from './catalog/merging.ts';
import type { Call } from './command.ts';
import type { Output } from './output.ts';
import { openSigner } from './signing.ts';
import { factLines } from './table.ts';
import { findTrustedKeys } from './trusted-keys.ts';

type MergeCall = Call<(typeof MERGE_DRIVER)['flags']>;

/** Answers how the flags want it merged. Without a signing key there is no signer: it is needed only where both sides have new lines. */
export async function mergeOptions(call: MergeCall): Promise<MergeOptions> {
  const { flags, terminal } = call;
  const { actor, bindSigner, maxLineBytes, maxDepth } = flags;
  const signer = await signerIfAny(call);
  const trusted = await findTrustedKeys(call);
  return {
    actor,
    createdAt: terminal.clock().toISOString(),
    bindSigner,
    limits: { maxLineBytes, maxDepth },
    signal: terminal.signal,
    ...(signer && { signer }),
    ...(trusted && { keyring: trusted.keyring }),
  };
}

async function signerIfAny(call: MergeCall): Promise<Signer | undefined> {
  try {
    return await openSigner(call);
  } catch (error) {
    if (error instanceof LoglineError && error.code === 'KEY_MISSING') return undefined;
    throw error;
  }
}

/** Prints what was done. */
export async function printMerge(
  output: Output,
  ledger: string,
  { kind, lines, head, merge }: MergeResult,
): Promise<void> {
  const value = { ledger, kind, lines, head, merge: merge ?? null };
  await output.one(value, factLines({ ledger, result: kind, lines, head: head ?? '- (empty)' }));
}
