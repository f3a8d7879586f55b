/**
 * What a gateway decided, as the draft of an atomic: counts and digests, never a text. The gateway does not know the ledger: whoever has one
 * appends it.
 */
import { createHmac } from 'node:crypto';
import type { Draft } from '../atomic/index.ts';
import type { TextCheck } from './gateway.ts';
import type { RequestFacts } from './policy.ts';

/** Who records it, and when. */
export interface DecisionContext extends RequestFacts {
  /** For `did.actor`. */
  readonly actor: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** A UUID. @default none */
  readonly traceId?: string;
  /**
   * The text and a key, to bind the record to the text by an HMAC-SHA256. A plain digest of a short text could be found by trying.
   *
   * @default the record does not say which text it was
   */
  readonly content?: { readonly text: string; readonly key: Uint8Array };
}

/** Answers the draft. Pure. */
export function decisionDraft(check: TextCheck, context: DecisionContext): Draft {
  const { actor, createdAt, traceId, provider, model, dataClass, content } = context;
  const byRule = new Map<string, number>();
  for (const { rule } of check.spans) byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
  return {
    entity_type: 'decision',
    intent: 'gateway_decision',
    this: '/gateway/preflight',
    did: { actor, action: check.decision },
    ...(traceId !== undefined && { trace_id: traceId }),
    metadata: { created_at: createdAt },
    payload: {
      ok: check.ok,
      decision: check.decision,
      provider: provider ?? null,
      model: model ?? null,
      data_class: dataClass ?? null,
      size_bytes: check.counts.bytes,
      counts: { secrets: check.counts.secrets, personal: check.counts.personal, terms: check.counts.terms },
      rules: [...byRule].sort(([a], [b]) => (a < b ? -1 : 1)).map(([rule, count]) => ({ rule, count })),
      violations: check.violations.map(({ rule, severity }) => ({ rule, severity })),
      rules_digest: check.rulesDigest,
      content_hmac: content === undefined ? null : createHmac('sha256', content.key).update(content.text).digest('hex'),
    },
  };
}
