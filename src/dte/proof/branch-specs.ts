/** The change specs that a branch brings. */
import { parseJson } from '../../atomic/index.ts';
import { LoglineError } from '../../base/errors.ts';
import { MAX_SPEC_BYTES } from '../limits.ts';
import { compareText } from '../order.ts';
import { checkChangeSpec } from '../spec.ts';
import { textPath } from '../tree/byte-path.ts';
import { readBlobs } from '../tree/git-blobs.ts';
import { listRevision } from '../tree/git-listing.ts';
import { isMeantAsSpec } from './evidence.ts';
import { demandProvable } from './replay.ts';
import type { ProofSpec } from './replay.ts';

/**
 * Answers the specs among the JSON files that `head` adds to `base` or changes, by the order of their paths. What has no id `CS-…` and no
 * patches is some other file.
 *
 * @throws {LoglineError} SPEC_INVALID - a file is meant as a spec, and is none. LIMIT_EXCEEDED - as `demandProvable`. As `openGitTree`.
 */
export async function specsOfBranch(
  folder: string,
  revs: { readonly base: string; readonly head: string },
): Promise<ProofSpec[]> {
  const [base, head] = await Promise.all([listRevision(folder, revs.base), listRevision(folder, revs.head)]);
  const changed = [...head.entries].filter(
    ([path, { mode, id }]) =>
      path.startsWith(head.prefix) &&
      path.endsWith('.json') &&
      mode.startsWith('100') &&
      base.entries.get(path)?.id !== id,
  );
  const blobs = await readBlobs(
    head.folder,
    changed.map(([, { id }]) => id),
    MAX_SPEC_BYTES,
  );
  const specs: ProofSpec[] = [];
  for (const [bytePath, { id }] of changed.sort(([a], [b]) => compareText(a, b))) {
    const path = textPath(bytePath.slice(head.prefix.length));
    const bytes = blobs.get(id);
    if (path === undefined || bytes === undefined) continue;
    specs.push(...specIn(path, bytes));
    demandProvable(specs); // before the next one is read
  }
  return specs;
}

function specIn(path: string, bytes: Uint8Array): ProofSpec[] {
  const value = jsonOf(bytes);
  if (!isMeantAsSpec(value)) return [];
  try {
    return [{ spec: checkChangeSpec(value), path }];
  } catch (error) {
    if (!(error instanceof LoglineError)) throw error;
    throw new LoglineError(error.code, `${path}: ${error.message}`, { details: { ...error.details, path } });
  }
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes, { maxLineBytes: MAX_SPEC_BYTES });
  } catch {
    return undefined;
  }
}
