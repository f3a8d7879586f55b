/** What callers may append by themselves, and how. */
import { LoglineError, parseDraft } from 'logline-core';
import type { Draft } from 'logline-core';
import { isMissionIntent } from 'logline-core/mission';
import type { Caller } from '../auth/caller.ts';
import { REQUEST_MEMBERS } from './requests.ts';

/** A draft as it is sent. */
export interface AppendRequest {
  readonly onBehalfOf?: string;
  readonly did: object;
}

/**
 * Intents by which keys, ledgers, money and evidence stand as they do, and verdicts: what was verified, and what the gateway let through. Those of
 * missions are told by the library.
 */
const DECISIVE =
  /^(?:key_rotation|key_revocation|ledger_\w+|budget_\w+|usage_recorded|forecast_made|model_policy_set|evidence_recorded|evidence_withheld|event_restored|ci_verification|change_\w+|gateway_decision)$/;

/**
 * Does nothing where a caller may append this by itself. The service signs whatever is appended, and its key may witness approvals: what other routes decide by role has to go by them, or an
 * agent would approve its own work here. And what was asked under a key is told by the header alone.
 *
 * @throws {LoglineError} FORBIDDEN, REQUEST_INVALID
 */
export function demandOwn(body: object, { role, keyId }: Caller): void {
  const { intent, metadata } = body as { readonly intent?: unknown; readonly metadata?: object };
  const own = REQUEST_MEMBERS.find((name) => Object.hasOwn(metadata ?? {}, name));
  if (own !== undefined) throw new LoglineError('REQUEST_INVALID', `metadata.${own} is set by the service alone.`);
  if (role === 'admin' || typeof intent !== 'string') return;
  if (!isMissionIntent(intent) && !DECISIVE.test(intent)) return;
  throw new LoglineError('FORBIDDEN', `The key ${keyId} has the role ${role}, which appends no ${intent} by itself.`, {
    details: { role, intent },
  });
}

/** Answers the draft of a body. Who does it is told by the key; another name in the body is that of whom it is done for. @throws {LoglineError} as `parseDraft` */
export function draftOf({ onBehalfOf, ...draft }: AppendRequest, { actor }: Caller): Draft {
  const { did, metadata } = draft as { did: { actor?: unknown }; metadata?: object };
  const named = onBehalfOf ?? (typeof did.actor === 'string' && did.actor !== actor ? did.actor : undefined);
  const other = named === undefined ? {} : { on_behalf_of: named };
  return parseDraft(JSON.stringify({ ...draft, did: { ...did, actor }, metadata: { ...metadata, ...other } }));
}
