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
  const key = wordsOf(IV, toUtf8(context), DERIVE_KEY_CONTEXT);
  return (material) => bytesOf(wordsOf(key, material, DERIVE_KEY_MATERIAL));
}

function wordsOf(key: Int32Array, input: Uint8Array, mode: number): Int32Array {
  return subtree(key, input, 0, input.length, mode, ROOT);
}

/** The chaining value of `input[start, end)`. The left half of the tree holds the largest power of two of whole chunks. */
function subtree(
  key: Int32Array,
  input: Uint8Array,
  start: number,
  end: number,
  mode: number,
  root: number,
): Int32Array {
  const size = end - start;
  if (size <= CHUNK_BYTES) return chunk(key, input, start, end, mode, root);
  const middle = start + CHUNK_BYTES * largestPowerOfTwo(Math.floor((size - 1) / CHUNK_BYTES));
  const left = subtree(key, input, start, middle, mode, 0);
  const right = subtree(key, input, middle, end, mode, 0);
  block.set(left, 0);
  block.set(right, 8);
  const words = key.slice();
  compress(words, block, 0, BLOCK_BYTES, mode | PARENT | root);
  return words;
}

const largestPowerOfTwo = (upTo: number): number => 2 ** (31 - Math.clz32(upTo));

function chunk(key: Int32Array, input: Uint8Array, start: number, end: number, mode: number, root: number): Int32Array {
  const words = key.slice();
  const counter = start / CHUNK_BYTES;
  let flags = mode | CHUNK_START;
  let at = start;
  while (end - at > BLOCK_BYTES) {
    load(input, at);
    compress(words, block, counter, BLOCK_BYTES, flags);
    flags = mode;
    at += BLOCK_BYTES;
  }
  const rest = end - at;
  for (let i = 0; i < BLOCK_BYTES; i++) lastBlock[i] = i < rest ? input[at + i]! : 0;
  load(lastBlock, 0);
  compress(words, block, counter, rest, flags | CHUNK_END | root);
  return words;
}

/** Words are little-endian whatever the machine is. */
function load(input: Uint8Array, at: number): void {
  for (let i = 0; i < 16; i++, at += 4) {
    block[i] = input[at]! | (input[at + 1]! << 8) | (input[at + 2]! << 16) | (input[at + 3]! << 24);
  }
}

function bytesOf(words: Int32Array): Uint8Array {
  const bytes = new Uint8Array(4 * words.length);
  const view = new DataView(bytes.buffer);
  words.forEach((word, i) => {
    view.setInt32(4 * i, word, true);
  });
  return bytes;
}
