/** The engine on node:crypto, behind the encodings check that makes its verdicts the same on every Node version. */
import type { KeyObject } from 'node:crypto';
import { createDeriveKey } from './blake3.ts';
import { HASH_CONTEXT } from './domains.ts';
import { isAcceptableKey, isAcceptableSignature } from './ed25519-rule.ts';
import type { Engine, SignatureCheck } from './engine.ts';
import { KeyMap } from './key-map.ts';
import { builtinModule } from './builtin-module.ts';
import type { NodeCrypto } from './builtin-module.ts';

/** How many imported keys are kept. A ledger has few signers; a hostile one must not fill the memory. */
const KEPT_KEYS = 1024;

/** How the native engine works. */
export interface NativeEngineOptions {
  /** Whether `verifyMany` uses libuv's thread pool (UV_THREADPOOL_SIZE threads, 4 by default). @default true */
  readonly parallel?: boolean;
}

/** Answers the engine, or `undefined` where there is no node:crypto. */
export function createNativeEngine({ parallel = true }: NativeEngineOptions = {}): Engine | undefined {
  const crypto = builtinModule('node:crypto');
  if (crypto === undefined) return undefined;
  const keys = new KeyCache(crypto);
  const verify = (check: SignatureCheck): boolean => {
    const key = keys.get(check);
    return key !== undefined && crypto.verify(null, check.message, key, check.signature);
  };
  const verifyInPool = async (check: SignatureCheck): Promise<boolean> => {
    const key = keys.get(check);
    return key !== undefined && poolVerify(crypto, check, key);
  };
  return {
    name: 'native',
    hash: createDeriveKey(HASH_CONTEXT),
    verify,
    verifyMany: async (checks) => (parallel ? Promise.all(checks.map(verifyInPool)) : checks.map(verify)),
  };
}

/** A fault of the check counts as an invalid signature, like every malformed input. */
function poolVerify(crypto: NodeCrypto, check: SignatureCheck, key: KeyObject): Promise<boolean> {
  return new Promise((resolve) => {
    crypto.verify(null, check.message, key, check.signature, (error, valid) => {
      resolve(error === null && valid);
    });
  });
}

/** Imported keys: an import costs as much as a check. */
class KeyCache {
  readonly #kept = new KeyMap<KeptKey>(KEPT_KEYS);
  readonly #crypto: NodeCrypto;

  constructor(crypto: NodeCrypto) {
    this.#crypto = crypto;
  }

  /** The key to check with, or `undefined` where the rule refuses key or signature by their encoding. */
  get({ publicKey, signature }: SignatureCheck): KeyObject | undefined {
    if (!isAcceptableSignature(signature)) return undefined;
    const kept = this.#kept.get(publicKey);
    if (kept !== undefined) return kept.key;
    const key = isAcceptableKey(publicKey) ? this.#import(publicKey) : undefined;
    this.#kept.set(publicKey, { key });
    return key;
  }

  /** By JWK, which is twice as fast as DER. A point off the curve is found at the check. */
  #import(publicKey: Uint8Array): KeyObject {
    const x = Buffer.from(publicKey).toString('base64url');
    return this.#crypto.createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  }
}

interface KeptKey {
  /** `undefined` where the rule refuses it. */
  readonly key: KeyObject | undefined;
}
