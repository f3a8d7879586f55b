/** Drafts of the atomics that missions leave in the ledger, and whether one may be appended. */
import type { Draft } from '../atomic/index.ts';
import { eventOf, isMissionIntent } from './events.ts';
import type { MissionIntent, MissionPayloads } from './events.ts';
import { misshapen } from './fold.ts';
import { judgeEvent } from './judge.ts';
import { refusal, refusedError } from './rules.ts';
import type { Refusal } from './rules.ts';
import type { Missions } from './state.ts';

/** Who says it, and when. */
export interface MissionContext {
  /** For `did.actor`. */
  readonly actor: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** A UUID that ties the atomics of a mission together. @default none */
  readonly traceId?: string | undefined;
}

interface Wording {
  readonly entityType: Draft['entity_type'];
  readonly action: string;
}

const WORDINGS: Readonly<Record<MissionIntent, Wording>> = {
  mission_created: { entityType: 'contract', action: 'create' },
  mission_planned: { entityType: 'contract', action: 'plan' },
  checkpoint_decided: { entityType: 'decision', action: 'decide' },
  batch_added: { entityType: 'contract', action: 'add' },
  batch_referenced: { entityType: 'contract', action: 'refer' },
  mission_leased: { entityType: 'agent', action: 'lease' },
  mission_released: { entityType: 'agent', action: 'release' },
  batch_started: { entityType: 'file', action: 'start' },
  batch_applied: { entityType: 'file', action: 'apply' },
  batch_verified: { entityType: 'test', action: 'verify' },
  rollback_started: { entityType: 'file', action: 'start_rollback' },
  batch_rolled_back: { entityType: 'file', action: 'roll_back' },
  mission_finalized: { entityType: 'contract', action: 'finalize' },
};

/**
 * Answers the draft of an event. Whether it may be appended, {@link demandAllowed} tells. Pure.
 *
 * @example
 * missionDraft('mission_created', { mission: 'M-1', title: 'API migration', risk: 'medium' }, context)
 */
export function missionDraft<I extends MissionIntent>(
  intent: I,
  payload: MissionPayloads[I],
  { actor, createdAt, traceId }: MissionContext,
): Draft {
  const { entityType, action } = WORDINGS[intent];
  const { reason } = payload as { readonly reason?: string };
  return {
    entity_type: entityType,
    intent,
    this: `/missions/${payload.mission}${'batch' in payload ? `/${payload.batch}` : ''}`,
    did: { actor, action, ...(reason !== undefined && { reason }) },
    ...(traceId !== undefined && { trace_id: traceId }),
    metadata: { created_at: createdAt },
    payload: { ...payload },
  };
}

/**
 * Answers why an event would count for nothing at this place of the ledger, `undefined` where it would count. Drafts about anything but
 * missions are none of its business. Pure.
 *
 * @param signer - the public key that is going to sign, 64 lower-case hex.
 */
export function refusalOf(missions: Missions, draft: Draft, signer: string): Refusal | undefined {
  if (!isMissionIntent(draft.intent)) return undefined;
  const signed = { signer, createdAt: draft.metadata.created_at, wellKnown: undefined };
  const distrust = missions.trust?.judge(signed, missions.lines + 1);
  if (distrust !== undefined) return { ...refusal('trusted-signer', distrust.message), code: distrust.code };
  const event = eventOf(draft.intent, draft, signer);
  return event === undefined ? misshapen(draft.intent, draft) : judgeEvent(missions, event);
}

/**
 * Does nothing where an event may be appended.
 *
 * @throws {LoglineError} TRANSITION_REFUSED, APPROVAL_REFUSED, APPROVAL_STALE, MISSION_UNKNOWN, MISSION_LEASED, SCHEMA_INVALID, or the
 *   code that speaks against the key - with the rule as `details.rule`.
 */
export function demandAllowed(missions: Missions, draft: Draft, signer: string): void {
  const refused = refusalOf(missions, draft, signer);
  if (refused !== undefined) throw refusedError(refused);
}
