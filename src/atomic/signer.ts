/** Whoever signs: a key in memory here, a key file and an external command in src/ledger. */
import { getPublicKey, hashes, sign } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import { fromHex, toHex } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { builtinModule } from './builtin-module.ts';
import type { NodeCrypto } from './builtin-module.ts';
import { NativeSigning } from './native-signing.ts';

/** Signs hashes with one Ed25519 key, wherever that key is. */
export interface Signer {
  /** 64 lower-case hex characters. */
  readonly publicKey: string;
  /**
   * Answers the 64-byte Ed25519 signature (RFC 8032, pure, no context) over exactly these bytes.
   *
   * @param hashBytes - the 64 ASCII bytes of an atomic's lower-case hex hash.
   * @throws {LoglineError} SIGNER_FAILED - there is no signature to be had.
   */
  sign(hashBytes: Uint8Array): Promise<Uint8Array>;
}

/** An Ed25519 key pair: each key 64 lower-case hex characters. The private key is the 32-byte seed of RFC 8032. */
export interface KeyPair {
  /** Secret: whoever has it can sign in its name. */
  readonly privateKey: string;
  /** What keyrings list and signatures name. */
  readonly publicKey: string;
}

/** Answers a new key pair from the system's secure random source. */
export function generateKeyPair(): KeyPair {
  const privateKey = toHex(globalThis.crypto.getRandomValues(new Uint8Array(32)));
  return { privateKey, publicKey: publicKeyOf(privateKey) };
}

/**
 * Answers the public key of a private key: 64 lower-case hex characters. Pure.
 *
 * @throws {LoglineError} KEY_MALFORMED - not 64 lower-case hex characters.
 */
export function publicKeyOf(privateKey: string): string {
  return createMemorySigner(privateKey).publicKey;
}

/**
 * Answers a signer with its key in memory. Signs by node:crypto, many at a time in libuv's thread pool and, where that goes on, by a thread of its own; in a browser by @noble.
 *
 * @param privateKey - the seed, 64 lower-case hex characters.
 * @throws {LoglineError} KEY_MALFORMED - not 64 lower-case hex characters.
 */
export function createMemorySigner(privateKey: string): Signer {
  const seed = fromHex(privateKey, 32);
  if (seed === undefined) {
    const message = `The private key has to be 64 lower-case hex characters; this text has ${String(privateKey.length)} characters.`;
    throw new LoglineError('KEY_MALFORMED', message);
  }
  const crypto = builtinModule('node:crypto');
  return crypto === undefined ? createPortableSigner(seed) : createNativeSigner(crypto, seed);
}

function createPortableSigner(seed: Uint8Array): Signer {
  hashes.sha512 ??= sha512; // what noble's synchronous functions need
  return { publicKey: toHex(getPublicKey(seed)), sign: async (hashBytes) => sign(hashBytes, seed) };
}

function createNativeSigner(crypto: NodeCrypto, seed: Uint8Array): Signer {
  const der = Buffer.concat([PKCS8_OF_SEED, seed]);
  const key = crypto.createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  // The last 32 bytes of the DER form are the key itself.
  const publicKey = toHex(crypto.createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32));
  const signing = new NativeSigning(crypto, key);
  return { publicKey, sign: (hashBytes) => signing.sign(hashBytes) };
}

/** RFC 8410: what stands before the seed in the PKCS #8 form of an Ed25519 private key. */
const PKCS8_OF_SEED = fromHex('302e020100300506032b657004220420', 16)!;
