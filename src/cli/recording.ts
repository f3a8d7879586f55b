/** Records of what a command did, in the ledger that its flags or the project name. */
import type { Draft } from '../atomic/index.ts';
import type { RECORD } from './catalog/changes.ts';
import type { Call } from './command.ts';
import { guardOption } from './guarding.ts';
import { openStore, withStore } from './writing.ts';
import { openWritingKey } from './writing-key.ts';

/** Appends a draft. */
export type Recorder = (draft: Draft) => Promise<void>;

/**
 * Answers how to record, or `undefined` where no ledger is set. The key is looked for before anything is done, so that nothing is
 * done that then cannot be recorded.
 *
 * @throws {LoglineError} KEY_MISSING, KEY_MALFORMED - a ledger is set, and no key to sign with. As `openWritingKey`.
 */
export async function openRecorder(call: Call<typeof RECORD>): Promise<Recorder | undefined> {
  const { ledger, record, bindSigner, maxLineBytes, maxDepth } = call.flags;
  if (ledger === undefined || !record) return undefined;
  const { signer } = await openWritingKey(call, ledger);
  const guard = await guardOption(call);
  const { openLedger } = await import('../ledger/index.ts');
  return (draft) =>
    withStore(openStore(ledger, call), async (store) => {
      const limits = { maxLineBytes, maxDepth };
      await openLedger(store, { signer, bindSigner, limits, ...guard }).append(draft);
    });
}
