/** `mission show` */
import type { MISSION_SHOW } from '../catalog/missions.ts';
import type { Run } from '../command.ts';
import { writeMission } from '../mission-text.ts';
import { needed, readMissions } from '../missions.ts';

export const run: Run<(typeof MISSION_SHOW)['flags']> = async (call) => {
  const id = needed(call.flags.mission, '--mission');
  await writeMission(call.output, await readMissions(call, (record) => record.mission(id)));
  return 0;
};
