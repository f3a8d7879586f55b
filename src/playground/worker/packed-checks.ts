/** Signatures to check as one piece of memory, which is moved from thread to thread and not copied. */
import type { SignatureCheck } from '../../atomic/index.ts';

/** The parts of a check, in the order in which they are packed. */
const PARTS = ['publicKey', 'signature', 'message'] as const;
const SIZE_BYTES = 4;

/** Answers the checks in one buffer: the sizes of the parts of each, and the parts. Pure. */
export function packChecks(checks: readonly SignatureCheck[]): Uint8Array {
  const packed = new Uint8Array(checks.reduce((sum, check) => sum + packedBytes(check), 0));
  const sizes = new DataView(packed.buffer);
  let at = 0;
  for (const check of checks) {
    for (const part of PARTS) {
      sizes.setUint32(at, check[part].length);
      packed.set(check[part], at + SIZE_BYTES);
      at += SIZE_BYTES + check[part].length;
    }
  }
  return packed;
}

/** The reverse of {@link packChecks}. What is answered is parts of `packed`. Pure. */
export function unpackChecks(packed: Uint8Array): SignatureCheck[] {
  const sizes = new DataView(packed.buffer, packed.byteOffset);
  const checks: SignatureCheck[] = [];
  let at = 0;
  const take = (): Uint8Array => {
    const start = at + SIZE_BYTES;
    at = start + sizes.getUint32(at);
    return packed.subarray(start, at);
  };
  while (at < packed.length) checks.push({ publicKey: take(), signature: take(), message: take() });
  return checks;
}

const packedBytes = (check: SignatureCheck): number =>
  PARTS.reduce((sum, part) => sum + SIZE_BYTES + check[part].length, 0);
