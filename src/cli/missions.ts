/** The missions of the ledger that a call names. */
import { LoglineError } from '../base/errors.ts';
import { MissionRecord } from '../mission/index.ts';
import type { MISSIONS, MISSION_WRITING } from './catalog/missions.ts';
import type { Call } from './command.ts';
import { guardOption } from './guarding.ts';
import { warn } from './notice.ts';
import type { openLedgerSigner } from './signing.ts';
import { findTrustedKeys } from './trusted-keys.ts';
import { openStore, openStoreAt, withStore } from './writing.ts';
import { openWritingKey } from './writing-key.ts';

/** Does something with the missions of a ledger, to which nothing is written. */
export async function readMissions<T>(
  call: Call<typeof MISSIONS>,
  work: (record: MissionRecord) => Promise<T>,
): Promise<T> {
  const { flags, terminal } = call;
  const trusted = await trustOf(call);
  const { ledger: path, maxLineBytes, maxDepth } = flags;
  return withStore(openStoreAt(path, { maxLineBytes }), (store) => {
    const limits = { maxLineBytes, maxDepth };
    return work(new MissionRecord(store, { ...trusted, limits, actor: '', clock: terminal.clock }));
  });
}

/**
 * Does something with the missions of a ledger that the caller writes to.
 *
 * @param open - where the signer comes from
 * @throws {LoglineError} as `openWritingKey`
 */
export async function writeMissions<T>(
  call: Call<typeof MISSION_WRITING>,
  work: (record: MissionRecord) => Promise<T>,
  open?: typeof openLedgerSigner,
): Promise<T> {
  const { flags, terminal } = call;
  const { signer } = await openWritingKey(call, flags.ledger, open);
  const guard = await guardOption(call);
  const trusted = await trustOf(call);
  const own = trusted.keyring?.keys.find(({ public_key }) => public_key === signer.publicKey);
  const { ledger: path, bindSigner, maxLineBytes, maxDepth } = flags;
  return withStore(openStore(path, call), (store) => {
    const limits = { maxLineBytes, maxDepth };
    const actor = flags.actor ?? own?.actor ?? 'atomic';
    return work(
      new MissionRecord(store, { ...trusted, ...guard, signer, bindSigner, limits, actor, clock: terminal.clock }),
    );
  });
}

/** Answers the keyring that the call names; without one, says what that means. */
export async function trustOf(call: Call<typeof MISSIONS>): Promise<Pick<MissionRecord['options'], 'keyring'>> {
  const trusted = await findTrustedKeys(call);
  if (trusted !== undefined) return { keyring: trusted.keyring };
  warn(
    call.terminal,
    'no keyring says whose keys these are: every signer is taken, and nothing stands for who is human',
  );
  return {};
}

/** Answers a flag that is needed. @throws {LoglineError} USAGE */
export function needed(value: string | undefined, what: string): string {
  if (value !== undefined && value !== '') return value;
  throw new LoglineError('USAGE', `Which ${what.slice(2)}? Name it with ${what}.`);
}
