/** `mission list` */
import { missionView } from '../../mission/index.ts';
import type { MissionView } from '../../mission/index.ts';
import { openClient } from '../api.ts';
import type { MISSION_LIST } from '../catalog/missions.ts';
import type { Call, Run } from '../command.ts';
import { missionOf } from '../mission-api.ts';
import { missionJson } from '../mission-text.ts';
import { readMissions } from '../missions.ts';

type Flags = (typeof MISSION_LIST)['flags'];

export const run: Run<Flags> = async (call) => {
  const list = call.output.list(['mission', 'risk', 'status', 'at', 'title']);
  for (const view of await missionsOf(call)) {
    const open = view.checkpoints.find((checkpoint) => checkpoint.status !== 'approved');
    await list.add({
      json: JSON.stringify(missionJson(view)),
      cells: [view.missionId, view.risk, view.status, open?.name ?? '-', view.title],
    });
  }
  await list.end();
  return 0;
};

async function missionsOf(call: Call<Flags>): Promise<MissionView[]> {
  const { status } = call.flags;
  const client = await openClient(call, ['status']);
  if (client !== undefined) return (await client.missions.list(status === undefined ? {} : { status })).map(missionOf);
  const { missions } = await readMissions(call, (record) => record.read());
  return [...missions.values()].map(missionView).filter((view) => status === undefined || status === view.status);
}
