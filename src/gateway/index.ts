/** Door `logline-core/gateway`: secrets and personal data in texts, found, taken out and restored, by a policy. */
export { decisionDraft } from './decision.ts';
export type { DecisionContext } from './decision.ts';
export { check, createGateway } from './gateway.ts';
export type { Gateway, GatewayOptions, TextCheck } from './gateway.ts';
export type { ContentRule, GatewayPolicy, RuleAction } from './generated/types.ts';
export { createGuard } from './guard.ts';
export type { DraftGuard } from './guard.ts';
export { parsePolicy } from './policy.ts';
export type { RequestFacts, Severity, Violation } from './policy.ts';
export { preflight } from './preflight.ts';
export type { PreflightRedaction, PreflightRequest, PreflightResult } from './preflight.ts';
export type { RedactionKind, RedactionOptions } from './redaction.ts';
export type { FindingKind } from './finding-span.ts';
export type { Span } from './spans.ts';
export { TextSanitizer } from './stream.ts';
export { Vault } from './vault.ts';
export type { SealedVault } from './vault.ts';
