/** Appends a rotation or a revocation to a ledger. */
import { cosign, signDraft } from '../atomic/index.ts';
import type { Draft, SignedLine, Signer } from '../atomic/index.ts';
import { toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { keyChangeOf, queryLedger } from '../ledger/index.ts';
import type { KeyChangeFacts } from '../ledger/index.ts';
import type { KEYS_REVOKE } from './catalog/keys.ts';
import type { LIMITS, LOCK } from './catalog/shared.ts';
import type { Call } from './command.ts';
import type { Output } from './output.ts';
import { factLines } from './table.ts';
import { openStore, withStore } from './writing.ts';

type ChangeCall = Call<
  Pick<(typeof KEYS_REVOKE)['flags'], 'reason' | 'actor' | 'ledger'> & typeof LIMITS & typeof LOCK
>;

/** Answers what the draft says besides the keys. @throws {LoglineError} USAGE - no reason is given */
export function factsOf({ flags, terminal }: ChangeCall): KeyChangeFacts {
  const { reason, actor } = flags;
  if (reason === undefined || reason === '')
    throw new LoglineError('USAGE', 'Say why, for those who read the ledger later: --reason TEXT.');
  return { actor, createdAt: terminal.clock().toISOString(), reason };
}

/**
 * Refuses a key that the ledger has replaced: even within its time of grace no verifier follows what it says of other keys
 * (docs/format.md, U10).
 *
 * @param limit - what it cannot do, for people.
 * @throws {LoglineError} KEY_EXPIRED
 */
export async function demandNotReplaced(call: ChangeCall, key: string, limit: string): Promise<void> {
  await withStore(openStore(call.flags.ledger, call), async (store) => {
    const { signal } = call.terminal;
    for await (const { atomic, line } of queryLedger(store, { intent: 'key_rotation' }, { signal })) {
      const change = keyChangeOf(atomic);
      if (change?.kind !== 'rotation' || atomic.signature?.public_key !== key) continue;
      const message = `The key ${key} was replaced by ${change.newKey} in line ${String(line)}, and ${limit}.`;
      throw new LoglineError('KEY_EXPIRED', message);
    }
  });
}

/** Signs the draft on top of the ledger's head, has it cosigned, and appends it. All of it in one turn: nobody appends in between. */
export async function appendKeyChange(
  call: ChangeCall,
  draft: Draft,
  signer: Signer,
  cosigner?: Signer,
): Promise<SignedLine> {
  const { maxLineBytes, maxDepth, ledger } = call.flags;
  const limits = { maxLineBytes, maxDepth };
  return withStore(openStore(ledger, call), (store) =>
    store.exclusive(async (turn) => {
      const { hash: prev } = await turn.head();
      const signed = await signDraft(draft, signer, { prev, limits });
      const whole = cosigner ? await cosign(signed.atomic, cosigner, { limits }) : signed;
      await turn.append(prev, toUtf8(`${whole.line}\n`), whole.atomic.hash!);
      return whole;
    }),
  );
}

/** The moment after an atomic: keys that end with it are still good for it. */
export function justAfter(createdAt: string): string {
  return new Date(Date.parse(createdAt) + 1).toISOString();
}

/** Prints what was done. */
export async function printKeyChange(
  output: Output,
  facts: Record<string, string | null>,
  { atomic }: SignedLine,
): Promise<void> {
  const entries = Object.entries<string | null>({ ...facts, hash: atomic.hash! });
  const shown = Object.fromEntries(entries.map(([name, value]) => [name, value ?? '-']));
  await output.one({ ...facts, hash: atomic.hash, atomic }, factLines(shown));
}
