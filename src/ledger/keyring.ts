/** The list of keys that a verifier trusts. A signature proves nothing without one. Source: docs/format.md, "Trust". */
import { parseJson } from '../atomic/index.ts';
import { findingsError, requireSchema } from '../base/schema.ts';
import type { Keyring } from './generated/types.ts';
import { keyringSchema } from './generated/validators.ts';

export type { Keyring, KeyringKey } from './generated/types.ts';

/**
 * Answers the keyring that `text` holds. Pure.
 *
 * @throws {LoglineError} KEYRING_INVALID - with `details.findings`; PARSE_ERROR and the other I-JSON codes.
 */
export function parseKeyring(text: string | Uint8Array): Keyring {
  return checked(parseJson(text));
}

/** Answers the keyring as text: two spaces of indentation, one line feed at the end, so that reviews show what changes. Pure. */
export function formatKeyring(keyring: Keyring): string {
  return `${JSON.stringify(keyring, null, 2)}\n`;
}

/** Answers a keyring that trusts exactly these keys. @throws {LoglineError} KEYRING_INVALID - one of them is no key. */
export function keyringOf(publicKeys: readonly string[]): Keyring {
  return checked({ keys: publicKeys.map((public_key) => ({ public_key })) });
}

/** Of two entries for one key, one could undo the revocation that the other holds: so there may be only one. */
function checked(value: unknown): Keyring {
  const keyring = requireSchema(keyringSchema, value, 'KEYRING_INVALID');
  const names = keyring.keys.map(({ public_key }) => public_key);
  const repeated = names.findIndex((name, i) => names.indexOf(name) < i);
  if (repeated < 0) return keyring;
  const pointer = `/keys/${String(repeated)}/public_key`;
  throw findingsError([
    { code: 'KEYRING_INVALID', message: `The key ${names[repeated]!} stands in the keyring twice.`, pointer },
  ]);
}
