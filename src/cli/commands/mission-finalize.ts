/** `mission finalize` */
import { checkpointOf, missionView } from '../../mission/index.ts';
import type { MissionView } from '../../mission/index.ts';
import { openClient } from '../api.ts';
import type { MISSION_FINALIZE } from '../catalog/missions.ts';
import type { Call, Run } from '../command.ts';
import { missionOf } from '../mission-api.ts';
import { writeMission } from '../mission-text.ts';
import { needed, writeMissions } from '../missions.ts';

type Flags = (typeof MISSION_FINALIZE)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, output } = call;
  const id = needed(flags.mission, '--mission');
  const client = await openClient(call, ['mission']);
  const view = client === undefined ? await finalizeHere(call, id) : missionOf(await client.missions.finalize(id));
  await writeMission(output, view, `${output.paint('green', 'FINALIZED')}  ${id}`);
  return 0;
};

function finalizeHere(call: Call<Flags>, id: string): Promise<MissionView> {
  return writeMissions(call, async (record) => {
    await record.append(({ missions }) => {
      const mission = missions.get(id);
      if (mission?.finalized !== undefined) return undefined;
      const subject = mission === undefined ? '0'.repeat(64) : checkpointOf(mission, 'finalize').subject;
      return { intent: 'mission_finalized', payload: { mission: id, subject } };
    });
    return missionView(await record.mission(id));
  });
}
