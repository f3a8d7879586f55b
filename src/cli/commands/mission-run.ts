/** `mission run` */
import { runMission } from '../../mission/index.ts';
import type { MISSION_WORK } from '../catalog/missions.ts';
import type { Run } from '../command.ts';
import { missionJson } from '../mission-text.ts';
import { reportLines, workOptions } from '../mission-work.ts';
import { needed, writeMissions } from '../missions.ts';
import { withProgress } from '../progress.ts';

export const run: Run<typeof MISSION_WORK> = async (call) => {
  const { flags, output } = call;
  const id = needed(flags.mission, '--mission');
  output.outliveReader();
  return writeMissions(call, async (record) => {
    const { ok, batches, stopped } = await withProgress(call, id, () =>
      runMission(flags.root, record, id, workOptions(call)),
    );
    const word = ok ? output.paint('green', 'DONE') : output.paint('red', 'STOPPED');
    const what = batches.length === 0 ? 'there was nothing to do' : batches.join(', ');
    const value = { ok, batches, stopped: stopped ?? null, mission: missionJson(await record.mission(id)) };
    await output.one(value, [`${word}  ${id}: ${what}`, ...(stopped === undefined ? [] : reportLines(stopped))]);
    return ok ? 0 : 1;
  });
};
