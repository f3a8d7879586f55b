/** `policy set` */
import { decidePolicy, formatMoney, parseMoney, policyView } from '../../finops/index.ts';
import type { ModelPolicy } from '../../finops/index.ts';
import { canonicalize } from '../../atomic/index.ts';
import type { ServiceClient } from '../../client/index.ts';
import { openClient } from '../api.ts';
import type { POLICY_SET } from '../catalog/policies.ts';
import type { Call, Run } from '../command.ts';
import { decideFinance, needed } from '../finance.ts';
import { pricesOf } from '../price-files.ts';

type Flags = (typeof POLICY_SET)['flags'];

export const run: Run<Flags> = async (call) => {
  const { output } = call;
  output.outliveReader();
  const policy = policyOf(call.flags);
  const client = await openClient(call, ['task', 'model', 'fallback', 'ceiling', 'priority', 'dataClass']);
  const isNew = client === undefined ? await setHere(call, policy) : await setThere(client, policy);
  const state = isNew ? 'set' : 'already set';
  const fallbacks = policy.fallbacks?.map((model) => `, else ${model}`).join('') ?? '';
  await output.one({ state, ...policy }, [
    `${output.paint('green', state.toUpperCase())}  ${policy.task}: ${policy.model}${fallbacks}`,
  ]);
  return 0;
};

async function setHere(call: Call<Flags>, policy: ModelPolicy): Promise<boolean> {
  const prices = await pricesOf(call);
  const { decision } = await decideFinance(call, (finance, context) => decidePolicy(finance, policy, prices, context));
  return decision.drafts.length > 0;
}

async function setThere({ policies }: ServiceClient, policy: ModelPolicy): Promise<boolean> {
  const view = policyView(policy);
  const before = (await policies.list()).find(({ task }) => task === policy.task);
  await policies.set(view);
  return before === undefined || canonicalize(before) !== canonicalize(view);
}

function policyOf({ task, model, fallback, ceiling, priority, dataClass }: Call<Flags>['flags']): ModelPolicy {
  return {
    task: needed(task, '--task NAME', 'Which task?'),
    model: needed(model, '--model NAME', 'Which model?'),
    ...(fallback.length > 0 && { fallbacks: [...fallback] }),
    ...(ceiling !== undefined && { ceiling: formatMoney(parseMoney(ceiling)) }),
    ...(priority !== undefined && { priority }),
    ...(dataClass !== undefined && { data_class: dataClass }),
  };
}
