/** What a continuous integration says it has verified, as an atomic: `ci_verification`. Whether it is true, its signer answers for. */
import type { Atomic, Draft } from '../atomic/index.ts';
import type { CiVerification } from './generated/types.ts';
import { ciVerificationSchema } from './generated/validators.ts';
import type { SealFacts } from './seal.ts';

export type { CiVerification } from './generated/types.ts';

/** Answers the draft of a verification. Pure. @param facts - who has verified, and when. */
export function ciVerificationDraft(verification: CiVerification, { actor, createdAt }: SealFacts): Draft {
  return {
    entity_type: 'contract',
    intent: 'ci_verification',
    this: `/commits/${verification.commit}`,
    did: { actor, action: 'verify' },
    metadata: { created_at: createdAt },
    payload: { ...verification },
  };
}

/** Answers what an atomic says was verified, or `undefined` where it says nothing of the kind. Pure. */
export function ciVerificationOf({ intent, payload }: Atomic): CiVerification | undefined {
  return intent === 'ci_verification' && ciVerificationSchema.accepts(payload) ? payload : undefined;
}
