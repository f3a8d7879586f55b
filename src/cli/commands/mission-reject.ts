/** `mission reject` */
import type { MISSION_REJECT } from '../catalog/missions.ts';
import type { Run } from '../command.ts';
import { decide } from '../mission-decision.ts';
import { needed } from '../missions.ts';

export const run: Run<(typeof MISSION_REJECT)['flags']> = async (call) => {
  needed(call.flags.reason, '--reason');
  await decide(call, { decision: 'rejected', override: false });
  return 0;
};
