/** `mission show` */
import { missionView } from '../../mission/index.ts';
import { openClient } from '../api.ts';
import type { MISSION_SHOW } from '../catalog/missions.ts';
import type { Run } from '../command.ts';
import { missionOf } from '../mission-api.ts';
import { writeMission } from '../mission-text.ts';
import { needed, readMissions } from '../missions.ts';

export const run: Run<(typeof MISSION_SHOW)['flags']> = async (call) => {
  const id = needed(call.flags.mission, '--mission');
  const client = await openClient(call, ['mission']);
  const view =
    client === undefined
      ? missionView(await readMissions(call, (record) => record.mission(id)))
      : missionOf(await client.missions.get(id));
  await writeMission(call.output, view);
  return 0;
};
