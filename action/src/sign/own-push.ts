/** Whether a push is but the echo of what this Action has written: then it is not signed, or there would be no end of it. */
import { ciVerificationOf, queryLedger, sealOf } from 'logline-core';
import type { Atomic } from 'logline-core';
import { isSame } from '../comparison.ts';
import type { History, Snapshot } from '../history.ts';

/** Two versions of a repository, and the file in which verifications stand. */
export interface OwnPush {
  readonly base: Snapshot;
  readonly head: Snapshot;
  readonly trunk: string;
  readonly publicKey: string;
}

/**
 * Answers whether nothing was changed but the trunk, and nothing appended to it but verifications and seals by this key: told by
 * content, so that it does not matter who has merged them. The trunk is known to extend that of the base, and to verify.
 */
export async function isOwnPush(history: History, { base, head, trunk, publicKey }: OwnPush): Promise<boolean> {
  const paths = new Set([...base.files.keys(), ...head.files.keys()]);
  const changed = [...paths].filter((path) => !isSame(base.files.get(path), head.files.get(path)));
  const entry = head.files.get(trunk);
  if (changed.length !== 1 || changed[0] !== trunk || entry === undefined) return false;
  const start = base.files.get(trunk)?.sizeBytes ?? 0;
  for await (const { atomic } of queryLedger(history.open(trunk, entry), {}, { start }))
    if (!isOurs(atomic, publicKey)) return false;
  return true;
}

/** Answers whether a commit has its verification already, in what a trunk has got since: a run that is run again adds no second one. */
export async function isRecorded(
  history: History,
  { base, head, trunk, publicKey }: OwnPush,
  commit: string,
): Promise<boolean> {
  const entry = head.files.get(trunk);
  if (entry === undefined) return false;
  const start = base.files.get(trunk)?.sizeBytes ?? 0;
  const filter = { intent: 'ci_verification', this: `/commits/${commit}` };
  for await (const { atomic } of queryLedger(history.open(trunk, entry), filter, { start }))
    if (isOurs(atomic, publicKey)) return true;
  return false;
}

const isOurs = (atomic: Atomic, publicKey: string): boolean =>
  atomic.signature?.public_key === publicKey &&
  (ciVerificationOf(atomic) !== undefined || sealOf(atomic) !== undefined);
