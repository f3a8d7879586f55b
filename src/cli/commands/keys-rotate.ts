/** `keys rotate` */
import { createMemorySigner, generateKeyPair } from '../../atomic/index.ts';
import type { Signer } from '../../atomic/index.ts';
import { LoglineError } from '../../base/errors.ts';
import { rotationDraft } from '../../ledger/index.ts';
import type { KeyringKey } from '../../ledger/index.ts';
import type { KEYS_ROTATE } from '../catalog/keys.ts';
import type { Call, Run } from '../command.ts';
import { appendKeyChange, demandNotReplaced, factsOf, justAfter, printKeyChange } from '../key-change.ts';
import { writeKeyFiles } from '../key-files.ts';
import { changeKeyring, findKeyring } from '../keyring-file.ts';
import { openKeyFile, openSigner } from '../signing.ts';
import { openKeyCheck } from '../writing-key.ts';

type Flags = (typeof KEYS_ROTATE)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, output } = call;
  const { graceUntil } = flags;
  output.outliveReader();
  const facts = factsOf(call);
  const file = await findKeyring(call);
  const oldSigner = await openSigner(call);
  const known = file?.keyring.keys ?? [];
  demandKnown(known, oldSigner.publicKey);
  await demandNotReplaced(call, oldSigner.publicKey, 'cannot hand over again');
  const { newSigner, newKeyFile } = await openNewSigner(call);
  const keys = { oldKey: oldSigner.publicKey, newKey: newSigner.publicKey };
  const both = Object.values(keys);
  const demandGoodKey = await openKeyCheck(flags.ledger, file?.keyring ?? { keys: [] }, both);
  for (const key of both) demandGoodKey(key, Date.parse(facts.createdAt));
  const draft = rotationDraft({ ...keys, ...(graceUntil !== undefined && { graceUntil }) }, facts);
  const line = await appendKeyChange(call, draft, oldSigner, newSigner);
  const until = graceUntil ?? justAfter(facts.createdAt);
  const keyring = await changeKeyring(file, (before) => rotated(before, keys.oldKey, keys.newKey, until), call);
  const shown = { old_public_key: keys.oldKey, new_public_key: keys.newKey, new_private_key_file: newKeyFile, keyring };
  await printKeyChange(output, shown, line);
  return 0;
};

/** An atomic that no verifier follows would only look like a rotation. */
function demandKnown(keys: readonly KeyringKey[], oldKey: string): void {
  if (keys.length === 0 || keys.some(({ public_key }) => public_key === oldKey)) return;
  throw new LoglineError(
    'UNTRUSTED_KEY',
    `The old key ${oldKey} is not in the keyring, so it cannot hand over to another.`,
  );
}

async function openNewSigner({ flags }: Call<Flags>): Promise<{ newSigner: Signer; newKeyFile: string }> {
  const { newKeyFile, out } = flags;
  if (newKeyFile !== undefined && out === undefined) return { newSigner: await openKeyFile(newKeyFile), newKeyFile };
  if (out === undefined || newKeyFile !== undefined) {
    throw new LoglineError(
      'USAGE',
      'Where is the new key? Give one of --new-key-file FILE and --out DIR, which makes one.',
    );
  }
  const pair = generateKeyPair();
  const { privateFile } = await writeKeyFiles(out, pair);
  return { newSigner: createMemorySigner(pair.privateKey), newKeyFile: privateFile };
}

/** The new key stands behind the old one, and takes over who that was. */
function rotated(keys: readonly KeyringKey[], oldKey: string, newKey: string, until: string): KeyringKey[] {
  const handOver = (old: KeyringKey): KeyringKey[] => {
    const { actor, roles } = old;
    const heir = { public_key: newKey, ...(actor !== undefined && { actor }), ...(roles && { roles }) };
    return [{ ...old, valid_until: until }, heir];
  };
  const others = keys.filter(({ public_key }) => public_key !== newKey);
  if (!others.some(({ public_key }) => public_key === oldKey)) return [...others, ...handOver({ public_key: oldKey })];
  return others.flatMap((key) => (key.public_key === oldKey ? handOver(key) : key));
}
