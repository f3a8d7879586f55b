/** Whether a key of a keyring is good at a moment. What a ledger says of it comes on top. */
import { LoglineError } from '../base/errors.ts';
import type { KeyringKey } from '../ledger/index.ts';
import { warn } from './notice.ts';
import { keyringPath, readKeyring } from './trusted-keys.ts';
import type { KeyringCall } from './trusted-keys.ts';

/** What a keyring says of a key at a moment. */
export type KeyStatus = 'good' | 'not yet' | 'expired' | 'compromised' | 'superseded' | 'revoked';

/** Answers what the keyring says of the key at `now`, in milliseconds. Pure. */
export function keyStatus({ revoked_at, revocation, valid_from, valid_until }: KeyringKey, now: number): KeyStatus {
  if (revoked_at !== undefined && now >= Date.parse(revoked_at)) return revocation ?? 'revoked';
  if (valid_until !== undefined && now >= Date.parse(valid_until)) return 'expired';
  return valid_from !== undefined && now < Date.parse(valid_from) ? 'not yet' : 'good';
}

/**
 * Refuses a key that the keyring ended, or lets begin later: what it signs would stay in the ledger as a finding.
 *
 * @throws {LoglineError} KEY_EXPIRED, KEY_REVOKED
 */
export function demandGoodKey(keys: readonly KeyringKey[], publicKey: string, now: number): void {
  const key = keys.find(({ public_key }) => public_key === publicKey);
  const status = key === undefined ? 'good' : keyStatus(key, now);
  if (status === 'good') return;
  const code = status === 'expired' || status === 'not yet' ? 'KEY_EXPIRED' : 'KEY_REVOKED';
  const said = status === 'not yet' ? 'not valid yet' : status;
  throw new LoglineError(code, `The key ${publicKey} is ${said} by the keyring, so what it signs would not count.`);
}

/**
 * Answers a check of the key that is about to write: it throws, as {@link demandGoodKey}, where the keyring has ended the key at a moment.
 * Warns where the keyring does not list it; since a keyring may be behind its ledger, this alone refuses nothing.
 *
 * @throws {LoglineError} KEYRING_INVALID, INPUT_MISSING, INPUT_UNREADABLE - the keyring cannot be read.
 */
export async function openKeyCheck(call: KeyringCall, publicKey: string): Promise<(moment: number) => void> {
  const path = keyringPath(call);
  if (path === undefined) return () => undefined;
  const { keys } = await readKeyring(path);
  if (!keys.some(({ public_key }) => public_key === publicKey))
    warn(
      call.terminal,
      `The signing key ${publicKey} is not in the keyring ${path}: unless a rotation in the ledger hands over to it, what it signs ` +
        'does not verify.',
    );
  return (moment) => demandGoodKey(keys, publicKey, moment);
}
