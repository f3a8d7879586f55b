/** Bytes and their text forms: hex, UTF-8. Runs in Node and in browsers. */

const HEX_OF_BYTE: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const ASCII_OF_BYTE = ((): Uint16Array => {
  const pairs = new Uint16Array(256);
  HEX_OF_BYTE.forEach((hex, byte) => (pairs[byte] = (hex.charCodeAt(0) << 8) | hex.charCodeAt(1)));
  return pairs;
})();
/** -1 for what is no lower-case hex digit. */
const VALUE_OF_ASCII = Int8Array.from({ length: 128 }, (_, code) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(code)),
);
const encoder = new TextEncoder();
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

interface Runtime {
  readonly Buffer?: { readonly prototype: { readonly hexSlice?: (this: Uint8Array) => string } };
}

/** Answers the lower-case hex form of `bytes`, two characters a byte. Pure. */
export function toHex(bytes: Uint8Array): string {
  // Node's own, where it is: in a quarter of the time, and in one piece, where a sum of texts has to be put together again later.
  const hexSlice = (globalThis as Runtime).Buffer?.prototype.hexSlice;
  if (hexSlice !== undefined) return hexSlice.call(bytes);
  let hex = '';
  for (const byte of bytes) hex += HEX_OF_BYTE[byte]!;
  return hex;
}

/** Answers the lower-case hex form of `bytes` as ASCII bytes: what an atomic's signature is made over. Pure. */
export function toHexAscii(bytes: Uint8Array): Uint8Array {
  const ascii = new Uint8Array(bytes.length * 2);
  for (let i = 0; i < bytes.length; i++) {
    const pair = ASCII_OF_BYTE[bytes[i]!]!;
    ascii[2 * i] = pair >> 8;
    ascii[2 * i + 1] = pair & 0xff;
  }
  return ascii;
}

/** Answers whether `text` is exactly `sizeBytes` bytes in lower-case hex. Pure. */
export function isHex(text: unknown, sizeBytes: number): text is string {
  return typeof text === 'string' && text.length === 2 * sizeBytes && /^[0-9a-f]*$/.test(text);
}

/** Answers whether `text` is the lower-case hex form of `bytes`. Pure. */
export function isHexOf(text: string, bytes: Uint8Array): boolean {
  if (text.length !== 2 * bytes.length) return false;
  for (let i = 0; i < bytes.length; i++) {
    const pair = ASCII_OF_BYTE[bytes[i]!]!;
    if (text.charCodeAt(2 * i) !== pair >> 8 || text.charCodeAt(2 * i + 1) !== (pair & 0xff)) return false;
  }
  return true;
}

/**
 * Answers the bytes of lower-case hex text, or `undefined` where `text` is not exactly `sizeBytes` bytes of it.
 *
 * @param bytes - where they are put. @default a new array
 */
export function fromHex(
  text: string,
  sizeBytes: number,
  bytes: Uint8Array = new Uint8Array(sizeBytes),
): Uint8Array | undefined {
  if (text.length !== 2 * sizeBytes) return undefined;
  let codes = 0;
  let values = 0;
  for (let i = 0; i < sizeBytes; i++) {
    const first = text.charCodeAt(2 * i);
    const second = text.charCodeAt(2 * i + 1);
    const value = (VALUE_OF_ASCII[first & 0x7f]! << 4) | VALUE_OF_ASCII[second & 0x7f]!;
    codes |= first | second;
    values |= value;
    bytes[i] = value;
  }
  return codes < 0x80 && values >= 0 ? bytes : undefined;
}

/** Answers `into`, filled with the bytes of the lower-case hex digits at `at`, which have to be some. */
export function fromHexAscii(ascii: Uint8Array, at: number, into: Uint8Array): Uint8Array {
  for (let i = 0; i < into.length; i++, at += 2) {
    into[i] = (VALUE_OF_ASCII[ascii[at]!]! << 4) | VALUE_OF_ASCII[ascii[at + 1]!]!;
  }
  return into;
}

/** Answers the bytes of base64 text. Pure. */
export function fromBase64(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** Answers the UTF-8 bytes of `text`. Lone surrogates become U+FFFD, so check them first. Pure. */
export function toUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** UTF-8 of texts that are looked at and forgotten: in bytes that are used again, since making arrays costs more than filling them. */
export class Utf8Scratch {
  #bytes = new Uint8Array(4096);

  /** Answers the UTF-8 bytes of `text`, as {@link toUtf8} does; valid until the next call. */
  encode(text: string): Uint8Array {
    const mostBytes = 3 * text.length;
    if (mostBytes > SCRATCH_BYTES) return toUtf8(text);
    if (mostBytes > this.#bytes.length) this.#bytes = new Uint8Array(SCRATCH_BYTES);
    return this.#bytes.subarray(0, encoder.encodeInto(text, this.#bytes).written);
  }
}

const SCRATCH_BYTES = 256 * 1024;

/** Answers the text of UTF-8 bytes, a byte order mark included, or `undefined` where they are not UTF-8. Pure. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Answers whether two byte strings are the same. Not constant-time: for public values only. Pure. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Answers one byte string made of all parts. Pure. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Small byte arrays, cut out of larger ones. An array for itself costs many times as much, and again when node:crypto reads it. */
export class Slab {
  #block = new Uint8Array(0);
  #used = 0;

  /** Answers bytes that nobody else has, all zero. They stay as they are, but hold their neighbours in memory. */
  take(sizeBytes: number): Uint8Array {
    if (this.#used + sizeBytes > this.#block.length) {
      this.#block = new Uint8Array(Math.max(SLAB_BYTES, sizeBytes));
      this.#used = 0;
    }
    return this.#block.subarray(this.#used, (this.#used += sizeBytes));
  }
}

const SLAB_BYTES = 16 * 1024;
