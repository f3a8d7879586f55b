/** `mission approve` */
import type { MISSION_APPROVE } from '../catalog/missions.ts';
import type { Run } from '../command.ts';
import { decide } from '../mission-decision.ts';

export const run: Run<(typeof MISSION_APPROVE)['flags']> = async (call) => {
  await decide(call, { decision: 'approved', override: call.flags.override });
  return 0;
};
