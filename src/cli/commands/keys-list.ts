/** `keys list` */
import type { KEYS_LIST } from '../catalog/keys.ts';
import type { Run } from '../command.ts';
import { keyStatus } from '../key-status.ts';
import { requireKeyring } from '../keyring-file.ts';

export const run: Run<(typeof KEYS_LIST)['flags']> = async (call) => {
  const { output, terminal } = call;
  const { path, keyring } = await requireKeyring(call);
  const now = terminal.clock().getTime();
  const keys = keyring.keys.map((key) => ({ ...key, status: keyStatus(key, now) }));
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
