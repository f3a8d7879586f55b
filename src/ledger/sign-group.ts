/** Signatures for many lines at once: their hashes are chained already, and do not depend on them. */
import { finish } from '../atomic/index.ts';
import type { Engine, HashedDraft, SignedLine, Signer } from '../atomic/index.ts';
import { fromHex } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';

/**
 * Signs all drafts at once; each line is finished as its signature comes in, while other threads make the next.
 *
 * @throws {LoglineError} SIGNER_FAILED - no signature, or one by another key than the signer says. Whatever else the signer throws.
 */
export async function signGroup(drafts: readonly HashedDraft[], signer: Signer, engine: Engine): Promise<SignedLine[]> {
  return Promise.all(
    drafts.map(async (unsigned) => {
      const signature = await signatureBy(signer, unsigned.hashBytes);
      const line = finish(unsigned, signature, signer.publicKey);
      demandRightKey(signer, engine, unsigned.hashBytes, signature);
      return line;
    }),
  );
}

async function signatureBy(signer: Signer, hashBytes: Uint8Array): Promise<Uint8Array> {
  try {
    return await signer.sign(hashBytes);
  } catch (cause) {
    if (cause instanceof LoglineError) throw cause;
    throw new LoglineError('SIGNER_FAILED', 'The signer failed.', { cause });
  }
}

/** The first signature of a signer is checked: a line by another key than it says would stay in the ledger for ever. */
function demandRightKey(signer: Signer, engine: Engine, message: Uint8Array, signature: Uint8Array): void {
  if (provenSigners.has(signer)) return;
  if (!engine.verify({ publicKey: fromHex(signer.publicKey, 32)!, signature, message })) {
    const what = `The signer's signature does not verify with its public key ${signer.publicKey}.`;
    throw new LoglineError('SIGNER_FAILED', what);
  }
  provenSigners.add(signer);
}

const provenSigners = new WeakSet<Signer>();
