/** What the appended atomics say of evidence: reports of tests and the like that were recorded with the change. */
import { queryLedger } from 'logline-core';
import { RECORDS } from 'logline-core/evidence';
import type { EvidenceRecord } from 'logline-core/evidence';
import { countOf } from '../count.ts';
import type { Remark } from '../remark.ts';
import type { Appended } from './ledger-check.ts';

/** What was recorded. */
export interface Evidence {
  /** In the order of the ledgers; each name once. */
  readonly records: readonly EvidenceRecord[];
  /** Records that are none. */
  readonly unread: number;
}

/** Answers what appended lines record. @throws {LoglineError} INPUT_UNREADABLE */
export async function readEvidence(appended: readonly Appended[]): Promise<Evidence> {
  const records = new Map<string, EvidenceRecord>();
  let unread = 0;
  for (const { source, after } of appended) {
    for await (const { atomic } of queryLedger(source, { intent: 'evidence_recorded' }, { start: after.sizeBytes })) {
      // As the fold over a ledger of this one line has it: what does not fit its schema is no record there.
      const [record] = RECORDS.step(RECORDS.begin(), atomic).records.values();
      if (record === undefined) unread++;
      else if (!records.has(record.evidence)) records.set(record.evidence, record);
    }
  }
  return { records: [...records.values()], unread };
}

/** Answers what people should see of it: what did not go well was recorded all the same, and is no fault of the ledger. Pure. */
export function checkEvidence({ records, unread }: Evidence): Remark[] {
  const bad = records.flatMap((record): Remark[] => {
    const { failures = 0, errored = 0, tests = 0, findings = 0 } = record.facts ?? {};
    const what = `${record.name} of ${record.mission}`;
    if (failures + errored > 0)
      return [
        warning('evidence/tests-failed', `${what}: ${String(failures + errored)} of ${countOf(tests, 'test')} failed.`),
      ];
    return findings > 0 ? [warning('evidence/findings', `${what} has ${countOf(findings, 'finding')}.`)] : [];
  });
  const unknown = `Evidence that cannot be read, and counts for nothing: ${countOf(unread, 'record')}.`;
  return unread === 0 ? bad : [...bad, warning('evidence/unread', unknown)];
}

const warning = (rule: string, message: string): Remark => ({ level: 'warning', rule, message });
