/** `mission verify` */
import { saysYes, verifyMission } from '../../mission/index.ts';
import type { MISSION_WORK } from '../catalog/missions.ts';
import type { Run } from '../command.ts';
import { mutantLines, reportLines, workOptions } from '../mission-work.ts';
import { needed, writeMissions } from '../missions.ts';
import { withProgress } from '../progress.ts';

export const run: Run<typeof MISSION_WORK> = async (call) => {
  const { flags, output } = call;
  const id = needed(flags.mission, '--mission');
  output.outliveReader();
  return writeMissions(call, async (record) => {
    const reports = await withProgress(call, id, () => verifyMission(flags.root, record, id, workOptions(call)));
    const { risk } = await record.mission(id);
    const missing = reports.flatMap((report) => mutantLines(report, risk));
    const ok = reports.length > 0 && reports.every((report) => saysYes(report, risk));
    const word = ok ? output.paint('green', 'VERIFIED') : output.paint('red', 'NOT VERIFIED');
    const what = reports.length === 0 ? 'no batch is applied' : reports.map(({ batch }) => batch).join(', ');
    await output.one({ ok, reports }, [`${word}  ${id}: ${what}`, ...reports.flatMap(reportLines), ...missing]);
    return ok ? 0 : 1;
  });
};
