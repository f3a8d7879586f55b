/** Keys and hashes as they are typed. */
import { isHex } from '../base/bytes.ts';

/** Answers whether text is 64 lower-case hex characters, as a public key or a hash is. Pure. */
export function isKeyHex(text: string): boolean {
  return isHex(text, 32);
}
