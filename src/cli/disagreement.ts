/** What to do where two engines judge one signature differently: keep the evidence. */
import { toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { writeFileAtomic } from '../base/fs.ts';

/**
 * Does `work`. Where its engines disagree, the signature and both verdicts are written to a file in `folder`, all of it public, and the
 * error names that file.
 */
export async function keepingEvidence<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LoglineError) || error.code !== 'ENGINE_DISAGREEMENT') throw error;
    const file = `${folder}/logline-disagreement-${String(error.details['signature']).slice(0, 16)}.json`;
    const platform = { node: process.version, arch: process.arch, platform: process.platform };
    await writeFileAtomic(file, toUtf8(`${JSON.stringify({ ...error.details, ...platform }, undefined, 2)}\n`));
    throw new LoglineError(error.code, `${error.message} They are in ${file}.`, {
      details: { ...error.details, file },
      cause: error,
    });
  }
}
