/** What has to be known of a prefix that was verified before: its head, and the changes of keys in it. */
import type { Atomic } from '../atomic/index.ts';
import { readLines } from './lines.ts';
import { looseAtomic, mayHold } from './loose.ts';
import type { LedgerSource } from './store.ts';
import { signedLineOf } from './trust.ts';
import type { Trust } from './trust.ts';
import type { VerifiedPrefix } from './verify-options.ts';

/** Begins both intents that change keys. */
const KEY_CHANGES = 'key_r';

/** Answers the hash that the last line of the prefix states, and folds the prefix's changes of keys into `trust`. */
export async function readPrefix(
  source: LedgerSource,
  { sizeBytes, lines }: VerifiedPrefix,
  maxLineBytes: number,
  trust: Trust | undefined,
): Promise<string | undefined> {
  let last: Atomic | undefined;
  for await (const { bytes, starts, ends, firstLine } of readLines(source, { end: sizeBytes, maxLineBytes })) {
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const lineOf = (i: number): Buffer => view.subarray(starts[i], ends[i]);
    if (trust && mayHold(view, KEY_CHANGES)) {
      starts.forEach((_, i) => {
        const atomic = mayHold(lineOf(i), KEY_CHANGES) ? looseAtomic(lineOf(i)) : undefined;
        if (atomic) trust.accept(signedLineOf(atomic), firstLine + i);
      });
    }
    last = looseAtomic(lineOf(starts.length - 1));
  }
  if (last) trust?.accept(signedLineOf(last), lines);
  return last?.hash;
}
