/** `mission plan` */
import type { MISSION_PLAN } from '../catalog/missions.ts';
import type { Run } from '../command.ts';
import { readContents } from '../mission-contents.ts';
import { writeMission } from '../mission-text.ts';
import { needed, writeMissions } from '../missions.ts';

export const run: Run<(typeof MISSION_PLAN)['flags']> = async (call) => {
  const { flags, output } = call;
  const mission = needed(flags.mission, '--mission');
  const contents = (await readContents(call)).map(({ kind, name, digest }) => ({ kind, name, digest }));
  const { summary } = flags;
  await writeMissions(call, async (record) => {
    const payload = { mission, contents, ...(summary !== undefined && { summary }) };
    await record.append(() => ({ intent: 'mission_planned', payload }));
    await writeMission(output, await record.mission(mission), `${output.paint('green', 'PLANNED')}  ${mission}`);
  });
  return 0;
};
