/** Contents that are older than they are to be kept. */
import type { EvidenceRecord } from './generated/types.ts';
import { evidenceRecordSchema } from './generated/validators.ts';
import type { EvidenceEvent } from './mission-evidence.ts';

/**
 * Answers the records of contents that were last recorded at a moment or before it, one for each content, in the order of the ledger. What counts for
 * nothing does not make a content younger. Pure.
 *
 * @param events - of one mission; their times are what their signers say.
 */
export function contentsBefore(events: readonly EvidenceEvent[], moment: Date): EvidenceRecord[] {
  const last = new Map<string, { record: EvidenceRecord; at: number }>();
  for (const { type, refused, data, timestamp } of events) {
    if (type !== 'evidence_recorded' || refused !== undefined || !evidenceRecordSchema.accepts(data)) continue;
    const { sha256: digest } = data;
    if (digest === undefined) continue;
    const known = last.get(digest);
    last.set(digest, { record: known?.record ?? data, at: Math.max(known?.at ?? -Infinity, Date.parse(timestamp)) });
  }
  return [...last.values()].filter(({ at }) => at <= moment.getTime()).map(({ record }) => record);
}
