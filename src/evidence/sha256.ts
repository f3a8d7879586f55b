/** SHA-256, which in-toto, git hosts and `sha256sum` have in common. */
import { createHash } from 'node:crypto';

/** Answers the digest of bytes: 64 lower-case hex. Pure. */
export const sha256 = (...parts: readonly Uint8Array[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};
