/** What to do where two engines differ about a signature or a hash: keep the evidence. */
import { toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { writeFileAtomic } from '../base/fs.ts';

/**
 * Writes the signature that two engines disagree about, or what they hash differently, and what each says, to a file in `folder`. Answers the error
 * to be shown, which names that file, or says why there is none.
 */
export async function keepEvidence(
  folder: string,
  { code, message, details, cause }: LoglineError,
): Promise<LoglineError> {
  const { signature, hash = signature } = details;
  const file = `${folder}/logline-disagreement-${String(hash).slice(0, 16)}.json`;
  const platform = { node: process.version, arch: process.arch, platform: process.platform };
  try {
    await writeFileAtomic(file, toUtf8(`${JSON.stringify({ ...details, ...platform }, undefined, 2)}\n`));
  } catch (failure) {
    const why = `They are in no file (${(failure as Error).message}), but --output json shows them.`;
    return new LoglineError(code, `${message} ${why}`, { details, cause });
  }
  return new LoglineError(code, `${message} They are in ${file}.`, { details: { ...details, file }, cause });
}
