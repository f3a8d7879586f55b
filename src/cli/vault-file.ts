/** Vaults in files, and the secrets that the gateway takes from the environment. */
import { existsSync } from 'node:fs';
import { parseJson } from '../atomic/index.ts';
import { fromHex, toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { writeFileAtomic } from '../base/fs.ts';
import { Vault } from '../gateway/index.ts';
import type { SealedVault } from '../gateway/index.ts';
import { readInput } from './input.ts';
import type { Terminal } from './terminal.ts';

const KEY_BYTES = 32;

/**
 * Answers the vault in a file; a new one where there is no file.
 *
 * @throws {LoglineError} KEY_MISSING, KEY_MALFORMED - of GATEWAY_VAULT_KEY_HEX. VAULT_INVALID - the file holds no vault. As `readInput`.
 */
export async function openVault(path: string, terminal: Terminal): Promise<Vault> {
  const hex = terminal.env['GATEWAY_VAULT_KEY_HEX'] ?? '';
  if (hex === '') throw new LoglineError('KEY_MISSING', 'The vault needs its key: set GATEWAY_VAULT_KEY_HEX.');
  const key = fromHex(hex, KEY_BYTES);
  if (key === undefined)
    throw new LoglineError('KEY_MALFORMED', 'GATEWAY_VAULT_KEY_HEX is not 64 lower-case hex characters.');
  if (!existsSync(path)) return new Vault(key);
  const { bytes } = await readInput(path, terminal);
  const sealed = parseJson(bytes, { maxLineBytes: bytes.length });
  if (typeof sealed !== 'object' || sealed === null || Array.isArray(sealed))
    throw new LoglineError('VAULT_INVALID', `${path} holds no vault.`);
  return new Vault(key, sealed as SealedVault);
}

/** Writes a vault: on disk when it returns, for its owner alone to read. */
export async function writeVault(path: string, vault: Vault): Promise<void> {
  await writeFileAtomic(path, toUtf8(`${JSON.stringify(vault, null, 2)}\n`), { mode: 0o600 });
}

/** Answers the salt of hashes, if there is one. @throws {LoglineError} KEY_MALFORMED */
export function saltOf({ env }: Terminal): Uint8Array | undefined {
  const hex = env['GATEWAY_SALT_HEX'] ?? '';
  if (hex === '') return undefined;
  const salt = fromHex(hex, hex.length / 2);
  if (salt === undefined || salt.length < 16)
    throw new LoglineError('KEY_MALFORMED', 'GATEWAY_SALT_HEX is not 32 or more lower-case hex characters.');
  return salt;
}
