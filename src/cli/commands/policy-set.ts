/** `policy set` */
import { decidePolicy, formatMoney, parseMoney } from '../../finops/index.ts';
import type { ModelPolicy } from '../../finops/index.ts';
import type { POLICY_SET } from '../catalog/policies.ts';
import type { Call, Run } from '../command.ts';
import { decideFinance, needed } from '../finance.ts';
import { pricesOf } from '../price-files.ts';

type Flags = (typeof POLICY_SET)['flags'];

export const run: Run<Flags> = async (call) => {
  const { output } = call;
  output.outliveReader();
  const policy = policyOf(call.flags);
  const prices = await pricesOf(call);
  const { decision } = await decideFinance(call, (finance, context) => decidePolicy(finance, policy, prices, context));
  const state = decision.drafts.length > 0 ? 'set' : 'already set';
  const fallbacks = policy.fallbacks?.map((model) => `, else ${model}`).join('') ?? '';
  await output.one({ state, ...policy }, [
    `${output.paint('green', state.toUpperCase())}  ${policy.task}: ${policy.model}${fallbacks}`,
  ]);
  return 0;
};

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
