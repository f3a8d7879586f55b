/** `hooks uninstall` */
import type { HOOKS_UNINSTALL } from '../catalog/hooks.ts';
import type { Run } from '../command.ts';
import { topFolder } from '../hooks/hook-git.ts';
import { driverRemoval } from '../setup/driver-steps.ts';
import { programRemoval } from '../setup/program-step.ts';
import { findHost } from '../setup/hook-host.ts';
import { removalSteps } from '../setup/hook-steps.ts';
import { demandOwnPlaces, placesOfHost } from '../setup/own-places.ts';
import { applySteps } from '../setup/step.ts';
import { stepJson, stepLines } from '../setup/step-print.ts';

export const run: Run<(typeof HOOKS_UNINSTALL)['flags']> = async ({ flags, output }) => {
  output.outliveReader();
  const top = await topFolder('.');
  const host = await findHost(top, flags.host);
  demandOwnPlaces(top, placesOfHost(top, host));
  const steps = [...(await removalSteps(top, host)), ...(await driverRemoval(top)), ...(await programRemoval(top))];
  if (!flags.dryRun) await applySteps(steps);
  const value = { host: host.kind, done: !flags.dryRun, steps: steps.map(stepJson) };
  await output.one(value, [`hooks are run by ${host.kind}`, ...stepLines(steps, output)]);
  return 0;
};
