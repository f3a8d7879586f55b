/**
 * BLAKE3 of one chunk under a key, which is what hashing a line is.
 *
 * The state is a matrix of four rows, each of them a vector: the four columns are mixed at once, and then the four diagonals, for which
 * rows are turned. Words of the message are kept in the order in which they are added, so that one row of them is one vector.
 *
 * @see BLAKE3 paper, section 2.2 (compression) and 2.4 (chunks); docs/format.md, "Hash"
 */

const BLOCK: u32 = 64;
const CHUNK_START: i32 = 1;
const CHUNK_END: i32 = 2;
const ROOT: i32 = 8;
const DERIVE_KEY_MATERIAL: i32 = 64;

/** What is hashed, at most 1024 bytes. It is filled up with zeros there. */
export const CHUNK_TEXT = memory.data(1024, 16);
/** The key, and where the hash is put: 32 bytes each. */
export const CONTEXT_KEY = memory.data(32, 16);
export const DIGEST = memory.data(32, 16);

/** Sets {@link DIGEST} to the hash of the first `size` bytes of {@link CHUNK_TEXT}: in derive_key mode, the key of the context being {@link CONTEXT_KEY}. */
export function hashChunk(size: u32): void {
  // An empty text is one empty block.
  const blocks: u32 = size === 0 ? 1 : (size + BLOCK - 1) / BLOCK;
  const last = (blocks - 1) * BLOCK;
  memory.fill(CHUNK_TEXT + size, 0, blocks * BLOCK - size);
  memory.copy(DIGEST, CONTEXT_KEY, 32);
  let flags = DERIVE_KEY_MATERIAL | CHUNK_START;
  for (let at: u32 = 0; at < last; at += BLOCK) {
    compress(CHUNK_TEXT + at, BLOCK, flags);
    flags = DERIVE_KEY_MATERIAL;
  }
  compress(CHUNK_TEXT + last, size - last, flags | CHUNK_END | ROOT);
}

/** Mixes a block into {@link DIGEST}. */
function compress(block: usize, size: u32, flags: i32): void {
  let a = v128.load(DIGEST);
  let b = v128.load(DIGEST, 16);
  let c = i32x4(0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a);
  let d = i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(0), 2, size), 3, flags);
  // Words 0 2 4 6, 1 3 5 7, 8 10 12 14, 9 11 13 15.
  let even = v128.shuffle<i32>(v128.load(block), v128.load(block, 16), 0, 2, 4, 6);
  let odd = v128.shuffle<i32>(v128.load(block), v128.load(block, 16), 1, 3, 5, 7);
  let highEven = v128.shuffle<i32>(v128.load(block, 32), v128.load(block, 48), 0, 2, 4, 6);
  let highOdd = v128.shuffle<i32>(v128.load(block, 32), v128.load(block, 48), 1, 3, 5, 7);
  for (let round = 0; round < 7; round++) {
    a = i32x4.add(i32x4.add(a, b), even);
    d = rotate16(v128.xor(d, a));
    c = i32x4.add(c, d);
    b = rotate(v128.xor(b, c), 12);
    a = i32x4.add(i32x4.add(a, b), odd);
    d = rotate8(v128.xor(d, a));
    c = i32x4.add(c, d);
    b = rotate(v128.xor(b, c), 7);
    b = v128.shuffle<i32>(b, b, 1, 2, 3, 0);
    c = v128.shuffle<i32>(c, c, 2, 3, 0, 1);
    d = v128.shuffle<i32>(d, d, 3, 0, 1, 2);
    a = i32x4.add(i32x4.add(a, b), highEven);
    d = rotate16(v128.xor(d, a));
    c = i32x4.add(c, d);
    b = rotate(v128.xor(b, c), 12);
    a = i32x4.add(i32x4.add(a, b), highOdd);
    d = rotate8(v128.xor(d, a));
    c = i32x4.add(c, d);
    b = rotate(v128.xor(b, c), 7);
    b = v128.shuffle<i32>(b, b, 3, 0, 1, 2);
    c = v128.shuffle<i32>(c, c, 2, 3, 0, 1);
    d = v128.shuffle<i32>(d, d, 1, 2, 3, 0);
    const nextEven = v128.shuffle<i32>(even, odd, 1, 5, 7, 2);
    const nextOdd = v128.shuffle<i32>(v128.shuffle<i32>(even, highEven, 3, 5, 0, 0), highOdd, 0, 1, 2, 6);
    const nextHighEven = v128.shuffle<i32>(v128.shuffle<i32>(highEven, highOdd, 0, 2, 4, 7), odd, 4, 1, 2, 3);
    highOdd = v128.shuffle<i32>(v128.shuffle<i32>(highOdd, odd, 1, 6, 0, 0), highEven, 0, 1, 7, 4);
    even = nextEven;
    odd = nextOdd;
    highEven = nextHighEven;
  }
  v128.store(DIGEST, v128.xor(a, c));
  v128.store(DIGEST, v128.xor(b, d), 16);
}

function rotate(words: v128, bits: i32): v128 {
  return v128.or(i32x4.shr_u(words, bits), i32x4.shl(words, 32 - bits));
}

function rotate16(words: v128): v128 {
  return v128.shuffle<i8>(words, words, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
}

function rotate8(words: v128): v128 {
  return v128.shuffle<i8>(words, words, 1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12);
}
