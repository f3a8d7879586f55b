/** Whose key signs: a flag says so, or else the variables SIGNING_KEY_FILE, SIGNING_KEY_HEX and SIGNING_KEY_COMMAND. */
import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createMemorySigner } from '../atomic/index.ts';
import type { Signer } from '../atomic/index.ts';
import { LoglineError } from '../base/errors.ts';
import { runGit } from '../base/git.ts';
import type { SIGNER } from './catalog/shared.ts';
import type { Call } from './command.ts';
import { fileOf } from './ledgers.ts';
import { warn } from './notice.ts';
import { foldersUp, hasGit } from './project.ts';

/**
 * Answers the signer that the call names. Flags win over variables; of each, a file over SIGNING_KEY_HEX over a command.
 *
 * @throws {LoglineError} KEY_MISSING - nothing names a key, or the public key of a command. KEY_MALFORMED, INPUT_MISSING, INPUT_UNREADABLE -
 *   what is named holds none. USAGE - the command cannot be read.
 */
export async function openSigner(call: Call<typeof SIGNER>): Promise<Signer> {
  const { flags, origins, terminal } = call;
  const { signingKeyFile: file, signingKeyCommand: command } = flags;
  const hex = terminal.env['SIGNING_KEY_HEX'];
  if (command !== undefined && origins.signingKeyCommand === 'flag' && origins.signingKeyFile !== 'flag')
    return openCommand(command, call);
  if (file !== undefined) return openKeyFile(file);
  if (hex !== undefined && hex !== '') return createMemorySigner(hex);
  if (command !== undefined) return openCommand(command, call);
  throw new LoglineError('KEY_MISSING');
}

/**
 * Answers the signer of a call that writes to a ledger: that which the call names, or else the key that the services made beside their
 * ledger.
 *
 * @throws {LoglineError} as {@link openSigner}
 */
export async function openLedgerSigner(call: Call<typeof SIGNER>, ledger: string): Promise<Signer> {
  const { signingKeyFile, signingKeyCommand } = call.flags;
  const named = [signingKeyFile, signingKeyCommand, call.terminal.env['SIGNING_KEY_HEX']];
  if (named.some((one) => one !== undefined && one !== '')) return openSigner(call);
  const beside = join(dirname(fileOf(ledger)), 'private.key');
  if (!isPrivate(beside) || (await mayBeOfGit(beside))) return openSigner(call);
  warn(call.terminal, `no signing key is set, so the one of the services signs: ${beside}`);
  return openKeyFile(beside);
}

function isPrivate(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true && (found.mode & 0o077) === 0;
}

/**
 * Whether a repository brought the file, so that others have the key: under umask 077 everything in a clone is private. Where git cannot
 * say that it did not, it may have.
 */
async function mayBeOfGit(path: string): Promise<boolean> {
  const folder = realpathSync(dirname(path));
  if (!foldersUp(folder).some(hasGit)) return false;
  try {
    // Where the file system does not tell case apart, nor may this.
    const args = ['ls-files', '--error-unmatch', '--', `:(icase)${basename(path)}`];
    const { status } = await runGit(folder, args, { acceptStatus: [0, 1] });
    return status === 0;
  } catch (error) {
    if (error instanceof LoglineError && error.code === 'COMMAND_FAILED') return true;
    throw error;
  }
}

/** Answers a signer with the private key in a file. @throws {LoglineError} KEY_MALFORMED, INPUT_MISSING, INPUT_UNREADABLE */
export async function openKeyFile(path: string): Promise<Signer> {
  const { createFileSigner } = await import('../ledger/index.ts');
  return createFileSigner(path);
}

async function openCommand(command: string, call: Call<typeof SIGNER>): Promise<Signer> {
  const { createCommandSigner, splitCommand } = await import('../ledger/index.ts');
  return createCommandSigner(splitCommand(command), { publicKey: commandKey(call) });
}

/** A command signs and does not say with what, so that its answer can be checked against a key that is known from elsewhere. */
function commandKey({ flags, terminal }: Call<typeof SIGNER>): string {
  const keys = [flags.signingPublicKey, terminal.env['PUBLIC_KEY_HEX']];
  const key = keys.find((value) => value !== undefined && value !== '' && !value.includes(','));
  if (key !== undefined) return key;
  throw new LoglineError(
    'KEY_MISSING',
    'The signing command needs its public key: --signing-public-key, or PUBLIC_KEY_HEX with one key.',
  );
}
