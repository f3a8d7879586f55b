/** `mission rollback` */
import { rollbackBatch } from '../../mission/index.ts';
import type { MISSION_ROLLBACK } from '../catalog/missions.ts';
import type { Run } from '../command.ts';
import { workOptions } from '../mission-work.ts';
import { needed, writeMissions } from '../missions.ts';
import { screenText } from '../screen-text.ts';

export const run: Run<(typeof MISSION_ROLLBACK)['flags']> = async (call) => {
  const { flags, output } = call;
  const mission = needed(flags.mission, '--mission');
  const batch = needed(flags.batch, '--batch');
  const { merge, cascade } = flags;
  await writeMissions(call, async (record) => {
    const options = { ...workOptions(call), merge, cascade };
    const { batches, paths, merged } = await rollbackBatch(flags.root, record, { mission, batch }, options);
    const state = batches.length === 0 ? 'was rolled back before' : `${String(paths.length)} files are as they were`;
    const lines = paths.map((path) => `  ${screenText(path)}${merged.includes(path) ? '  later changes kept' : ''}`);
    const headline = `${output.paint('green', 'ROLLED BACK')}  ${batches.join(', ') || batch} of ${mission}: ${state}`;
    await output.one({ state: 'rolled-back', mission, batch, batches, paths, merged }, [headline, ...lines]);
  });
  return 0;
};
