/** `keys revoke` */
import { isKeyHex } from '../hex.ts';
import { LoglineError } from '../../base/errors.ts';
import { revocationDraft } from '../../ledger/index.ts';
import type { KeyringKey } from '../../ledger/index.ts';
import type { KEYS_REVOKE } from '../catalog/keys.ts';
import type { Run } from '../command.ts';
import { appendKeyChange, demandNotReplaced, factsOf, justAfter, printKeyChange } from '../key-change.ts';
import { changeKeyring, findKeyring } from '../keyring-file.ts';
import { openSigner } from '../signing.ts';
import { openKeyCheck } from '../writing-key.ts';

export const run: Run<(typeof KEYS_REVOKE)['flags']> = async (call) => {
  const { flags, operands, output } = call;
  const [key] = operands as [string];
  const { revocation } = flags;
  output.outliveReader();
  if (!isKeyHex(key))
    throw new LoglineError('USAGE', `A public key has 64 lower-case hex characters: "${key}" is none.`);
  if (revocation === undefined)
    throw new LoglineError('USAGE', 'Say what is wrong with the key: --revocation compromised or superseded.');
  const facts = factsOf(call);
  const file = await findKeyring(call);
  const signer = await openSigner(call);
  const keys = file?.keyring.keys ?? [];
  demandPower(keys, key, signer.publicKey);
  const demandGoodKey = await openKeyCheck(flags.ledger, { ...file?.keyring, keys }, [signer.publicKey]);
  if (key !== signer.publicKey) await demandNotReplaced(call, signer.publicKey, 'can revoke itself only');
  demandGoodKey(signer.publicKey, Date.parse(facts.createdAt));
  const line = await appendKeyChange(call, revocationDraft({ key, revocation }, facts), signer);
  const end = { revoked_at: justAfter(facts.createdAt), revocation };
  const keyring = await changeKeyring(
    file,
    (before) => before.map((known) => (known.public_key === key ? { ...known, ...end } : known)),
    call,
  );
  await printKeyChange(output, { public_key: key, revocation, signed_by: signer.publicKey, keyring }, line);
  return 0;
};

/** An atomic that no verifier follows would only look like a revocation. */
function demandPower(keys: readonly KeyringKey[], key: string, signer: string): void {
  if (keys.length === 0) return;
  const missing = [key, signer].find((needed) => !keys.some(({ public_key }) => public_key === needed));
  if (missing !== undefined)
    throw new LoglineError(
      'UNTRUSTED_KEY',
      `The key ${missing} is not in the keyring, so this revocation would not count.`,
    );
  const { roles } = keys.find(({ public_key }) => public_key === signer)!;
  if (key === signer || roles === undefined || roles.includes('admin')) return;
  throw new LoglineError('UNTRUSTED_KEY', `The key ${signer} has no role "admin", so it can revoke itself only.`);
}
