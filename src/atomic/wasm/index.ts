/**
 * The WebAssembly module that verifies Ed25519 signatures with a table for each key, and hashes lines. `npm run gen` compiles it (scripts/gen-wasm.mjs).
 *
 * It works on public values and takes as long as they make it take: nothing here may ever be fed a private key, and nothing here signs.
 */
import { CHUNK_TEXT, CONTEXT_KEY, DIGEST, hashChunk } from './blake3';
import { initCurve } from './point';
import { reduce, writeDigits } from './scalar';
import { fillTable, tableBytes } from './table';
import { CHECKS, VERDICTS, initVerify, verify } from './verify';

export { fillTable, hashChunk, reduce, tableBytes, verify, writeDigits };
export { carry, fromBytes, multiply, square, sumAndDifference, toBytes } from './field';
export { invert } from './power';

/** Where checks are put, and keys for {@link fillTable}. */
export function checks(): usize {
  return CHECKS;
}

/** Where the verdicts are. */
export function verdicts(): usize {
  return VERDICTS;
}

/** Where {@link hashChunk} looks for the text, and for the key of the context. */
export function chunkText(): usize {
  return CHUNK_TEXT;
}
export function contextKey(): usize {
  return CONTEXT_KEY;
}

/** Where the hash is. */
export function digest(): usize {
  return DIGEST;
}

/** Where the memory begins that is the caller's. */
export function freeMemory(): usize {
  return __heap_base;
}

initCurve();
initVerify();
