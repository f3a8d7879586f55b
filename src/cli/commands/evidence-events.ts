/** `evidence events` */
import type { EVIDENCE } from '../catalog/evidence.ts';
import type { Run } from '../command.ts';
import { readEvidence } from '../evidence.ts';
import { snakeCased } from '../snake-case.ts';

export const run: Run<typeof EVIDENCE> = async (call) => {
  const list = call.output.list(['line', 'time', 'type', 'actor', 'counts']);
  const { events } = await readEvidence(call);
  for (const { data, ...event } of events) {
    const { line, timestamp, type, actor, refused } = event;
    await list.add({
      json: JSON.stringify({ ...(snakeCased(event) as object), data }),
      cells: [String(line), timestamp, type, actor, refused === undefined ? 'yes' : `no: ${refused}`],
    });
  }
  await list.end();
  return 0;
};
