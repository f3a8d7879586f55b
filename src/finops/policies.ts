/** Model policies: which model does which task, within which bounds, and what is tried when it cannot. */
import { LoglineError } from '../base/errors.ts';
import { nearestNames } from '../base/nearest.ts';
import { quote } from '../base/schema.ts';
import type { Decision } from './decisions.ts';
import { policyDraft } from './drafts.ts';
import type { EventContext } from './drafts.ts';
import type { Finance } from './finance.ts';
import type { ModelPolicy } from './generated/types.ts';
import { formatMoney, moneyOf, parseMoney, toNumber } from './money.ts';
import { priceOf } from './prices.ts';
import type { PriceTable } from './prices.ts';

/** How secret content is, from what anybody may see to what hardly anybody may. */
export const DATA_CLASSES = ['public', 'internal', 'confidential', 'restricted'] as const;

/** One of {@link DATA_CLASSES}. */
export type DataClass = (typeof DATA_CLASSES)[number];

/** A policy in the shape of the services' `GET` and `PUT /policies/models`. */
export interface ModelPolicyView {
  readonly task: string;
  readonly model: string;
  readonly budgetCeiling?: number;
  readonly priority?: number;
  readonly fallbacks?: readonly string[];
  readonly dataClass?: DataClass;
}

/** Answers a policy in the services' shape. Pure. */
export function policyView({ task, model, ceiling, priority, fallbacks, data_class }: ModelPolicy): ModelPolicyView {
  return {
    task,
    model,
    ...(ceiling !== undefined && { budgetCeiling: toNumber(parseMoney(ceiling)) }),
    ...(priority !== undefined && { priority }),
    ...(fallbacks !== undefined && { fallbacks }),
    ...(data_class !== undefined && { dataClass: data_class }),
  };
}

/** Answers the policy that a body of the services says. Pure. @throws {LoglineError} MONEY_INVALID - the ceiling is no amount. */
export function policyOf({ task, model, budgetCeiling, priority, fallbacks, dataClass }: ModelPolicyView): ModelPolicy {
  return {
    task,
    model,
    ...(budgetCeiling !== undefined && { ceiling: formatMoney(moneyOf(budgetCeiling)) }),
    ...(priority !== undefined && { priority }),
    ...(fallbacks !== undefined && { fallbacks: [...fallbacks] }),
    ...(dataClass !== undefined && { data_class: dataClass }),
  };
}

/**
 * Answers the decision to set a policy, in the place of the one with its task. What is so already is not appended again.
 *
 * @throws {LoglineError} MODEL_UNKNOWN - the table has no price of one of its models: nobody could hold a ceiling. CURRENCY_MISMATCH -
 *   its ceiling is in another currency than the table.
 */
export function decidePolicy(
  finance: Finance,
  policy: ModelPolicy,
  prices: PriceTable,
  context: EventContext,
): Decision {
  for (const model of modelsOf(policy)) priceOf(model, prices);
  const { currency = prices.currency } = policy;
  if (currency !== prices.currency) {
    const message = `The ceiling of the policy is in ${currency}, and the price table in ${prices.currency}.`;
    throw new LoglineError('CURRENCY_MISMATCH', message, { details: { own: currency, other: prices.currency } });
  }
  const known = finance.policies.get(policy.task);
  const isSame = known !== undefined && JSON.stringify(plain(known)) === JSON.stringify(plain(policy));
  return { drafts: isSame ? [] : [policyDraft(policy, context)], alerts: [] };
}

const plain = (policy: ModelPolicy): object => Object.entries(policy).sort(([a], [b]) => (a < b ? -1 : 1));

/** Answers the models of a policy in the order in which they are tried. Pure. */
export const modelsOf = ({ model, fallbacks = [] }: ModelPolicy): string[] => [...new Set([model, ...fallbacks])];

/**
 * Answers the policies about a task, in the order in which they are asked: by priority, then the one that names the task more exactly.
 *
 * @throws {LoglineError} POLICY_UNKNOWN - there is none.
 */
export function policiesFor(task: string, { policies }: Finance): ModelPolicy[] {
  const fitting = [...policies.values()].filter((policy) => isAbout(policy, task));
  if (fitting.length === 0) {
    const nearest = nearestNames(task, policies.keys(), 3);
    const meant = nearest.length === 0 ? '' : ` Did you mean ${nearest.join(' or ')}?`;
    throw new LoglineError('POLICY_UNKNOWN', `No model policy is about the task ${quote(task)}.${meant}`, {
      details: { task, nearest },
    });
  }
  return fitting.sort((a, b) => priorityOf(a) - priorityOf(b) || b.task.length - a.task.length);
}

const priorityOf = ({ priority = 100 }: ModelPolicy): number => priority;

const isAbout = ({ task: pattern }: ModelPolicy, task: string): boolean =>
  pattern.endsWith('*') ? task.startsWith(pattern.slice(0, -1)) : pattern === task;
