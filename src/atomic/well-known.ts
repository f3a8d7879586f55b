/**
 * The intents that the format itself gives a meaning. Their payloads are judged with the atomic: a revocation or a seal that a reader
 * passed over for a slip in it would protect nobody.
 */
import type { Finding } from '../base/report.ts';
import { schemaProblems } from '../base/schema.ts';
import type { CompiledSchema } from '../base/schema.ts';
import type { Atomic } from './generated/types.ts';
import {
  keyRevocationSchema,
  keyRotationSchema,
  ledgerMergeSchema,
  ledgerMigrationSchema,
  ledgerSealSchema,
} from './generated/validators.ts';

/** What an atomic of a well-known intent has to be. */
interface WellKnown {
  readonly entityType: Atomic['entity_type'];
  readonly payload: CompiledSchema<unknown>;
}

const WELL_KNOWN: ReadonlyMap<string, WellKnown> = new Map([
  ['key_rotation', { entityType: 'agent', payload: keyRotationSchema }],
  ['key_revocation', { entityType: 'agent', payload: keyRevocationSchema }],
  ['ledger_seal', { entityType: 'contract', payload: ledgerSealSchema }],
  ['ledger_merge', { entityType: 'contract', payload: ledgerMergeSchema }],
  ['ledger_migration', { entityType: 'contract', payload: ledgerMigrationSchema }],
]);

/** The intents whose payloads are judged with the atomic. */
export const WELL_KNOWN_INTENTS: readonly string[] = [...WELL_KNOWN.keys()];

/** Answers whether an atomic of a well-known intent is as the format has it; true for every other intent. Pure. */
export function isWellFormed({ intent, entity_type: entityType, payload }: Atomic): boolean {
  const known = WELL_KNOWN.get(intent ?? '');
  return (
    known === undefined || (entityType === known.entityType && known.payload.accepts(payload) && !repeatsPath(payload))
  );
}

/** Answers why an atomic is not {@link isWellFormed}. Pure. */
export function checkWellFormed({ intent, entity_type: entityType, payload = {} }: Atomic): Finding[] {
  const known = WELL_KNOWN.get(intent ?? '');
  if (known === undefined) return [];
  const findings = schemaProblems(known.payload, payload).map(({ pointer, message }) =>
    invalid(`/payload${pointer}`, `payload of ${intent!}: ${message}`),
  );
  if (entityType !== known.entityType)
    findings.push(invalid('/entity_type', `entity_type: ${intent!} is a fact about a ${known.entityType}.`));
  if (findings.length === 0 && repeatsPath(payload))
    findings.push(invalid('/payload/streams', 'payload of ledger_seal: a stream is sealed twice.'));
  return findings;
}

function repeatsPath(payload: unknown): boolean {
  if (!ledgerSealSchema.accepts(payload)) return false;
  return new Set(payload.streams.map(({ path }) => path)).size < payload.streams.length;
}

const invalid = (pointer: string, message: string): Finding => ({ code: 'SCHEMA_INVALID', message, pointer });
