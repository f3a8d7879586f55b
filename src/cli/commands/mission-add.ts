/** `mission add` */
import { batchView, nextBatchId } from '../../mission/index.ts';
import type { BatchView, MissionRecord } from '../../mission/index.ts';
import { openClient } from '../api.ts';
import type { MISSION_ADD } from '../catalog/missions.ts';
import type { Call, Run } from '../command.ts';
import { batchOf, contentBodies } from '../mission-api.ts';
import { readContents } from '../mission-contents.ts';
import { needed, writeMissions } from '../missions.ts';
import { snakeCased } from '../snake-case.ts';

type Flags = (typeof MISSION_ADD)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, output } = call;
  const mission = needed(flags.mission, '--mission');
  const client = await openClient(call, ['mission', 'spec', 'patch', 'pr']);
  const batch =
    client === undefined
      ? await addHere(call, mission)
      : batchOf(
          await client.missions.addBatch(mission, {
            contents: contentBodies(await readContents(call)),
            prs: [...flags.pr],
          }),
        );
  await output.one(snakeCased(batch) as object, [
    `${output.paint('green', 'ADDED')}  ${batch.id} of ${mission}`,
    ...batch.contents.map(({ kind, name }) => `  ${kind} ${name}`),
    ...batch.prs.map((pr) => `  ${pr}`),
  ]);
  return 0;
};

function addHere(call: Call<Flags>, mission: string): Promise<BatchView> {
  return writeMissions(call, async (record) => {
    const id = (await refer(call, record, mission)) ?? (await add(call, record, mission));
    return batchView((await record.mission(mission)).batches.find((one) => one.id === id)!);
  });
}

/** Of a batch that is there, without contents: its pull requests alone. */
async function refer({ flags }: Call<Flags>, record: MissionRecord, mission: string): Promise<string | undefined> {
  const { batch, spec, patch, pr } = flags;
  const known = (await record.mission(mission)).batches.some(({ id }) => id === batch);
  if (batch === undefined || !known || spec.length + patch.length > 0) return undefined;
  for (const address of pr)
    await record.append(() => ({ intent: 'batch_referenced', payload: { mission, batch, pull_request: address } }));
  return batch;
}

async function add(call: Call<Flags>, record: MissionRecord, mission: string): Promise<string> {
  const { flags } = call;
  const contents = await readContents(call);
  let batch = '';
  await record.append(({ missions }) => {
    batch = flags.batch ?? nextBatchId(missions.get(mission)!);
    const more = flags.pr.length > 0 ? { pull_requests: [...new Set(flags.pr)] } : {};
    return { intent: 'batch_added', payload: { mission, batch, contents, ...more } };
  });
  return batch;
}
