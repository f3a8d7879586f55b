/** What was spent, as a request says it. */
import type { Static } from '@sinclair/typebox';
import { formatMoney, moneyOf } from 'logline-core/finops';
import type { UsageRecord } from 'logline-core/finops';
import type { Asked } from '../http/route.ts';
import type { BudgetBody } from './forms.ts';

/** Answers the record of it. Pure. */
export function usageOf({
  body,
  traceId,
}: Pick<Asked<object, object, Static<typeof BudgetBody>>, 'body' | 'traceId'>): UsageRecord {
  const { consumed, usage = `U-${traceId}`, mission, organisation, repository, latencyMs, ...rest } = body;
  const { withinBudget: _, ...facts } = rest;
  return {
    usage,
    cost: formatMoney(moneyOf(consumed)),
    currency: 'USD',
    scope: {
      ...(organisation !== undefined && { organisation }),
      ...(repository !== undefined && { repository }),
      ...(mission !== undefined && { mission }),
    },
    attestation: 'claimed',
    ...facts,
    ...(latencyMs !== undefined && { latency_ms: latencyMs }),
  };
}
