/** Whether a hash is that of a content. That it is not, two implementations have to say: one that errs would accuse an honest signer. */
import { equalBytes, fromUtf8, isHexOf, toHex, toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { defaultEngine } from './default-engine.ts';
import { createPortableEngine } from './engine-portable.ts';
import type { Engine } from './engine.ts';
import { hashedText } from './hash.ts';

/**
 * Answers whether `hash`, in hex, is that of the material. Before the answer is no, `@noble/hashes` has made it again.
 *
 * @param material - UTF-8 text.
 * @throws {LoglineError} ENGINE_DISAGREEMENT - the two differ: a fault of this library or of the machine, and no verdict.
 */
export function isHashOf(hash: string, material: Uint8Array, engine: Engine): boolean {
  const first = engine.hash(material);
  if (isHexOf(hash, first)) return true;
  const second = createPortableEngine().hash(material);
  if (equalBytes(first, second)) return false;
  const hashes = { [engine.name]: toHex(first), '@noble/hashes': toHex(second) };
  const said = Object.entries(hashes).map(([name, made]) => `${name}: ${made}`);
  throw new LoglineError('ENGINE_DISAGREEMENT', `Two engines hash one line differently (${said.join(', ')}).`, {
    details: { hash, material: fromUtf8(material), hashes },
  });
}

/**
 * Answers whether `hash`, in hex, is that of the atomic or draft, as {@link isHashOf} does.
 *
 * @throws {LoglineError} ENGINE_DISAGREEMENT; CANONICAL_UNSUPPORTED, TOO_DEEP - the value is not JSON.
 */
export function isHashOfAtomic(hash: string, atomic: object, engine: Engine = defaultEngine()): boolean {
  return isHashOf(hash, toUtf8(hashedText(atomic)), engine);
}
