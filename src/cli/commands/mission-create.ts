/** `mission create` */
import { nextMissionId } from '../../mission/index.ts';
import type { MISSION_CREATE } from '../catalog/missions.ts';
import type { Run } from '../command.ts';
import { writeMission } from '../mission-text.ts';
import { needed, writeMissions } from '../missions.ts';

export const run: Run<(typeof MISSION_CREATE)['flags']> = async (call) => {
  const { flags, output } = call;
  const title = needed(flags.title, '--title');
  const { description, risk, approvals, id, traceId = globalThis.crypto.randomUUID() } = flags;
  await writeMissions(call, async (record) => {
    let mission = id ?? '';
    await record.append((missions) => {
      mission = id ?? nextMissionId(missions);
      const more = { ...(description !== undefined && { description }), ...(approvals === 'signed' && { approvals }) };
      return { intent: 'mission_created', payload: { mission, title, risk, ...more }, traceId };
    });
    await writeMission(output, await record.mission(mission), `${output.paint('green', 'CREATED')}  ${mission}`);
  });
  return 0;
};
