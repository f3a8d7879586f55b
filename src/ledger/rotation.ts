/** Key rotations and revocations: atomics in the ledger that change which keys are trusted from their line on. */
import { keyRevocationSchema, keyRotationSchema } from '../atomic/index.ts';
import type { Atomic, Draft } from '../atomic/index.ts';

/** A rotation, as the payload of a `key_rotation` atomic says it. */
export interface Rotation {
  /** Tells a rotation from a revocation. */
  readonly kind: 'rotation';
  /** The public key that ends: 64 lower-case hex characters. */
  readonly oldKey: string;
  /** The public key that takes over: 64 lower-case hex characters. */
  readonly newKey: string;
  /** RFC 3339: atomics of the old key are accepted until then. */
  readonly graceUntil?: string;
}

/** A revocation, as the payload of a `key_revocation` atomic says it. */
export interface Revocation {
  /** Tells a revocation from a rotation. */
  readonly kind: 'revocation';
  /** The public key that ends: 64 lower-case hex characters. */
  readonly key: string;
  /** Whether someone else may have the key, or it is merely no longer used. */
  readonly revocation: 'compromised' | 'superseded';
}

/** What a rotation or revocation draft says besides the keys. */
export interface KeyChangeFacts {
  /** Who does it, for `did.actor`. */
  readonly actor: string;
  /** RFC 3339, for `metadata.created_at`. */
  readonly createdAt: string;
  /** Why, for people. */
  readonly reason: string;
}

/** Answers the draft of a rotation. The old key signs it and the new one cosigns. Pure. */
export function rotationDraft(rotation: Omit<Rotation, 'kind'>, facts: KeyChangeFacts): Draft {
  const { oldKey, newKey, graceUntil } = rotation;
  const payload = {
    old_public_key: oldKey,
    new_public_key: newKey,
    reason: facts.reason,
    ...(graceUntil !== undefined && { grace_until: graceUntil }),
  };
  return draftOf('key_rotation', newKey, 'rotate', facts, payload);
}

/** Answers the draft of a revocation. The key itself or an admin signs it. Pure. */
export function revocationDraft(revocation: Omit<Revocation, 'kind'>, facts: KeyChangeFacts): Draft {
  const payload = { public_key: revocation.key, revocation: revocation.revocation, reason: facts.reason };
  return draftOf('key_revocation', revocation.key, 'revoke', facts, payload);
}

/** Answers the rotation or revocation that an atomic says, or `undefined` where it says none. Whether it counts, trust decides. Pure. */
export function keyChangeOf({ intent, payload }: Atomic): Rotation | Revocation | undefined {
  if (intent === 'key_rotation' && keyRotationSchema.accepts(payload)) {
    const { old_public_key: oldKey, new_public_key: newKey, grace_until: graceUntil } = payload;
    return { kind: 'rotation', oldKey, newKey, ...(graceUntil !== undefined && { graceUntil }) };
  }
  if (intent === 'key_revocation' && keyRevocationSchema.accepts(payload)) {
    return { kind: 'revocation', key: payload.public_key, revocation: payload.revocation };
  }
  return undefined;
}

function draftOf(
  intent: string,
  key: string,
  action: string,
  facts: KeyChangeFacts,
  payload: Record<string, unknown>,
): Draft {
  const { actor, createdAt, reason } = facts;
  return {
    entity_type: 'agent',
    intent,
    this: `/keys/${key}`,
    did: { actor, action, reason },
    metadata: { created_at: createdAt },
    payload,
  };
}
