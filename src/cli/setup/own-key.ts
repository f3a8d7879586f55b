/** The key of whoever sets the repository up: the one that the call names, else the one in this user's own folder, which is made if need be. */
import { lstatSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { generateKeyPair } from '../../atomic/index.ts';
import type { Signer } from '../../atomic/index.ts';
import { LoglineError } from '../../base/errors.ts';
import type { SIGNER } from '../catalog/shared.ts';
import type { Call } from '../command.ts';
import { writeKeyFiles } from '../key-files.ts';
import { openKeyFile, openSigner } from '../signing.ts';
import type { Terminal } from '../terminal.ts';

/** The key, or the place where it will be. */
export interface OwnKey {
  /** Its file; `undefined` where a variable or a program holds it. */
  readonly file: string | undefined;
  /** What names it, for people. */
  readonly source: string;
  /** The signer; `undefined` until the key is made. */
  readonly signer: Signer | undefined;
  /** Answers the signer, and makes the key first if there is none. @throws {LoglineError} LEDGER_EXISTS, OUTPUT_UNWRITABLE */
  readonly open: () => Promise<Signer>;
}

/**
 * Answers the key of the call, or of the user.
 *
 * @throws {LoglineError} as `openSigner`, but for KEY_MISSING.
 */
export async function findOwnKey(call: Call<typeof SIGNER>): Promise<OwnKey> {
  const named = await namedSigner(call);
  const file = call.flags.signingKeyFile;
  if (named) return { file, source: file ?? 'the environment', signer: named, open: () => Promise.resolve(named) };
  const own = ownKeyFile(call.terminal.env);
  const signer = lstatSync(own, { throwIfNoEntry: false }) === undefined ? undefined : await openKeyFile(own);
  let made: Promise<Signer> | undefined;
  const open = (): Promise<Signer> => (made ??= signer ? Promise.resolve(signer) : makeKey(own));
  return { file: own, source: own, signer, open };
}

async function namedSigner(call: Call<typeof SIGNER>): Promise<Signer | undefined> {
  try {
    return await openSigner(call);
  } catch (error) {
    if (error instanceof LoglineError && error.code === 'KEY_MISSING') return undefined;
    throw error;
  }
}

/** One person has one key, for all repositories: outside of each of them, beside the settings of other programs. */
function ownKeyFile({ XDG_CONFIG_HOME, APPDATA, HOME, USERPROFILE }: Terminal['env']): string {
  const home = HOME ?? USERPROFILE;
  const folder = [XDG_CONFIG_HOME, APPDATA].find((path) => path !== undefined && path !== '');
  if (folder === undefined && home === undefined)
    throw new LoglineError('KEY_MISSING', 'There is no home folder for a key: name one with --signing-key-file.');
  return join(folder ?? join(home!, '.config'), 'logline-core', 'private.key');
}

async function makeKey(file: string): Promise<Signer> {
  const { privateFile } = await writeKeyFiles(dirname(file), generateKeyPair());
  return openKeyFile(join(dirname(file), basename(privateFile)));
}
