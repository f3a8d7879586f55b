/**
 * BLAKE3 in derive_key mode, 32 bytes out: the hash of atomics.
 *
 * `@noble/hashes` is the reference that the portable engine uses and that the tests compare with; this one exists because hashing
 * is the second cost of verification after signatures, and unrolled code takes a sixth of the time (docs/performance.md).
 *
 * @see BLAKE3 paper, section 2; docs/format.md, "Hash"
 */
import { toUtf8 } from '../base/bytes.ts';
import { compress } from './generated/blake3-compress.ts';

const IV = Int32Array.of(
  0x6a09e667,
  0xbb67ae85,
  0x3c6ef372,
  0xa54ff53a,
  0x510e527f,
  0x9b05688c,
  0x1f83d9ab,
  0x5be0cd19,
);
const CHUNK_BYTES = 1024;
const BLOCK_BYTES = 64;
const CHUNK_START = 1;
const CHUNK_END = 2;
const PARENT = 4;
const ROOT = 8;
const DERIVE_KEY_CONTEXT = 32;
const DERIVE_KEY_MATERIAL = 64;

const block = new Int32Array(16);
const lastBlock = new Uint8Array(BLOCK_BYTES);

/**
 * Answers a function from key material to its 32-byte hash under `context`. The context is hashed once, here. Pure.
 *
 * @param context - names what is hashed, so that no hash made for one purpose serves another.
 */
export function createDeriveKey(context: string): (material: Uint8Array) => Uint8Array {
  const tree = new Tree(keyOf(context), DERIVE_KEY_MATERIAL);
  return (material) => bytesOf(tree.root(material));
}

/** Answers the key that a context is: what key material is hashed with, 32 bytes. Pure. */
export function contextKey(context: string): Uint8Array {
  return bytesOf(keyOf(context));
}

const keyOf = (context: string): Int32Array => new Tree(IV, DERIVE_KEY_CONTEXT).root(toUtf8(context));

/** The tree over one input at a time. */
class Tree {
  readonly #key: Int32Array;
  readonly #mode: number;
  readonly #root = new Int32Array(8);

  constructor(key: Int32Array, mode: number) {
    this.#key = key;
    this.#mode = mode;
  }

  /** The words of the root, valid until the next call. */
  root(input: Uint8Array): Int32Array {
    this.#subtree(input, 0, input.length, ROOT, this.#root);
    return this.#root;
  }

  /** Puts the chaining value of `input[start, end)` into `words`. The left half holds the largest power of two of whole chunks. */
  #subtree(input: Uint8Array, start: number, end: number, root: number, words: Int32Array): void {
    const size = end - start;
    if (size <= CHUNK_BYTES) {
      this.#chunk(input, start, end, root, words);
      return;
    }
    const middle = start + CHUNK_BYTES * largestPowerOfTwo(Math.floor((size - 1) / CHUNK_BYTES));
    const left = new Int32Array(8);
    this.#subtree(input, start, middle, 0, left);
    this.#subtree(input, middle, end, 0, words);
    block.set(left, 0);
    block.set(words, 8);
    words.set(this.#key);
    compress(words, block, 0, BLOCK_BYTES, this.#mode | PARENT | root);
  }

  #chunk(input: Uint8Array, start: number, end: number, root: number, words: Int32Array): void {
    words.set(this.#key);
    const counter = start / CHUNK_BYTES;
    let flags = this.#mode | CHUNK_START;
    let at = start;
    while (end - at > BLOCK_BYTES) {
      load(input, at);
      compress(words, block, counter, BLOCK_BYTES, flags);
      flags = this.#mode;
      at += BLOCK_BYTES;
    }
    const rest = end - at;
    for (let i = 0; i < BLOCK_BYTES; i++) lastBlock[i] = i < rest ? input[at + i]! : 0;
    load(lastBlock, 0);
    compress(words, block, counter, rest, flags | CHUNK_END | root);
  }
}

const largestPowerOfTwo = (upTo: number): number => 2 ** (31 - Math.clz32(upTo));

/** Words are little-endian whatever the machine is. */
function load(input: Uint8Array, at: number): void {
  for (let i = 0; i < 16; i++, at += 4) {
    block[i] = input[at]! | (input[at + 1]! << 8) | (input[at + 2]! << 16) | (input[at + 3]! << 24);
  }
}

function bytesOf(words: Int32Array): Uint8Array {
  const bytes = new Uint8Array(4 * words.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = words[i >> 2]! >>> (8 * (i & 3));
  return bytes;
}
