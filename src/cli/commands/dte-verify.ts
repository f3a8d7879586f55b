/** `dte verify` */
import { availableParallelism } from 'node:os';
import { toUtf8 } from '../../base/bytes.ts';
import { writeFileAtomic } from '../../base/fs.ts';
import {
  changeDraft,
  installedFiles,
  openGitTree,
  proveDiff,
  reportDigest,
  testChange,
  testRunnerOf,
  treeIdAt,
  verifyChange,
} from '../../dte/index.ts';
import type { ChangeReport, ChangeSpec, DiffProof, VerifyChangeOptions } from '../../dte/index.ts';
import type { DTE_VERIFY } from '../catalog/changes.ts';
import { changeReportJson, changeReportLines } from '../change-report-text.ts';
import { findTrees } from '../change-trees.ts';
import type { ChangeTrees } from '../change-trees.ts';
import type { Call, Run } from '../command.ts';
import { withProgress } from '../progress.ts';
import type { Progress } from '../progress.ts';
import { proofFacts } from '../proof-text.ts';
import { recordContext } from '../record-context.ts';
import { openRecorder } from '../recording.ts';
import { readSpec } from '../spec-file.ts';

type Flags = (typeof DTE_VERIFY)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, output, terminal } = call;
  output.outliveReader();
  const spec = await readSpec(flags.spec, terminal);
  const record = await openRecorder(call);
  const [report, proof] = await withProgress(call, 'verifying', async (progress) => {
    const proven = flags.base === undefined ? undefined : await prove(call, spec);
    return [await verify(call, spec, progress), proven] as const;
  });
  const ok = report.ok && (proof?.ok ?? true);
  const whole = { ...report, ok, findings: [...report.findings, ...(proof?.findings ?? [])] };
  const value = { ...changeReportJson(whole), ...(proof && { proof: proofJson(proof) }) };
  await writeMutants(call, report);
  await output.one(value, changeReportLines(whole, proof ? proofFacts(proof) : {}, { paint: output.paint, compact: flags.ci }));
  if (record !== undefined) {
    const facts = { ...(await treesOf(call, report, proof)), reportDigest: reportDigest(value), ok };
    await record(changeDraft('change_verified', spec, facts, recordContext(call)));
  }
  return ok ? 0 : 1;
};

async function verify(call: Call<Flags>, spec: ChangeSpec, progress: Progress): Promise<ChangeReport> {
  const { flags, terminal } = call;
  const { before, applied } = await treesFor(call, spec);
  return verifyChange(spec, before, {
    ...(applied !== undefined && { applied }),
    ...(flags.run && { runTests: testsOf(call) }),
    installed: installedFiles(flags.root),
    onProgress: (done, total) => progress.update(done, total),
    signal: terminal.signal,
  });
}

async function treesFor({ flags }: Call<Flags>, spec: ChangeSpec): Promise<ChangeTrees> {
  return flags.base === undefined ? findTrees(flags.root, spec) : { before: await openGitTree(flags.root, flags.base) };
}

function testsOf({ flags, terminal }: Call<Flags>): NonNullable<VerifyChangeOptions['runTests']> {
  return (spec, plan) =>
    testChange(spec, plan, {
      runner: flags.runner ?? testRunnerOf(plan.after),
      packagesFrom: flags.root,
      workers: flags.workers ?? availableParallelism(),
      signal: terminal.signal,
    });
}

async function writeMutants({ flags }: Call<Flags>, { tests }: ChangeReport): Promise<void> {
  const elements = tests?.mutation?.elements;
  if (flags.mutants === undefined || elements === undefined) return;
  await writeFileAtomic(flags.mutants, toUtf8(`${JSON.stringify(elements, null, 2)}\n`));
}
