/** The seam between the format and the arithmetic: whoever hashes and checks signatures gives the same answers as all others. */

/** One Ed25519 signature to check. */
export interface SignatureCheck {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** 64 bytes. */
  readonly signature: Uint8Array;
  /** What was signed: for an atomic the 64 ASCII bytes of its lower-case hex hash. */
  readonly message: Uint8Array;
}

/** `native`: node:crypto. `portable`: @noble, runs anywhere. `fast`: WebAssembly with a table for each key, beside one of the others. */
export type EngineName = 'native' | 'portable' | 'fast';

/** Hashes and checks signatures. Every engine follows the rule of docs/format.md to the letter; the tests hold them together. */
export interface Engine {
  /** Who judges. Where the fast engine cannot run, the one beside it judges alone, and this is its name. */
  readonly name: EngineName;
  /** The 32-byte hash of an atomic's canonical bytes without `hash`, `signature` and `cosignatures`. */
  hash(material: Uint8Array): Uint8Array;
  /**
   * Whether the signature is one under the strict rule. Malformed input is an invalid signature, never an exception.
   *
   * @throws {LoglineError} ENGINE_DISAGREEMENT - two engines differ: a fault of this library or of the machine, and no verdict.
   */
  verify(check: SignatureCheck): boolean;
  /** The verdicts of many checks, in order. May use other threads. @throws as `verify` */
  verifyMany(checks: readonly SignatureCheck[]): Promise<readonly boolean[]>;
  /** Loads now what much work would load on the way, so that the first of it is quick already. No verdict depends on it. */
  warmUp?(): void;
}
