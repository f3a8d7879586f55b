/** `mission plan` */
import { missionView } from '../../mission/index.ts';
import type { BatchContent, MissionView } from '../../mission/index.ts';
import { openClient } from '../api.ts';
import type { MISSION_PLAN } from '../catalog/missions.ts';
import type { Call, Run } from '../command.ts';
import { contentBodies, missionOf } from '../mission-api.ts';
import { readContents } from '../mission-contents.ts';
import { writeMission } from '../mission-text.ts';
import { needed, writeMissions } from '../missions.ts';

type Flags = (typeof MISSION_PLAN)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, output } = call;
  const mission = needed(flags.mission, '--mission');
  const contents = await readContents(call);
  const words = flags.summary === undefined ? {} : { summary: flags.summary };
  const client = await openClient(call, ['mission', 'summary', 'spec', 'patch']);
  const view =
    client === undefined
      ? await planHere(call, mission, contents, words)
      : missionOf(await client.missions.plan(mission, { contents: contentBodies(contents), ...words }));
  await writeMission(output, view, `${output.paint('green', 'PLANNED')}  ${mission}`);
  return 0;
};

function planHere(
  call: Call<Flags>,
  mission: string,
  contents: readonly BatchContent[],
  words: { readonly summary?: string },
): Promise<MissionView> {
  return writeMissions(call, async (record) => {
    const references = contents.map(({ kind, name, digest }) => ({ kind, name, digest }));
    await record.append(() => ({ intent: 'mission_planned', payload: { mission, contents: references, ...words } }));
    return missionView(await record.mission(mission));
  });
}
