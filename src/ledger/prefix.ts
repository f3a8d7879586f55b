/** What has to be known of a prefix that was verified before: its head, the changes of keys in it, and how far its times have come. */
import type { Atomic } from '../atomic/index.ts';
import { readLines } from './lines.ts';
import type { LineBlock } from './lines.ts';
import { keyChangePlaces } from './key-changes.ts';
import { looseAtomic } from './loose.ts';
import type { LedgerSource } from './store.ts';
import { signedLineOf } from './trust.ts';
import type { Trust } from './trust.ts';
import type { VerifiedPrefix } from './verify-options.ts';

/** Answers the hash that the last line of the prefix states, and folds the prefix's changes of keys into `trust`. */
export async function readPrefix(
  source: LedgerSource,
  { sizeBytes }: VerifiedPrefix,
  maxLineBytes: number,
  trust: Trust | undefined,
): Promise<string | undefined> {
  let last: Atomic | undefined;
  for await (const block of readLines(source, { end: sizeBytes, maxLineBytes })) {
    const atomicAt = (i: number): Atomic | undefined =>
      looseAtomic(block.bytes.subarray(block.starts[i], block.ends[i]));
    for (const i of placesFor(trust, block)) {
      const atomic = atomicAt(i);
      const line = atomic && signedLineOf(atomic);
      if (line && trust!.judge(line, block.firstLine + i) === undefined) trust!.accept(line, block.firstLine + i);
    }
    last = atomicAt(block.starts.length - 1);
  }
  return last?.hash;
}

/** The lines that count for trust: where only changes of keys do, the others are not even parsed. */
function placesFor(trust: Trust | undefined, block: LineBlock): Iterable<number> {
  if (trust === undefined) return [];
  return trust.asksForTimes ? block.starts.keys() : keyChangePlaces(block);
}
