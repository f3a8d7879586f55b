/** A key pair as files. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyPair } from '../atomic/index.ts';
import { toUtf8 } from '../base/bytes.ts';
import { writeFailure } from '../base/file-failure.ts';
import { writeNewFile } from '../base/fs.ts';

/** Where the keys are. */
export interface KeyFiles {
  readonly privateFile: string;
  readonly publicFile: string;
}

/**
 * Writes `private.key`, readable by this user alone, and `public.key` into a folder, which is made if need be. Both or none.
 *
 * @throws {LoglineError} LEDGER_EXISTS - one of them is there. OUTPUT_UNWRITABLE.
 */
export async function writeKeyFiles(folder: string, { privateKey, publicKey }: KeyPair): Promise<KeyFiles> {
  const files = { privateFile: join(folder, 'private.key'), publicFile: join(folder, 'public.key') };
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw writeFailure(folder, cause);
  }
  await writeNewFile(files.privateFile, toUtf8(`${privateKey}\n`), 0o600);
  try {
    await writeNewFile(files.publicFile, toUtf8(`${publicKey}\n`), 0o644);
  } catch (error) {
    rmSync(files.privateFile);
    throw error;
  }
  return files;
}
