/** `mission create` */
import { missionView, nextMissionId } from '../../mission/index.ts';
import type { MissionView } from '../../mission/index.ts';
import { openClient } from '../api.ts';
import type { MISSION_CREATE } from '../catalog/missions.ts';
import type { Call, Run } from '../command.ts';
import { missionOf } from '../mission-api.ts';
import { writeMission } from '../mission-text.ts';
import { needed, writeMissions } from '../missions.ts';

type Flags = (typeof MISSION_CREATE)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, output } = call;
  const title = needed(flags.title, '--title');
  const { description, risk, approvals, traceId = globalThis.crypto.randomUUID() } = flags;
  const client = await openClient(call, ['title', 'description', 'risk', 'approvals', 'traceId']);
  const told = { title, risk, ...(description !== undefined && { description }) };
  const view =
    client === undefined
      ? await createHere(call, { ...told, ...(approvals === 'signed' && { approvals }) }, traceId)
      : missionOf(await client.missions.create({ ...told, approvals }, { traceId }));
  await writeMission(output, view, `${output.paint('green', 'CREATED')}  ${view.missionId}`);
  return 0;
};

function createHere(
  call: Call<Flags>,
  told: Pick<MissionView, 'title' | 'risk'>,
  traceId: string,
): Promise<MissionView> {
  const { id } = call.flags;
  return writeMissions(call, async (record) => {
    let mission = id ?? '';
    await record.append((missions) => {
      mission = id ?? nextMissionId(missions);
      return { intent: 'mission_created', payload: { mission, ...told }, traceId };
    });
    return missionView(await record.mission(mission));
  });
}
