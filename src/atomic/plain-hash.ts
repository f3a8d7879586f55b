/** BLAKE3 in its plain mode, without a context: the hash of whole files, and of atomics of version 1.0.0. */
import { blake3 } from '@noble/hashes/blake3.js';

/** Takes bytes in any number of pieces. */
export interface PlainHash {
  /** Takes in more bytes. */
  update(bytes: Uint8Array): PlainHash;
  /** Answers the 32-byte hash of all bytes. Nothing can be taken in afterwards. */
  digest(): Uint8Array;
}

/**
 * Answers a hash of nothing yet, as `b3sum` makes it. Never the hash of an atomic of this version: that is `hashAtomic`.
 *
 * @see BLAKE3 paper, section 2.3, mode `hash`
 */
export function createPlainHash(): PlainHash {
  const hash = blake3.create();
  const plain: PlainHash = {
    update: (bytes) => {
      hash.update(bytes);
      return plain;
    },
    digest: () => hash.digest(),
  };
  return plain;
}
