/** Whether a key of a keyring is good at a moment. What a ledger says of it comes on top. */
import { LoglineError } from '../base/errors.ts';
import type { KeyringKey } from '../ledger/index.ts';

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
