/** Signatures by many keys, and the verdict of the WebAssembly module alone, without the engine that would correct it. */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isAcceptableKey, isAcceptableSignature } from '../../src/atomic/ed25519-rule.ts';
import type { SignatureCheck } from '../../src/atomic/index.ts';
import { FastModule } from '../../src/atomic/fast-module.ts';
import type { Table, WindowBits } from '../../src/atomic/fast-module.ts';
import { concatBytes, fromHex, toHex } from '../../src/base/bytes.ts';

/** Somebody with a key pair. */
export interface TestSigner {
  readonly publicKey: Uint8Array;
  readonly check: (message: Uint8Array) => SignatureCheck;
}

/** Answers the signer with this number. */
export function testSigner(number: number): TestSigner {
  const seed = Uint8Array.from({ length: 32 }, (_, i) => (number >> (8 * (i & 3))) & 0xff);
  const der = concatBytes(fromHex('302e020100300506032b657004220420', 16)!, seed);
  const key: KeyObject = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  const publicKey = Uint8Array.from(Buffer.from(x!, 'base64url'));
  return {
    publicKey,
    check: (message) => ({ publicKey, message, signature: Uint8Array.from(sign(null, message, key)) }),
  };
}

/** A message of the size that hashes have. */
export const messageOf = (number: number): Uint8Array =>
  Uint8Array.from({ length: 64 }, (_, i) => 0x30 + ((number >> (i & 31)) & 7));

/** Copies of a check with one bit of a part the other way round. */
export function withFlippedBit(check: SignatureCheck, part: keyof SignatureCheck, bit: number): SignatureCheck {
  const bytes = check[part].slice();
  bytes[bit >> 3]! ^= 1 << (bit & 7);
  return { ...check, [part]: bytes };
}

const SIZES: readonly WindowBits[] = [4, 9];
const MOST_TABLES = 64;

/** A module with a small table of the base point and one with a large one, and a table for each key that is asked for. */
export class ModuleAlone {
  readonly #modules = SIZES.map(openModule);
  /** By the key's hex; `undefined` where it is no point. */
  readonly #tables = new Map<string, { readonly module: FastModule; readonly table: Table } | undefined>();

  /** The verdicts on checks, of which each is acceptable by its encoding or refused before. */
  verify(checks: readonly SignatureCheck[]): boolean[] {
    return checks.map((check) => this.#verifyOne(check));
  }

  #verifyOne(check: SignatureCheck): boolean {
    if (!isAcceptableKey(check.publicKey) || !isAcceptableSignature(check.signature)) return false;
    const own = this.#tableOf(check.publicKey);
    return own?.module.verify([check], [own.table], [0])[0] === 1;
  }

  #tableOf(key: Uint8Array): { readonly module: FastModule; readonly table: Table } | undefined {
    const hex = toHex(key);
    if (!this.#tables.has(hex)) {
      if (this.#tables.size >= MOST_TABLES) this.#tables.clear();
      // Small and large ones in turn, of either module.
      const number = this.#tables.size;
      const module = this.#modules[(number >> 1) & 1]!;
      const table = module.places[SIZES[number & 1]!][number >> 2]!;
      this.#tables.set(hex, module.makeTable(table, key) ? { module, table } : undefined);
    }
    return this.#tables.get(hex);
  }
}

function openModule(bits: WindowBits): FastModule {
  const module = FastModule.open()!;
  module.prepare(bits);
  return module;
}
