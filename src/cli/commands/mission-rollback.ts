/** `mission rollback` */
import { rollbackBatch } from '../../mission/index.ts';
import type { Rollback } from '../../mission/index.ts';
import { openClient } from '../api.ts';
import type { MISSION_ROLLBACK } from '../catalog/missions.ts';
import type { Call, Run } from '../command.ts';
import { workOptions } from '../mission-work.ts';
import { needed, writeMissions } from '../missions.ts';
import { screenText } from '../screen-text.ts';

type Flags = (typeof MISSION_ROLLBACK)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, output } = call;
  const mission = needed(flags.mission, '--mission');
  const batch = needed(flags.batch, '--batch');
  const { merge, cascade } = flags;
  const client = await openClient(call, ['mission', 'batch', 'merge', 'cascade']);
  const { batches, paths, merged }: Pick<Rollback, 'batches' | 'paths' | 'merged'> =
    client === undefined
      ? await rollbackHere(call, mission, batch)
      : await client.missions.rollback(mission, batch, { merge, cascade });
  const state = batches.length === 0 ? 'was rolled back before' : `${String(paths.length)} files are as they were`;
  const lines = paths.map((path) => `  ${screenText(path)}${merged.includes(path) ? '  later changes kept' : ''}`);
  const headline = `${output.paint('green', 'ROLLED BACK')}  ${batches.join(', ') || batch} of ${mission}: ${state}`;
  await output.one({ state: 'rolled-back', mission, batch, batches, paths, merged }, [headline, ...lines]);
  return 0;
};

function rollbackHere(call: Call<Flags>, mission: string, batch: string): Promise<Rollback> {
  const { merge, cascade, root } = call.flags;
  return writeMissions(call, (record) =>
    rollbackBatch(root, record, { mission, batch }, { ...workOptions(call), merge, cascade }),
  );
}
