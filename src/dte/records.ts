/**
 * What happened to a change, as drafts of atomics. The engine does not know the ledger: whoever has one appends them.
 *
 * @see docs/dte.md, "Records"
 */
import { canonicalize, createPlainHash } from '../atomic/index.ts';
import type { Draft } from '../atomic/index.ts';
import { toHex, toUtf8 } from '../base/bytes.ts';
import type { ChangeSpec } from './generated/types.ts';
import { specDigest } from './spec.ts';

/** What became of a change. */
export type ChangeEvent = 'change_applied' | 'change_verified' | 'change_reverted';

/** What a record says. */
export interface ChangeFacts {
  /** Id of the git tree before; `undefined` where there is no git. */
  readonly baseTree: string | undefined;
  /** Id of the git tree after. */
  readonly resultTree: string | undefined;
  /** Digest of the report: {@link reportDigest}. */
  readonly reportDigest: string;
  readonly ok: boolean;
}

/** Who records it, and when. */
export interface RecordContext {
  /** For `did.actor`. */
  readonly actor: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** A UUID. @default none */
  readonly traceId?: string;
}

const ACTIONS: Readonly<Record<ChangeEvent, string>> = {
  change_applied: 'apply',
  change_verified: 'verify',
  change_reverted: 'revert',
};

/** Answers the draft of an atomic that says what became of a change. Pure. */
export function changeDraft(event: ChangeEvent, spec: ChangeSpec, facts: ChangeFacts, context: RecordContext): Draft {
  const { actor, createdAt, traceId } = context;
  return {
    entity_type: 'contract',
    intent: event,
    this: `/change-specs/${spec.id}`,
    did: { actor, action: ACTIONS[event] },
    ...(traceId !== undefined && { trace_id: traceId }),
    metadata: { created_at: createdAt },
    payload: {
      spec_id: spec.id,
      spec_digest: specDigest(spec),
      base_tree: facts.baseTree ?? null,
      result_tree: facts.resultTree ?? null,
      report_digest: facts.reportDigest,
      ok: facts.ok,
    },
  };
}

/** Answers the digest of a report: BLAKE3 of its canonical text (RFC 8785), 64 lower-case hex characters. Pure. */
export function reportDigest(report: object): string {
  return toHex(
    createPlainHash()
      .update(toUtf8(canonicalize(report)))
      .digest(),
  );
}
