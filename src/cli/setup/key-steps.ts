/** Steps for config, key and keyring. */
import { join } from 'node:path';
import { toUtf8 } from '../../base/bytes.ts';
import { LoglineError } from '../../base/errors.ts';
import { readIfThere } from '../../base/folders.ts';
import { writeFileAtomic } from '../../base/fs.ts';
import { formatKeyring, parseKeyring } from '../../ledger/index.ts';
import type { Keyring, KeyringKey } from '../../ledger/index.ts';
import { withPlace } from '../place.ts';
import { isWithin } from '../within.ts';
import { CONFIG_FILE, LEDGER_FOLDER } from './setup-facts.ts';
import type { SetupFacts } from './setup-facts.ts';
import { fileStep, makeFolders } from './step.ts';
import type { Step } from './step.ts';

const SCHEMAS = '../node_modules/logline-core/schemas';

/** Answers the step for the config. One that is there is the user's own. */
export function configStep({ top, config }: SetupFacts): Promise<Step> | Step {
  const said = { what: 'config', where: CONFIG_FILE };
  if (config !== undefined) return { ...said, action: 'keep' };
  const settings = {
    $schema: `${SCHEMAS}/config.schema.json`,
    ledger: LEDGER_FOLDER,
    checkPrevChain: true,
    requireSignatures: true,
    strict: true,
  };
  return fileStep({ ...said, path: join(top, CONFIG_FILE), text: `${JSON.stringify(settings, null, 2)}\n` });
}

/** Answers the step for the signing key. @throws {LoglineError} USAGE - it would lie in the repository. */
export function keyStep({ top, ownKey }: SetupFacts): Step {
  const { file, source, signer, open } = ownKey;
  const said = { what: 'signing key', where: source };
  if (file !== undefined && isWithin(top, file))
    throw new LoglineError('USAGE', `${file} is in the repository: keep private keys outside of it.`, {
      details: { file },
    });
  if (signer) return { ...said, action: 'keep' };
  const note = 'A new Ed25519 key pair. Only this user may read the private key (mode 0600).';
  const apply = async (): Promise<void> => {
    await open();
  };
  return { ...said, action: 'create', note, apply };
}

/** Answers the step that puts the key into the keyring. @throws {LoglineError} KEYRING_INVALID and the I-JSON codes */
export async function keyringStep(facts: SetupFacts): Promise<Step> {
  const { top, keyring: where, ownKey, actor } = facts;
  const keyring = await readKeyringIn(facts);
  const said = { what: 'keyring', where };
  const publicKey = ownKey.signer?.publicKey;
  if (publicKey !== undefined && keyring?.keys.some(({ public_key }) => public_key === publicKey))
    return { ...said, action: 'keep' };
  const isFirst = keyring === undefined || keyring.keys.length === 0;
  const entry = (key: string): KeyringKey => ({
    public_key: key,
    actor,
    roles: isFirst ? ['human', 'admin'] : ['human'],
  });
  const apply = async (): Promise<void> => {
    const { publicKey: key } = await ownKey.open();
    const whole: Keyring = keyring ?? { $schema: `${SCHEMAS}/keyring.schema.json`, keys: [] };
    await makeFolders(join(top, where, '..'));
    await writeFileAtomic(join(top, where), toUtf8(formatKeyring({ ...whole, keys: [...whole.keys, entry(key)] })));
  };
  const note = isFirst ? undefined : 'Others trust this key once the change is merged.';
  const diff = [`+ ${JSON.stringify(entry(publicKey ?? '(the new key)'))}`];
  return { ...said, action: keyring ? 'change' : 'create', diff, apply, ...(note !== undefined && { note }) };
}

/** Answers the keyring of the repository, or `undefined` where there is none. @throws {LoglineError} KEYRING_INVALID and the I-JSON codes */
export async function readKeyringIn({ top, keyring }: SetupFacts): Promise<Keyring | undefined> {
  const text = await readIfThere(join(top, keyring));
  return text === undefined ? undefined : withPlace(keyring, toUtf8(text), () => parseKeyring(text));
}
