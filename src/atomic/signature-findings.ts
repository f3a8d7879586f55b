/** Verdicts of an engine, as findings. */
import type { Finding } from '../base/report.ts';
import type { LineReading } from './line-reading.ts';

/** Answers a finding for each signature of `reading` that did not verify. `verdicts` are in the order of `reading.signatures`. Pure. */
export function signatureFindings({ signer, signatures }: LineReading, verdicts: readonly boolean[]): Finding[] {
  const mainCount = signer === undefined ? 0 : 1;
  return signatures.flatMap((_, i): Finding[] => {
    if (verdicts[i] === true) return [];
    const isMain = i < mainCount;
    const pointer = isMain ? '/signature' : `/cosignatures/${String(i - mainCount)}`;
    return [
      { code: 'INVALID_SIGNATURE', message: `The ${isMain ? 'signature' : 'cosignature'} does not verify.`, pointer },
    ];
  });
}
