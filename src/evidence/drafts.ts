/** Drafts of the atomics that evidence leaves in the ledger. */
import { canonicalize } from '../atomic/index.ts';
import type { Draft } from '../atomic/index.ts';
import { toUtf8 } from '../base/bytes.ts';
import { requireSchema } from '../base/schema.ts';
import type { CompiledSchema } from '../base/schema.ts';
import type { EventRestored, EvidenceRecord, EvidenceWithheld } from './generated/types.ts';
import { eventRestoredSchema, evidenceRecordSchema, evidenceWithheldSchema } from './generated/validators.ts';
import { sha256 } from './sha256.ts';

/** Who says it, and when. */
export interface EvidenceContext {
  /** For `did.actor`. */
  readonly actor: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** The UUID of the mission. @default none */
  readonly traceId?: string | undefined;
}

/** The payload of each intent. */
export interface EvidencePayloads {
  readonly evidence_recorded: EvidenceRecord;
  readonly evidence_withheld: EvidenceWithheld;
  readonly event_restored: EventRestored;
}

interface Form<P> {
  readonly schema: CompiledSchema<P>;
  readonly entityType: Draft['entity_type'];
  readonly action: string;
}

const FORMS: { readonly [I in keyof EvidencePayloads]: Form<EvidencePayloads[I]> } = {
  evidence_recorded: { schema: evidenceRecordSchema, entityType: 'test', action: 'record' },
  evidence_withheld: { schema: evidenceWithheldSchema, entityType: 'decision', action: 'withhold' },
  event_restored: { schema: eventRestoredSchema, entityType: 'contract', action: 'restore' },
};

/**
 * Answers the draft of an event. Pure.
 *
 * @throws {LoglineError} SCHEMA_INVALID - the payload does not fit its schema.
 */
export function evidenceDraft<I extends keyof EvidencePayloads>(
  intent: I,
  payload: EvidencePayloads[I],
  { actor, createdAt, traceId }: EvidenceContext,
): Draft {
  const { schema, entityType, action } = FORMS[intent] as unknown as Form<EvidencePayloads[I]>;
  requireSchema(schema, payload, 'SCHEMA_INVALID');
  return {
    entity_type: entityType,
    intent,
    this: `/missions/${payload.mission}`,
    did: { actor, action, ...('reason' in payload && { reason: payload.reason }) },
    ...(traceId !== undefined && { trace_id: traceId }),
    metadata: { created_at: createdAt },
    payload: { ...payload },
  };
}

/** Answers whether an atomic is one of these events and has not the form of it. Pure. */
export function isMisshapen(intent: string | undefined, payload: unknown): boolean {
  const forms: Readonly<Record<string, Form<never>>> = FORMS as unknown as Record<string, Form<never>>;
  return intent !== undefined && Object.hasOwn(forms, intent) && !forms[intent]!.schema.accepts(payload);
}

/** Answers a record with a name that is made of what it says, so that the same said again is the same record. Pure. */
export function namedRecord(record: Omit<EvidenceRecord, 'evidence'>): EvidenceRecord {
  return { evidence: `E-${sha256(toUtf8(canonicalize(record))).slice(0, 12)}`, ...record };
}
