/** The rules of missions: what each of them says, and the refusal that names it. */
import type { Code, ErrorDetails } from '../base/errors.ts';
import { LoglineError } from '../base/errors.ts';

/** Each rule in a sentence. The keys are stable: refusals carry them as `details.rule`. */
export const MISSION_RULES = {
  'known-form': 'An event has the form that its schema gives it.',
  'trusted-signer': 'An event counts if a key of the keyring signed it.',
  'known-mission': 'An event is about a mission and a batch that there are.',
  'new-id': 'An id is given once.',
  'not-finalized': 'A finalized mission changes no more; its batches can only be rolled back.',
  order: 'Checkpoints are decided in their order: plan, execute, verify, finalize.',
  'current-subject': 'A decision is about what stands there now: the digest in it is the one of today.',
  'rejected-stays': 'What was rejected stays rejected until it changes.',
  'something-to-approve': 'Work is approved when it is done: every batch applied or rolled back, and verified.',
  'own-name': 'Who signs decides in their own name, by their own key.',
  'human-decides': 'Plan, finalization and overrides are decided by humans.',
  'own-work': 'Nobody but a known human approves their own work.',
  'may-witness': 'A service may witness for others with the role ci or admin, and never with the role agent.',
  'signed-approvals': 'This mission takes only approvals that the approver signed.',
  'override-verify': 'Only a verification that says no can be overridden.',
  'plan-approved': 'Work begins when the plan is approved.',
  'planned-contents': 'A plan that lists its contents binds the batches: each holds nothing else.',
  'batch-order': 'Batches are run in their order, each when those before it are applied and verified, or rolled back.',
  'batch-state':
    'A batch goes from pending to started, applied, rolling back and rolled back, and never the other way.',
  'same-change': 'What is said to be done is what was announced.',
  lease: 'Only who holds the lease of a mission works on its files.',
  'lease-held': 'A lease is taken when it is free, over, or its executor has ended.',
  'later-batches': 'A batch that later ones build on is rolled back after them.',
  'all-approved': 'A mission is finalized when every checkpoint is approved.',
} as const;

/** Id of a rule. */
export type MissionRule = keyof typeof MISSION_RULES;

/** Why an event is refused. */
export interface Refusal {
  /** A key of CODES (docs/errors.md). */
  readonly code: Code;
  /** The rule that forbids it. */
  readonly rule: MissionRule;
  /** One sentence: what stands against it here. */
  readonly message: string;
  /** JSON-able facts. */
  readonly details?: ErrorDetails;
}

const CODES_OF: Readonly<Partial<Record<MissionRule, Code>>> = {
  'known-form': 'SCHEMA_INVALID',
  'known-mission': 'MISSION_UNKNOWN',
  'current-subject': 'APPROVAL_STALE',
  'own-name': 'APPROVAL_REFUSED',
  'human-decides': 'APPROVAL_REFUSED',
  'own-work': 'APPROVAL_REFUSED',
  'may-witness': 'APPROVAL_REFUSED',
  'signed-approvals': 'APPROVAL_REFUSED',
  lease: 'MISSION_LEASED',
  'lease-held': 'MISSION_LEASED',
};

/** Answers a refusal by a rule. Pure. */
export function refusal(rule: MissionRule, message: string, details?: ErrorDetails): Refusal {
  return { code: CODES_OF[rule] ?? 'TRANSITION_REFUSED', rule, message, ...(details && { details }) };
}

/** Answers the error that a refusal is to who asked for the event. Pure. */
export function refusedError({ code, rule, message, details }: Refusal): LoglineError {
  return new LoglineError(code, `${message} ${MISSION_RULES[rule]}`, { details: { ...details, rule } });
}
