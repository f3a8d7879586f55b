/** What has to be known of a prefix that was verified before: its head, and the changes of keys in it. */
import type { Atomic } from '../atomic/index.ts';
import { readLines } from './lines.ts';
import { keyChangePlaces } from './key-changes.ts';
import { looseAtomic } from './loose.ts';
import type { LedgerSource } from './store.ts';
import { signedLineOf } from './trust.ts';
import type { Trust } from './trust.ts';
import type { VerifiedPrefix } from './verify-options.ts';

/** Answers the hash that the last line of the prefix states, and folds the prefix's changes of keys into `trust`. */
export async function readPrefix(
  source: LedgerSource,
  { sizeBytes, lines }: VerifiedPrefix,
  maxLineBytes: number,
  trust: Trust | undefined,
): Promise<string | undefined> {
  let last: Atomic | undefined;
  for await (const block of readLines(source, { end: sizeBytes, maxLineBytes })) {
    const atomicAt = (i: number): Atomic | undefined =>
      looseAtomic(block.bytes.subarray(block.starts[i], block.ends[i]));
    for (const i of trust ? keyChangePlaces(block) : []) {
      const atomic = atomicAt(i);
      if (atomic) trust!.accept(signedLineOf(atomic), block.firstLine + i);
    }
    last = atomicAt(block.starts.length - 1);
  }
  if (last) trust?.accept(signedLineOf(last), lines);
  return last?.hash;
}
