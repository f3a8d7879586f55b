/** `finops release` */
import { decideRelease } from '../../finops/index.ts';
import type { FINOPS_RELEASE } from '../catalog/money.ts';
import type { Run } from '../command.ts';
import { decideFinance, needed } from '../finance.ts';

export const run: Run<(typeof FINOPS_RELEASE)['flags']> = async (call) => {
  const { flags, output } = call;
  output.outliveReader();
  const reservation = needed(flags.reservation, '--reservation NAME', 'Which reservation?');
  const { decision } = await decideFinance(call, (state, context) => decideRelease(state, reservation, context));
  const isNew = decision.drafts.length > 0;
  await output.one({ state: isNew ? 'released' : 'already released', reservation }, [
    `${output.paint('green', isNew ? 'RELEASED' : 'ALREADY RELEASED')}  ${reservation}`,
  ]);
  return 0;
};
