/** `hooks status` */
import type { HOOKS_STATUS } from '../catalog/hooks.ts';
import type { Run } from '../command.ts';
import { topFolder } from '../hooks/hook-git.ts';
import { driverSteps } from '../setup/driver-steps.ts';
import { programSteps } from '../setup/program-step.ts';
import { findHost } from '../setup/hook-host.ts';
import { hookSteps } from '../setup/hook-steps.ts';
import { isDone } from '../setup/step.ts';
import type { Step } from '../setup/step.ts';
import { stepJson, stepLines } from '../setup/step-print.ts';

export const run: Run<(typeof HOOKS_STATUS)['flags']> = async ({ flags, output, terminal }) => {
  output.outliveReader();
  const top = await topFolder('.');
  const host = await findHost(top, flags.host);
  const steps = [...(await hookSteps(top, host)), ...(await driverSteps(top)), ...(await programSteps(top, terminal))];
  const ok = isDone(steps);
  const said = ok ? 'installed' : 'NOT INSTALLED: logline-cli hooks install';
  const lines = [`hooks are run by ${host.kind}`, ...stepLines(steps.map(asState), output), said];
  await output.one({ host: host.kind, ok, steps: steps.map(stepJson) }, lines);
  return ok ? 0 : 1;
};

/** What would be done, without its lines: they are for those who do it. */
const asState = ({ diff: _, ...step }: Step): Step => step;
