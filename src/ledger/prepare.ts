/** What is done to drafts before they are chained and signed, whichever way they come: by whom, in which form, and whether at all. */
import { prepareDraft } from '../atomic/index.ts';
import type { Draft, PreparedDraft, Signer } from '../atomic/index.ts';
import { LoglineError } from '../base/errors.ts';
import type { Refusal } from './append-group.ts';
import type { Guard, LedgerOptions } from './ledger-options.ts';

/** Answers who signs. @throws {LoglineError} KEY_MISSING - nobody does: the ledger is for reading. */
export function demandSigner(name: string, { signer }: LedgerOptions): Signer {
  if (signer) return signer;
  throw new LoglineError('KEY_MISSING', `${name} was opened without a signer, so nothing can be appended to it.`);
}

/** Answers drafts as they are going to be signed. @throws {LoglineError} the codes of one atomic; of several, `details.index` says which one. */
export function prepareAll(drafts: readonly Draft[], { publicKey }: Signer, options: LedgerOptions): PreparedDraft[] {
  return drafts.map((draft, index) => {
    try {
      return prepareDraft(options.stamp?.(draft) ?? draft, publicKey, options);
    } catch (error) {
      throw error instanceof LoglineError && drafts.length > 1 ? ofDraft(error, index, drafts.length) : error;
    }
  });
}

/** Answers why the guard refuses one of these drafts, `undefined` where it refuses none. Never rejects: nobody may be waiting for the answer yet. */
export async function askGuard(guard: Guard, drafts: readonly PreparedDraft[]): Promise<Refusal | undefined> {
  try {
    for (const [index, { draft }] of drafts.entries()) {
      const findings = await guard(draft);
      const [first] = findings;
      if (first === undefined) continue;
      const reason = new LoglineError('GUARD_REFUSED', `The policy refused it: ${first.message}`, {
        details: { findings },
      });
      return { reason: drafts.length > 1 ? ofDraft(reason, index, drafts.length) : reason };
    }
    return undefined;
  } catch (reason) {
    return { reason };
  }
}

/** Of many drafts, says which one is meant. */
function ofDraft({ code, message, details, cause }: LoglineError, index: number, count: number): LoglineError {
  return new LoglineError(code, `Draft ${index + 1} of ${count}: ${message}`, {
    details: { ...details, index },
    cause,
  });
}
