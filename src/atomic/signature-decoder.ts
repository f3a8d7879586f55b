/** From the texts of an atomic to the bytes that an engine checks. */
import { Slab, fromHex, fromHexAscii } from '../base/bytes.ts';
import type { AtomicPlaces } from './atomic-scan.ts';
import type { SignatureCheck } from './engine.ts';
import type { Atomic, Signature } from './schema.ts';

/** A ledger has few signers; a hostile one must not fill the memory. */
const KEPT_KEYS = 1024;
const HASH_CHARS = 64;

/** Decodes signatures, many in one piece of memory: an allocation for each would cost more than the decoding. */
export class SignatureDecoder {
  readonly #keys = new Map<string, Uint8Array>();
  readonly #slab = new Slab();

  /** Answers what is to be checked of an atomic with this hash: its signature, then its cosignatures. Their texts fit the schema. */
  decode({ signature, cosignatures = [] }: Atomic, hash: string): SignatureCheck[] {
    const message = asciiOf(hash, this.#slab.take(hash.length));
    const checks = cosignatures.map((cosignature) => this.#check(cosignature, message));
    if (signature !== undefined) checks.unshift(this.#check(signature, message));
    return checks;
  }

  /**
   * As {@link decode}, for a line in `bytes` with one signature: `places` are those of the texts of its hash, public key and signature,
   * which fit the schema. `key` is the public key.
   */
  decodeAt(bytes: Uint8Array, places: Pick<AtomicPlaces, 'hash' | 'sig'>, key: string): SignatureCheck {
    const { hash, sig } = places;
    const message = this.#slab.take(HASH_CHARS);
    for (let i = 0; i < HASH_CHARS; i++) message[i] = bytes[hash + i]!;
    return { publicKey: this.#keyOf(key), signature: fromHexAscii(bytes, sig, this.#slab.take(64)), message };
  }

  #check({ public_key: key, sig }: Signature, message: Uint8Array): SignatureCheck {
    return { publicKey: this.#keyOf(key), signature: fromHex(sig, 64, this.#slab.take(64))!, message };
  }

  #keyOf(text: string): Uint8Array {
    const known = this.#keys.get(text);
    if (known !== undefined) return known;
    if (this.#keys.size >= KEPT_KEYS) this.#keys.clear();
    const key = fromHex(text, 32)!;
    this.#keys.set(text, key);
    return key;
  }
}

function asciiOf(text: string, bytes: Uint8Array): Uint8Array {
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
