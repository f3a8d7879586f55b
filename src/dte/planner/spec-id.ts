/** A name for a spec that has none. */
import { createPlainHash } from '../../atomic/index.ts';
import { toUtf8 } from '../../base/bytes.ts';

/** Answers the id of the spec of a sentence: CS- and a number that the same sentence always has, and another one hardly ever. Pure. */
export function specIdOf(intent: string, scope: readonly string[]): string {
  const digest = createPlainHash()
    .update(toUtf8(JSON.stringify([intent, scope])))
    .digest();
  return `CS-${String(new DataView(digest.buffer, digest.byteOffset).getUint32(0))}`;
}
