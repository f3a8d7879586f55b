/** `mission finalize` */
import { checkpointOf } from '../../mission/index.ts';
import type { MISSION_FINALIZE } from '../catalog/missions.ts';
import type { Run } from '../command.ts';
import { writeMission } from '../mission-text.ts';
import { needed, writeMissions } from '../missions.ts';

export const run: Run<(typeof MISSION_FINALIZE)['flags']> = async (call) => {
  const { flags, output } = call;
  const id = needed(flags.mission, '--mission');
  await writeMissions(call, async (record) => {
    await record.append(({ missions }) => {
      const mission = missions.get(id);
      if (mission?.finalized !== undefined) return undefined;
      const subject = mission === undefined ? '0'.repeat(64) : checkpointOf(mission, 'finalize').subject;
      return { intent: 'mission_finalized', payload: { mission: id, subject } };
    });
    await writeMission(output, await record.mission(id), `${output.paint('green', 'FINALIZED')}  ${id}`);
  });
  return 0;
};
