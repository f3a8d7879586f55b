/** What an atomic by itself may have wrong: its hash, and the signer that is bound into it. */
import type { Finding } from '../base/report.ts';

/** What an atomic states of its hash and its signer. */
export interface Stated {
  readonly hash: string | undefined;
  /** Whether the hash is that of the content; true where none is stated. */
  readonly isHash: boolean;
  /** `signature.public_key` */
  readonly signer: string | undefined;
  /** `metadata.signed_by` */
  readonly signedBy: string | undefined;
}

/** Answers MISSING_HASH, HASH_MISMATCH and SIGNER_MISMATCH, where they apply. Pure. */
export function ownFindings({ hash, isHash, signer, signedBy }: Stated): readonly Finding[] {
  if (hash !== undefined && isHash && (signedBy === undefined || signedBy === signer)) return NONE;
  const findings: Finding[] = [];
  if (hash === undefined) findings.push({ code: 'MISSING_HASH', message: 'The atomic has no hash.', pointer: '' });
  else if (!isHash) {
    const message = `The stored hash ${hash} is not the hash of the content.`;
    findings.push({ code: 'HASH_MISMATCH', message, pointer: '/hash', hash });
  }
  if (signedBy !== undefined && signedBy !== signer) findings.push(foreignSigner(signedBy, signer));
  return findings;
}

/** `metadata.signed_by` is inside the hash, so that nobody can put another signature under the same body, or take it away. */
function foreignSigner(signedBy: string, signer: string | undefined): Finding {
  const actual = signer === undefined ? 'there is no signature' : `the signature names ${signer}`;
  const pointer = signer === undefined ? '' : '/signature/public_key';
  return { code: 'SIGNER_MISMATCH', message: `metadata.signed_by names ${signedBy}, but ${actual}.`, pointer };
}

const NONE: readonly Finding[] = [];
