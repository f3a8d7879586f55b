/** `policy list` */
import type { ModelPolicy } from '../../finops/index.ts';
import type { POLICY_LIST } from '../catalog/policies.ts';
import type { Run } from '../command.ts';
import { readFinance } from '../finance.ts';

export const run: Run<(typeof POLICY_LIST)['flags']> = async (call) => {
  const { policies } = await readFinance(call);
  const list = call.output.list(['PRIORITY', 'TASK', 'MODEL', 'FALLBACKS', 'CEILING', 'DATA CLASS']);
  const sorted = [...policies.values()].sort((a, b) => priorityOf(a) - priorityOf(b) || (a.task < b.task ? -1 : 1));
  for (const policy of sorted) await list.add({ json: JSON.stringify(policy), cells: cellsOf(policy) });
  await list.end();
  return 0;
};

const priorityOf = ({ priority = 100 }: ModelPolicy): number => priority;

function cellsOf(policy: ModelPolicy): string[] {
  const { task, model, fallbacks = [], ceiling = '-', data_class = 'internal' } = policy;
  return [String(priorityOf(policy)), task, model, fallbacks.join(', ') || '-', ceiling, data_class];
}
