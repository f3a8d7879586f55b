/** `policy route` */
import { NO_TOKENS, formatMoney, parseMoney, routeTask } from '../../finops/index.ts';
import type { Route } from '../../finops/index.ts';
import type { POLICY_ROUTE } from '../catalog/policies.ts';
import type { Run } from '../command.ts';
import { SCOPE_FLAGS, needed, readFinance, scopeOf } from '../finance.ts';
import type { Output } from '../output.ts';
import { pricesOf } from '../price-files.ts';

const TOLD = ['task', 'input', 'outputTokens', 'budget', 'preferredProvider', 'dataClass', 'prices', ...SCOPE_FLAGS];

export const run: Run<(typeof POLICY_ROUTE)['flags']> = async (call) => {
  const { flags, output, terminal } = call;
  const { input, outputTokens, budget, preferredProvider, dataClass } = flags;
  const request = {
    task: needed(flags.task, '--task NAME', 'Which task?'),
    tokens: { ...NO_TOKENS, input, output: outputTokens },
    at: terminal.clock(),
    scope: scopeOf(flags),
    budget: budget === undefined ? undefined : parseMoney(budget),
    preferredProvider,
    dataClass,
  };
  const prices = await pricesOf(call);
  const route = routeTask(await readFinance(call, TOLD), request, prices);
  await print(output, request.task, route);
  return route.chosen === undefined ? 1 : 0;
};

async function print(output: Output, task: string, { chosen, refused }: Route): Promise<void> {
  const against = refused.map(({ model, policy, why }) => `  not ${model} (${policy}): ${why}`);
  if (chosen === undefined) {
    await output.one({ task, provider: null, model: null, refused }, [
      `${output.paint('red', 'NONE')}  ${task}: no model may be called`,
      ...against,
    ]);
    return;
  }
  const { provider, model, policyApplied, estimatedCost, why } = chosen;
  const value = {
    task,
    provider,
    model,
    policy_applied: policyApplied,
    estimated_cost: formatMoney(estimatedCost),
    why,
    refused,
  };
  await output.one(value, [
    `${output.paint('green', model)}  ${provider}`,
    ...why.map((reason) => `  ${reason}`),
    ...against,
  ]);
}
