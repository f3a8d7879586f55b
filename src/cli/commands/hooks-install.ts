/** `hooks install` */
import type { HOOKS_INSTALL } from '../catalog/hooks.ts';
import type { Run } from '../command.ts';
import { topFolder } from '../hooks/hook-git.ts';
import { driverSteps } from '../setup/driver-steps.ts';
import { programSteps } from '../setup/program-step.ts';
import { findHost } from '../setup/hook-host.ts';
import { hookSteps } from '../setup/hook-steps.ts';
import { demandOwnPlaces, placesOfHost } from '../setup/own-places.ts';
import { applySteps, needsPeople } from '../setup/step.ts';
import { stepJson, stepLines } from '../setup/step-print.ts';

export const run: Run<(typeof HOOKS_INSTALL)['flags']> = async ({ flags, output, terminal }) => {
  output.outliveReader();
  const top = await topFolder('.');
  const host = await findHost(top, flags.host);
  demandOwnPlaces(top, placesOfHost(top, host));
  const steps = [...(await hookSteps(top, host)), ...(await driverSteps(top)), ...(await programSteps(top, terminal))];
  if (!flags.dryRun) await applySteps(steps);
  const value = { host: host.kind, done: !flags.dryRun, steps: steps.map(stepJson) };
  await output.one(value, [`hooks are run by ${host.kind}`, ...stepLines(steps, output)]);
  return needsPeople(steps) ? 1 : 0;
};
