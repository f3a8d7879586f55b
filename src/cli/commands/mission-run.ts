/** `mission run` */
import type { ServiceClient } from '../../client/index.ts';
import { missionView, runMission } from '../../mission/index.ts';
import type { BatchReport, MissionView } from '../../mission/index.ts';
import { openClient } from '../api.ts';
import type { MISSION_RUN } from '../catalog/missions.ts';
import type { Call, Run } from '../command.ts';
import { missionOf } from '../mission-api.ts';
import { missionJson } from '../mission-text.ts';
import { mutantLines, reportLines, workOptions } from '../mission-work.ts';
import { needed, writeMissions } from '../missions.ts';
import { withProgress } from '../progress.ts';

type Flags = (typeof MISSION_RUN)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, output } = call;
  const id = needed(flags.mission, '--mission');
  output.outliveReader();
  const client = await openClient(call, ['mission', 'run']);
  if (client !== undefined) return runThere(call, client, id);
  return writeMissions(call, async (record) => {
    const done = await withProgress(call, id, () => runMission(flags.root, record, id, workOptions(call)));
    return show(call, id, { ...done, mission: missionView(await record.mission(id)) });
  });
};

interface Shown {
  readonly ok: boolean;
  readonly batches: readonly string[];
  readonly stopped?: BatchReport | undefined;
  readonly mission: MissionView;
}

/** The same in the folder of the services. */
async function runThere(call: Call<Flags>, client: ServiceClient, id: string): Promise<0 | 1> {
  const { success, batches, stopped, mission } = await withProgress(call, id, () =>
    client.missions.run(id, { runTests: call.flags.run }),
  );
  const report = stopped === null ? undefined : (stopped as BatchReport);
  return show(call, id, { ok: success, batches, stopped: report, mission: missionOf(mission) });
}

async function show({ output }: Call<Flags>, id: string, { ok, batches, stopped, mission }: Shown): Promise<0 | 1> {
  const word = ok ? output.paint('green', 'DONE') : output.paint('red', 'STOPPED');
  const what = batches.length === 0 ? 'there was nothing to do' : batches.join(', ');
  const value = {
    ok,
    batches,
    stopped: stopped ?? null,
    mission: missionJson(mission),
  };
  const why = stopped === undefined ? [] : [...reportLines(stopped), ...mutantLines(stopped, mission.risk)];
  await output.one(value, [`${word}  ${id}: ${what}`, ...why]);
  return ok ? 0 : 1;
}
