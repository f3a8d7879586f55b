/** `keys list` */
import type { KeyringKey } from '../../ledger/index.ts';
import type { KEYS_LIST } from '../catalog/keys.ts';
import type { Run } from '../command.ts';
import { requireKeyring } from '../keyring-file.ts';

/** Whether a key is good at this time. What a ledger says of it comes on top. */
type KeyStatus = 'good' | 'not yet' | 'expired' | 'compromised' | 'superseded' | 'revoked';

export const run: Run<(typeof KEYS_LIST)['flags']> = async (call) => {
  const { output, terminal } = call;
  const { path, keyring } = await requireKeyring(call);
  const now = terminal.clock().getTime();
  const keys = keyring.keys.map((key) => ({ ...key, status: statusOf(key, now) }));
  if (output.form === 'json') {
    await output.one({ keyring: path, rotations: keyring.rotations ?? 'ledger', keys }, []);
    return 0;
  }
  const list = output.list(['PUBLIC KEY', 'STATUS', 'ACTOR', 'ROLES', 'FROM', 'UNTIL']);
  for (const key of keys) {
    const { public_key, status, actor = '-', roles = [], valid_from = '-', valid_until, revoked_at } = key;
    const until = revoked_at ?? valid_until ?? '-';
    await list.add({
      json: JSON.stringify(key),
      cells: [public_key, status, actor, roles.join(',') || '-', valid_from, until],
    });
  }
  await list.end();
  return 0;
};

function statusOf({ revoked_at, revocation, valid_from, valid_until }: KeyringKey, now: number): KeyStatus {
  if (revoked_at !== undefined && now >= Date.parse(revoked_at)) return revocation ?? 'revoked';
  if (valid_until !== undefined && now >= Date.parse(valid_until)) return 'expired';
  return valid_from !== undefined && now < Date.parse(valid_from) ? 'not yet' : 'good';
}
