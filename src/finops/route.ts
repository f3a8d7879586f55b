/** Which model is to be called: the first that the policies, the budgets and the content allow, with the reasons against the others. */
import { balancesFor } from './balance.ts';
import type { Finance } from './finance.ts';
import type { ModelPolicy, SpendScope } from './generated/types.ts';
import { formatMoney, parseMoney, toNumber } from './money.ts';
import type { Money } from './money.ts';
import { DATA_CLASSES, modelsOf, policiesFor } from './policies.ts';
import type { DataClass } from './policies.ts';
import { priceOf } from './prices.ts';
import type { PriceTable } from './prices.ts';
import { costOf } from './usage.ts';
import type { TokenUsage } from './usage.ts';

/** What is to be done. */
export interface RouteRequest {
  readonly task: string;
  /** What the call will use, at most. */
  readonly tokens: TokenUsage;
  readonly at: Date;
  /** Whose money it is: the hard budgets that cover it are asked. @default everything */
  readonly scope?: SpendScope;
  /** The most that the caller wants to pay. @default no bound */
  readonly budget?: Money | undefined;
  /** Of what a policy allows, models of this provider go first. @default the policy's order */
  readonly preferredProvider?: string | undefined;
  /** How secret the content is. @default internal */
  readonly dataClass?: DataClass | undefined;
}

/** The model that is to be called, or none. */
export interface Route {
  /** Left out: no model may be called, and {@link Route.refused} says why each may not. */
  readonly chosen?: ChosenModel;
  /** What was considered before, in order. */
  readonly refused: readonly RefusedModel[];
}

/** A model that may be called. */
export interface ChosenModel {
  readonly provider: string;
  readonly model: string;
  /** The task of the policy, as the policy has it. */
  readonly policyApplied: string;
  readonly estimatedCost: Money;
  /** {@link ChosenModel.estimatedCost} for screens. */
  readonly usdEstimate: number;
  /** Why this one, in sentences. */
  readonly why: readonly string[];
}

/** A model that may not be called. */
export interface RefusedModel {
  readonly model: string;
  readonly policy: string;
  readonly why: string;
}

/**
 * Answers the model for a task. Pure; nothing is reserved: reserve what the answer estimates before calling.
 *
 * @throws {LoglineError} POLICY_UNKNOWN - no policy is about the task.
 */
export function routeTask(finance: Finance, request: RouteRequest, prices: PriceTable): Route {
  const refused: RefusedModel[] = [];
  const room = roomOf(finance, request, prices.currency);
  for (const policy of policiesFor(request.task, finance)) {
    for (const model of inOrder(modelsOf(policy), request, prices)) {
      const verdict = judge(model, policy, request, prices, room);
      if (typeof verdict === 'string') refused.push({ model, policy: policy.task, why: verdict });
      else return { chosen: chosen(model, policy, verdict, request, prices, room), refused };
    }
  }
  return { refused };
}

/** How much may be spent at most, and who says so. */
interface Room {
  readonly amount: Money;
  readonly says: string;
}

function roomOf(finance: Finance, { scope = {}, at, budget }: RouteRequest, currency: string): Room | undefined {
  const rooms: Room[] = balancesFor(finance, scope, at)
    .filter(({ budget: { terms } }) => terms.hard && terms.currency === currency)
    .map(({ budget: { id }, remaining, period }) => ({
      amount: remaining,
      says: `the budget ${id} has ${formatMoney(remaining)} left in ${period}`,
    }));
  if (budget !== undefined) rooms.push({ amount: budget, says: `${formatMoney(budget)} are offered` });
  return rooms.sort((a, b) => (a.amount < b.amount ? -1 : 1))[0];
}

/** Those of the preferred provider first; the sort is stable. */
function inOrder(models: readonly string[], { preferredProvider }: RouteRequest, prices: PriceTable): string[] {
  const isPreferred = (model: string): boolean =>
    preferredProvider !== undefined && prices.models.get(model)?.provider === preferredProvider;
  return [...models].sort((a, b) => Number(isPreferred(b)) - Number(isPreferred(a)));
}

/** Answers the estimated cost, or why not. */
function judge(
  model: string,
  policy: ModelPolicy,
  { tokens, dataClass = 'internal' }: RouteRequest,
  prices: PriceTable,
  room: Room | undefined,
): Money | string {
  const { data_class: most = 'internal', ceiling } = policy;
  if (DATA_CLASSES.indexOf(dataClass) > DATA_CLASSES.indexOf(most))
    return `the content is ${dataClass}, and the policy is for ${most} at most`;
  if (!prices.models.has(model)) return 'it has no price';
  const cost = costOf(model, tokens, prices);
  if (ceiling !== undefined && cost > parseMoney(ceiling))
    return `it would cost ${formatMoney(cost)}, above the ceiling of ${ceiling}`;
  if (room !== undefined && cost > room.amount) return `it would cost ${formatMoney(cost)}, and ${room.says}`;
  return cost;
}

function chosen(
  model: string,
  policy: ModelPolicy,
  cost: Money,
  { preferredProvider }: RouteRequest,
  prices: PriceTable,
  room: Room | undefined,
): ChosenModel {
  const { provider } = priceOf(model, prices);
  const { task, ceiling } = policy;
  const place = model === policy.model ? 'its first choice' : 'a fallback of it';
  return {
    provider,
    model,
    policyApplied: task,
    estimatedCost: cost,
    usdEstimate: toNumber(cost),
    why: [
      `the policy for ${task} names it, as ${place}`,
      ...(provider === preferredProvider ? [`${provider} is the provider that is preferred`] : []),
      `it is estimated to cost ${formatMoney(cost)} ${prices.currency}${ceiling === undefined ? '' : `, within the ceiling of ${ceiling}`}`,
      room === undefined ? 'no hard budget covers it' : room.says,
    ],
  };
}
