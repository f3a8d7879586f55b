/** The program of the worker for audit packs. */
import { packGraph, packLines, verifyPack } from '../../evidence/index.ts';
import { decisionDigest, demandShownSubject, missionReader } from '../../mission/index.ts';
import { serve } from './channel.ts';
import type { WorkerScope } from './channel.ts';
import { failureOf } from './failure.ts';
import type { PackTasks } from './pack-tasks.ts';
import { explained, keyringIn } from './verifier.ts';

const bytesOf = async (pack: Blob): Promise<Uint8Array> => new Uint8Array(await pack.arrayBuffer());

const tasks: PackTasks = {
  verify: async ({ pack, settings }) => {
    const started = performance.now();
    const bytes = await bytesOf(pack);
    const report = await verifyPack(bytes, {
      reader: missionReader,
      keyring: keyringIn(settings.keyring),
    });
    const graph = report.ok ? packGraph(bytes) : undefined;
    return { report, graph, codes: explained(report.findings), elapsedMs: performance.now() - started };
  },
  lines: async (pack) =>
    packLines(await bytesOf(pack))
      .map((line) => `${line}\n`)
      .join(''),
  decision: ({ shown, actor, ...told }) => {
    const subject = demandShownSubject(shown, told.checkpoint);
    return { subject, digest: decisionDigest({ ...told, mission: shown.missionId, subject, approver: { actor } }) };
  },
};

serve(globalThis as unknown as WorkerScope, tasks, failureOf);
