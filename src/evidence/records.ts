/** Which evidence was recorded, as a fold over the ledger: what a recorder looks at, so that nothing is said twice. */
import type { Atomic } from '../atomic/index.ts';
import type { LedgerFold } from '../ledger/index.ts';
import type { EvidenceRecord } from './generated/types.ts';
import { evidenceRecordSchema } from './generated/validators.ts';

/** What was said about evidence so far. */
export interface EvidenceRecords {
  /** By name. The first of a name counts. */
  readonly records: ReadonlyMap<string, EvidenceRecord>;
  /** Hash of the atomic that begins it, by mission; restored ones are not among them. */
  readonly created: ReadonlyMap<string, string>;
  /** Hashes of all atomics, and of those that were restored. */
  readonly hashes: ReadonlySet<string>;
}

type OpenRecords = {
  readonly [K in keyof EvidenceRecords]: EvidenceRecords[K] extends ReadonlyMap<string, infer V>
    ? Map<string, V>
    : Set<string>;
};

/** The fold, as `openLedgerState` and `foldLedger` take it. */
export const RECORDS: LedgerFold<EvidenceRecords> = {
  begin: () => ({ records: new Map(), created: new Map(), hashes: new Set() }),
  step: (state, atomic) => {
    take(state as OpenRecords, atomic);
    return state;
  },
};

function take({ records, created, hashes }: OpenRecords, { intent, payload, hash }: Atomic): void {
  if (hash !== undefined) hashes.add(hash);
  const mission = payload?.['mission'];
  if (intent === 'mission_created' && typeof mission === 'string' && !created.has(mission)) created.set(mission, hash!);
  if (intent === 'event_restored' && typeof payload?.['event'] === 'string') hashes.add(payload['event']);
  if (intent === 'evidence_recorded' && evidenceRecordSchema.accepts(payload) && !records.has(payload.evidence))
    records.set(payload.evidence, payload);
}
