/**
 * The verifier that one writes first, out of the usual packages: what ours is compared with. One thread, keys imported once.
 *
 * With the checks `bare` it does what cannot be left out: parse, canonicalize, hash, signature, chain. With `same` it also asks what ours asks
 * of every line: is it an atomic by the schema (ajv), and is it its own canonical text.
 */
import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashes, verify as nobleVerify } from '@noble/ed25519';
import { blake3 } from '@noble/hashes/blake3.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import canonicalize from 'canonicalize';
import type { Atomic } from '../../../src/atomic/index.ts';
import { HASH_CONTEXT } from '../../../src/atomic/index.ts';
import { root } from '../root.ts';

/** What it checks, and by what. */
export interface StraightforwardOptions {
  readonly checks: 'bare' | 'same';
  readonly signatures: 'node:crypto' | '@noble/ed25519';
}

/** Answers how many of the lines are valid; `prev` is the hash of the line before the first of them. */
export type LineVerifier = (lines: string, prev: string | undefined) => number;

type SignatureCheck = (message: Uint8Array, publicKey: string, signature: Uint8Array) => boolean;

/** Answers a verifier. What it needs to prepare only once, it prepares here. */
export function createStraightforwardVerifier({ checks, signatures }: StraightforwardOptions): LineVerifier {
  const isSigned = signatures === 'node:crypto' ? createNodeCheck() : createNobleCheck();
  const isLawful = checks === 'same' ? createLineCheck() : () => true;
  const context = utf8ToBytes(HASH_CONTEXT);
  return (lines, first) => {
    let prev = first;
    let valid = 0;
    for (const line of lines.split('\n')) {
      if (line === '') continue;
      const atomic = JSON.parse(line) as Atomic;
      const { hash = '', signature, cosignatures: _, ...body } = atomic;
      const actual = bytesToHex(blake3(utf8ToBytes(canonicalize(body)!), { context }));
      if (
        isLawful(atomic, line) &&
        actual === hash &&
        atomic.prev === prev &&
        signature !== undefined &&
        isSigned(Buffer.from(hash), signature.public_key, Buffer.from(signature.sig, 'hex'))
      ) {
        valid++;
      }
      prev = hash;
    }
    return valid;
  };
}

function createNodeCheck(): SignatureCheck {
  const keys = new Map<string, KeyObject>();
  return (message, publicKey, signature) => {
    let key = keys.get(publicKey);
    if (key === undefined) {
      const x = Buffer.from(publicKey, 'hex').toString('base64url');
      key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
      keys.set(publicKey, key);
    }
    return verify(null, message, key, signature);
  };
}

function createNobleCheck(): SignatureCheck {
  hashes.sha512 = sha512;
  return (message, publicKey, signature) => nobleVerify(signature, message, Buffer.from(publicKey, 'hex'));
}

function createLineCheck(): (atomic: Atomic, line: string) => boolean {
  const schema = JSON.parse(readFileSync(join(root, 'schemas/atomic.schema.json'), 'utf8')) as object;
  const fits = new Ajv2020({ strict: false }).compile(schema);
  return (atomic, line) => fits(atomic) && canonicalize(atomic) === line;
}
