/** What is known of a line before keys and chain. */
import type { Finding } from '../base/report.ts';
import type { SignatureCheck } from './engine.ts';
import type { Atomic } from './schema.ts';

/** What a line says, and what is wrong with it by itself but for its signatures. */
export interface LineFacts {
  /** The atomic, where the line is one by the schema. Of most lines it is parsed only when it is first asked for. */
  readonly atomic: Atomic | undefined;
  /** Whether the line is an atomic by the schema. */
  readonly isAtomic: boolean;
  /** The atomic, where its intent is one that the format gives a meaning: key_rotation, key_revocation, ledger_seal, ledger_merge, ledger_migration. */
  readonly wellKnown: Atomic | undefined;
  /** Whether the line is its own canonical text. */
  readonly canonical: boolean;
  /** Faults of text, schema, hash and signer; places are relative to the line. */
  readonly findings: readonly Finding[];
  /** The hash that the line states, well-formed or `undefined`: what the next line is judged against, even after a bad line. */
  readonly statedHash: string | undefined;
  /** The `prev` that the line states, well-formed or `undefined`. */
  readonly statedPrev: string | undefined;
  /** The public key under which the atomic is signed: 64 lower-case hex characters; `undefined` where it is not. */
  readonly signer: string | undefined;
  /** When the atomic says that it was made, RFC 3339; empty where there is none. */
  readonly createdAt: string;
}

/** What a line says, with its signatures, which are not checked yet. */
export interface LineReading extends LineFacts {
  /** Signature, then cosignatures, over the stated hash. */
  readonly signatures: readonly SignatureCheck[];
}
