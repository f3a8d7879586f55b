/** By what a hook judges: config and keyring of the version that is compared with, else of the new one, where they come in. */
import { posix } from 'node:path';
import { LoglineError } from '../../base/errors.ts';
import type { Configuration, Keyring } from '../../ledger/index.ts';
import { parseKeyring } from '../../ledger/index.ts';
import { parseConfig } from '../config.ts';
import { withPlace } from '../place.ts';
import { readNamed } from './hook-git.ts';
import type { LineScan } from './secret-check.ts';

/** What judges. */
export interface HookSettings {
  readonly config: Configuration;
  readonly keyring: Keyring | undefined;
}

const CONFIG = '.jsonatomic/config.json';
const KEYRING = '.jsonatomic/keyring.json';

/**
 * Answers the settings in the top folder of a repository.
 *
 * @param versions - in git's notation before a colon (a commit; nothing at all for the index), the one that counts first.
 * @throws {LoglineError} CONFIG_INVALID, KEYRING_INVALID, INPUT_MISSING, COMMAND_FAILED and the I-JSON codes.
 */
export async function readSettings(top: string, versions: readonly string[]): Promise<HookSettings> {
  const names = versions.flatMap((version) => [`${version}:${CONFIG}`, `${version}:${KEYRING}`]);
  const files = await readNamed(top, names);
  const found = versions.findIndex((_, i) => files[2 * i] !== undefined || files[2 * i + 1] !== undefined);
  if (found < 0) return { config: {}, keyring: undefined };
  const [configBytes, ownKeyring] = files.slice(2 * found, 2 * found + 2);
  const config = configBytes === undefined ? {} : parseConfig(names[2 * found]!, configBytes);
  if (config.keyring === undefined) return { config, keyring: keyringIn(names[2 * found + 1]!, ownKeyring) };
  const name = `${versions[found]!}:${posix.normalize(config.keyring)}`;
  const [configured] = await readNamed(top, [name]);
  if (configured === undefined)
    throw new LoglineError('INPUT_MISSING', `${name} is not there, and the config names it as the keyring.`);
  return { config, keyring: keyringIn(name, configured) };
}

function keyringIn(name: string, bytes: Uint8Array | undefined): Keyring | undefined {
  return bytes && withPlace(name, bytes, () => parseKeyring(bytes));
}

/** How added lines are looked at for secrets: by the gateway's rules as well, unless the config switches its guard off. Pure. */
export function lineScan({ config, keyring }: HookSettings): LineScan {
  return { keyring, usesGateway: config.guard !== 'off' };
}
