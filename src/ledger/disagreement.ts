/** What to do where two engines differ about a signature or a hash: keep the evidence. */
import { toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { makeFolder, writeFileAtomic } from '../base/fs.ts';

/**
 * Writes the signature that two engines disagree about, or what they hash differently, and what each says, to a file in `folder`. Answers the error
 * to be shown, which names that file (`details.file`), or says why there is none. Any other error is answered as it is.
 *
 * @param machine - what the engines ran on, for the file.
 */
export async function keepDisagreement(
  folder: string,
  error: unknown,
  machine: Readonly<Record<'node' | 'arch' | 'platform', string>>,
): Promise<unknown> {
  if (!(error instanceof LoglineError) || error.code !== 'ENGINE_DISAGREEMENT') return error;
  const { code, message, details, cause } = error;
  const { signature, hash = signature } = details;
  const file = `${folder}/logline-disagreement-${String(hash).slice(0, 16)}.json`;
  try {
    makeFolder(folder);
    await writeFileAtomic(file, toUtf8(`${JSON.stringify({ ...details, ...machine }, undefined, 2)}\n`));
  } catch (failure) {
    const why = `They are in no file (${(failure as Error).message}), but in the details of this error.`;
    return new LoglineError(code, `${message} ${why}`, { details, cause });
  }
  return new LoglineError(code, `${message} They are in ${file}.`, { details: { ...details, file }, cause });
}
