/** Drafts of the atomics that money leaves in the ledger. */
import type { Draft } from '../atomic/index.ts';
import type {
  BudgetRelease,
  BudgetReservation,
  BudgetSet,
  BudgetThreshold,
  ForecastRecord,
  ModelPolicy,
  UsageRecord,
} from './generated/types.ts';

/** Who does it, and when. */
export interface EventContext {
  /** For `did.actor`. */
  readonly actor: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** A UUID that ties it to other atomics. @default none */
  readonly traceId?: string;
}

/** Answers the draft that sets a budget. Pure. */
export const budgetDraft = (payload: BudgetSet, context: EventContext): Draft =>
  draftOf('budget_set', 'law', `/budgets/${payload.budget}`, 'set', payload, context);

/** Answers the draft that sets money aside. Pure. */
export const reservationDraft = (payload: BudgetReservation, context: EventContext): Draft =>
  draftOf('budget_reserved', 'contract', `/reservations/${payload.reservation}`, 'reserve', payload, context);

/** Answers the draft that gives a reservation back. Pure. */
export const releaseDraft = (payload: BudgetRelease, context: EventContext): Draft =>
  draftOf('budget_released', 'contract', `/reservations/${payload.reservation}`, 'release', payload, context);

/** Answers the draft that says what was spent. Pure. */
export const usageDraft = (payload: UsageRecord, context: EventContext): Draft =>
  draftOf('usage_recorded', 'contract', `/usage/${payload.usage}`, 'consume', payload, context);

/** Answers the draft that says that a threshold is reached. Pure. */
export const thresholdDraft = (payload: BudgetThreshold, context: EventContext): Draft =>
  draftOf('budget_threshold', 'decision', `/budgets/${payload.budget}`, 'alert', payload, context);

/** Answers the draft that says what a change is expected to cost. Pure. */
export const forecastDraft = (payload: ForecastRecord, context: EventContext): Draft =>
  draftOf('forecast_made', 'decision', `/forecasts/${payload.forecast}`, 'forecast', payload, context);

/** Answers the draft that sets a model policy. Pure. */
export const policyDraft = (payload: ModelPolicy, context: EventContext): Draft =>
  draftOf('model_policy_set', 'law', `/policies/models/${payload.task.replace('*', 'any')}`, 'set', payload, context);

function draftOf(
  intent: string,
  entityType: Draft['entity_type'],
  about: string,
  action: string,
  payload: object,
  { actor, createdAt, traceId }: EventContext,
): Draft {
  return {
    entity_type: entityType,
    intent,
    this: about,
    did: { actor, action },
    ...(traceId !== undefined && { trace_id: traceId }),
    metadata: { created_at: createdAt },
    payload: { ...payload },
  };
}
