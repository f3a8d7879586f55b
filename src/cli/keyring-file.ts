/** The keyring file that a command reads or changes. */
import { existsSync } from 'node:fs';
import { toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { writeFileAtomic } from '../base/fs.ts';
import { formatKeyring } from '../ledger/index.ts';
import type { Keyring, KeyringKey } from '../ledger/index.ts';
import { warn } from './notice.ts';
import { keyringPath, readKeyring } from './trusted-keys.ts';
import type { KeyringCall } from './trusted-keys.ts';

/** A keyring and its file. */
export interface KeyringFile {
  readonly path: string;
  readonly keyring: Keyring;
}

/** Answers the keyring that a call names, or the project's own. @throws {LoglineError} INPUT_MISSING - there is none; KEYRING_INVALID */
export async function requireKeyring(call: KeyringCall): Promise<KeyringFile> {
  const path = keyringPath(call);
  if (path !== undefined) return { path, keyring: await readKeyring(path) };
  throw new LoglineError(
    'INPUT_MISSING',
    'There is no keyring: name one with --keyring, or make .jsonatomic/keyring.json.',
  );
}

/** Answers the keyring to be changed: a file that `--keyring` names need not be there yet. */
export async function findKeyring(call: KeyringCall): Promise<KeyringFile | undefined> {
  const path = keyringPath(call);
  if (path === undefined) return undefined;
  return { path, keyring: existsSync(path) ? await readKeyring(path) : { keys: [] } };
}

/** Writes the keyring with `change` made to its keys; where there is none, says so. Answers its path. */
export async function changeKeyring(
  file: KeyringFile | undefined,
  change: (keys: readonly KeyringKey[]) => readonly KeyringKey[],
  { terminal }: KeyringCall,
): Promise<string | null> {
  if (file === undefined) {
    warn(terminal, 'There is no keyring to be changed; verify with one that names the keys of this ledger.');
    return null;
  }
  const { path, keyring } = file;
  await writeFileAtomic(path, toUtf8(formatKeyring({ ...keyring, keys: [...change(keyring.keys)] })));
  return path;
}
