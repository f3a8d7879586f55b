/** `mission list` */
import { checkpointsOf, missionStatus } from '../../mission/index.ts';
import type { MISSION_LIST } from '../catalog/missions.ts';
import type { Run } from '../command.ts';
import { missionJson } from '../mission-text.ts';
import { readMissions } from '../missions.ts';

export const run: Run<(typeof MISSION_LIST)['flags']> = async (call) => {
  const { flags, output } = call;
  const list = output.list(['mission', 'risk', 'status', 'at', 'title']);
  const { missions } = await readMissions(call, (record) => record.read());
  for (const mission of missions.values()) {
    const status = missionStatus(mission);
    if (flags.status !== undefined && flags.status !== status) continue;
    const open = checkpointsOf(mission).find((checkpoint) => checkpoint.status !== 'approved');
    await list.add({
      json: JSON.stringify(missionJson(mission)),
      cells: [mission.id, mission.risk, status, open?.name ?? '-', mission.title],
    });
  }
  await list.end();
  return 0;
};
