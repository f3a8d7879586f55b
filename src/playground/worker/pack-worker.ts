/** The program of the worker for audit packs. */
import { packLines, verifyPack } from '../../evidence/index.ts';
import { missionReader } from '../../mission/index.ts';
import { serve } from './channel.ts';
import type { WorkerScope } from './channel.ts';
import { failureOf } from './failure.ts';
import type { PackTasks } from './pack-tasks.ts';
import { explained, keyringIn } from './verifier.ts';

const bytesOf = async (pack: Blob): Promise<Uint8Array> => new Uint8Array(await pack.arrayBuffer());

const tasks: PackTasks = {
  verify: async ({ pack, settings }) => {
    const started = performance.now();
    const report = await verifyPack(await bytesOf(pack), {
      reader: missionReader,
      keyring: keyringIn(settings.keyring),
    });
    return { report, codes: explained(report.findings), elapsedMs: performance.now() - started };
  },
  lines: async (pack) =>
    packLines(await bytesOf(pack))
      .map((line) => `${line}\n`)
      .join(''),
};

serve(globalThis as unknown as WorkerScope, tasks, failureOf);
