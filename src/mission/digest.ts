/** Digests of what is approved, and of the decision itself, which is what an approver signs. */
import { canonicalize, createPlainHash } from '../atomic/index.ts';
import { toHex, toUtf8 } from '../base/bytes.ts';
import type { BatchChange, CheckpointDecision } from './generated/types.ts';

/**
 * Answers the digest of a value of this kind: BLAKE3, in its plain mode, of the canonical text (RFC 8785) of `{kind, value}`; 64
 * lower-case hex. The kind keeps a plan from being taken for a report. Atomics are hashed in another mode, so none can be taken for one.
 */
export function digestOf(kind: `logline-core/${string}`, value: object): string {
  return toHex(
    createPlainHash()
      .update(toUtf8(canonicalize({ kind, value })))
      .digest(),
  );
}

/**
 * Answers the digest that an approver signs, where somebody else writes the atomic: 64 lower-case hex. The signature is Ed25519 over
 * its 64 ASCII bytes, as over the hash of an atomic. Pure.
 *
 * @see docs/mission.md, "Approvals"
 */
export function decisionDigest(
  decision: Pick<CheckpointDecision, 'mission' | 'checkpoint' | 'decision' | 'subject' | 'reason' | 'override'> & {
    readonly approver: Pick<CheckpointDecision['approver'], 'actor'>;
  },
): string {
  const { mission, checkpoint, decision: verdict, subject, reason, override, approver } = decision;
  return digestOf('logline-core/mission-decision/v1', {
    mission,
    checkpoint,
    decision: verdict,
    subject,
    actor: approver.actor,
    ...(reason !== undefined && { reason }),
    ...(override !== undefined && { override }),
  });
}

/** Answers the digest of a change of files, as `execute` holds it: 64 lower-case hex. Pure. */
export const changeDigest = (change: BatchChange): string => digestOf('logline-core/mission-change/v1', change);
