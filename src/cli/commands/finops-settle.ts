/** `finops settle` */
import type { FINOPS_SETTLE } from '../catalog/money.ts';
import type { Run } from '../command.ts';
import { needed } from '../finance.ts';
import { recordUsage } from '../usage-recording.ts';

export const run: Run<(typeof FINOPS_SETTLE)['flags']> = async ({ flags, origins, ...call }) => {
  const { reservation, ...own } = flags;
  const settled = needed(reservation, '--reservation NAME', 'Which reservation?');
  // The call was made: a settlement is recorded whatever is left.
  return recordUsage(
    {
      ...call,
      flags: { ...own, api: undefined, withinBudget: false },
      origins: { ...origins, api: 'default', withinBudget: 'default' },
    },
    settled,
  );
};
