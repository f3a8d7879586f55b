/** Which keys a command trusts: the first place that says so. Source: docs/format.md, "Trust". */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LoglineError } from '../base/errors.ts';
import { readFileBytes } from '../base/fs.ts';
import { keyringOf, parseKeyring } from '../ledger/index.ts';
import type { Keyring } from '../ledger/index.ts';
import type { TRUST } from './catalog/shared.ts';
import type { Call } from './command.ts';
import { readAtCommit } from './git.ts';
import { isKeyHex } from './hex.ts';
import { withPlace } from './place.ts';
import type { Project } from './project.ts';

const OWN_KEYRING = join('.jsonatomic', 'keyring.json');

/** What is asked for the keyring file. */
export type KeyringCall = Pick<Call<Pick<typeof TRUST, 'keyring'>>, 'flags' | 'project' | 'terminal'>;

/** A keyring, and what named it. */
export interface TrustedKeys {
  readonly keyring: Keyring;
  /** For people: the path of the keyring, `--key` or `PUBLIC_KEY_HEX`. */
  readonly source: string;
}

/**
 * Answers the keys of the first of: `--keyring`, `--key`, PUBLIC_KEY_HEX, the keyring of the config, `.jsonatomic/keyring.json`; or
 * `undefined`, where none of them is there.
 *
 * @throws {LoglineError} KEY_MALFORMED, KEYRING_INVALID, INPUT_MISSING, INPUT_UNREADABLE - a place that is there says nothing usable.
 */
export async function findTrustedKeys(call: Call<typeof TRUST>): Promise<TrustedKeys | undefined> {
  const { flags, origins } = call;
  if (flags.key.length > 0 && origins.keyring !== 'flag') {
    const source = origins.key === 'flag' ? '--key' : 'PUBLIC_KEY_HEX';
    return { keyring: keyringOf(wellFormed(flags.key, source)), source };
  }
  const { project } = call;
  if (project?.commit !== undefined && origins.keyring !== 'flag')
    return keysAtCommit(project, project.commit, flags.keyring);
  const path = keyringPath(call);
  return path === undefined ? undefined : { keyring: await readKeyring(path), source: path };
}

/** The project's keyring as a commit has it: the config's own, which has to be there, or `.jsonatomic/keyring.json`, if it is. */
async function keysAtCommit(
  { folder }: Project,
  commit: string,
  configured: string | undefined,
): Promise<TrustedKeys | undefined> {
  const path = relative(folder, configured ?? join(folder, OWN_KEYRING)).replaceAll('\\', '/');
  const source = `${commit}:${path}`;
  const bytes = await readAtCommit(folder, commit, path);
  if (bytes !== undefined) return { keyring: withPlace(source, bytes, () => parseKeyring(bytes)), source };
  if (configured === undefined) return undefined;
  throw new LoglineError('INPUT_MISSING', `${source} is not there, and the config names it as the keyring.`);
}

/** Answers the path of the keyring that the call names, or of the project's own if it is there. */
export function keyringPath({ flags, project }: KeyringCall): string | undefined {
  if (flags.keyring !== undefined) return flags.keyring;
  const own = project && join(project.folder, OWN_KEYRING);
  return own !== undefined && existsSync(own) ? own : undefined;
}

/** Answers the keyring in a file. @throws {LoglineError} KEYRING_INVALID, the I-JSON codes, INPUT_MISSING, INPUT_UNREADABLE */
export async function readKeyring(path: string): Promise<Keyring> {
  const bytes = await readFileBytes(path);
  return withPlace(path, bytes, () => parseKeyring(bytes));
}

function wellFormed(keys: readonly string[], source: string): string[] {
  const malformed = keys.find((key) => !isKeyHex(key));
  if (malformed === undefined) return [...new Set(keys)];
  throw new LoglineError(
    'KEY_MALFORMED',
    `${source}: "${malformed}" is no public key: it has to be 64 lower-case hex characters.`,
  );
}
