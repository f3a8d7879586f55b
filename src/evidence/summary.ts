/** What a mission comes to, in one value: what `mission.json` of a pack holds and its page shows. */
import { FINANCE, foldFinance, formatMoney, reportSpending } from '../finops/index.ts';
import type { EvidenceRecord } from './generated/types.ts';
import { evidenceRecordSchema } from './generated/validators.ts';
import type { EvidenceEvent, MissionEvidence } from './mission-evidence.ts';
import type { MissionAccount } from './mission-reader.ts';
import type { Withheld } from './withholding.ts';

/** A mission, what it cost, and what shows how it was done. JSON-able. */
export interface MissionSummary {
  /** Where it stands, and who decided. */
  readonly mission: MissionAccount;
  /** What was spent for it, by model and currency; exact decimals as text. */
  readonly costs: readonly CostLine[];
  /** What was recorded, and where its content is. */
  readonly evidence: readonly RecordedEvidence[];
  /** Events that are not handed out. */
  readonly withheld: readonly WithheldEvent[];
  /** All events that are, in the order of the ledger. */
  readonly events: readonly Omit<EvidenceEvent, 'data' | 'text'>[];
}

/** What was spent for calls of one model. */
export interface CostLine {
  /** Empty where usages do not say it. */
  readonly model: string;
  /** ISO 4217, or what the usages say. */
  readonly currency: string;
  /** How many usages. */
  readonly calls: number;
  /** A decimal number. */
  readonly cost: string;
  /** What of it is from providers' own responses. */
  readonly signed: string;
}

/** One record. */
export interface RecordedEvidence extends EvidenceRecord {
  /** Where its content is. `none`: it has no content, as a pull request has none. `missing`: it was not there when the pack was made. */
  readonly content: 'included' | 'missing' | 'withheld' | 'none';
  /** Why it is withheld. */
  readonly reason?: string;
}

/** An event that is not handed out. */
export interface WithheldEvent {
  /** Number of its line. */
  readonly line: number;
  /** Hash of the atomic. */
  readonly event: string;
  /** Why. */
  readonly reason: string;
}

/** Answers the summary. Pure. @param contents - the SHA-256 of every content that is handed out */
export function summarize(
  { account, events, atomics }: MissionEvidence,
  contents: ReadonlySet<string>,
  withheld: Withheld,
  hidden: readonly WithheldEvent[],
): MissionSummary {
  const finance = FINANCE.begin();
  for (const [i, { refused }] of events.entries()) if (refused === undefined) foldFinance(finance, atomics[i]!);
  const rows = reportSpending(finance, { by: 'model', mission: account.missionId });
  return {
    mission: account,
    costs: rows.map(({ key, currency, calls, cost, signed }) => ({
      model: key,
      currency,
      calls,
      cost: formatMoney(cost),
      signed: formatMoney(signed),
    })),
    evidence: recordsIn(events).map((record) => ({ ...record, ...placeOf(record, contents, withheld) })),
    withheld: hidden,
    events: events.map(({ data: _data, text: _text, ...event }) => event),
  };
}

/** Answers the records that count, the first of each name. Pure. */
export function recordsIn(events: readonly EvidenceEvent[]): EvidenceRecord[] {
  const records = new Map<string, EvidenceRecord>();
  for (const { type, refused, data } of events) {
    if (type !== 'evidence_recorded' || refused !== undefined || !evidenceRecordSchema.accepts(data)) continue;
    if (!records.has(data.evidence)) records.set(data.evidence, data);
  }
  return [...records.values()];
}

function placeOf(
  { sha256 }: EvidenceRecord,
  contents: ReadonlySet<string>,
  withheld: Withheld,
): Pick<RecordedEvidence, 'content' | 'reason'> {
  if (sha256 === undefined) return { content: 'none' };
  const reason = withheld.contents.get(sha256);
  if (reason !== undefined) return { content: 'withheld', reason };
  return { content: contents.has(sha256) ? 'included' : 'missing' };
}
