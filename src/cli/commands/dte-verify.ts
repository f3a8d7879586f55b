/** `dte verify` */
import { realpathSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { toUtf8 } from '../../base/bytes.ts';
import { writeFileAtomic } from '../../base/fs.ts';
import {
  ENGINE_VERSION,
  changeDraft,
  findTrees,
  installedCheckers,
  installedFiles,
  mergeBase,
  openGitTree,
  proveDiff,
  reportDigest,
  testChange,
  testRunnerOf,
  treeIdAt,
  verifyChange,
} from '../../dte/index.ts';
import type { ChangeReport, ChangeSpec, ChangeTrees, DiffProof, VerifyChangeOptions } from '../../dte/index.ts';
import { openClient } from '../api.ts';
import type { DTE_VERIFY } from '../catalog/changes.ts';
import { changeReportJson, changeReportLines } from '../change-report-text.ts';
import { specPathIn } from '../spec-path.ts';
import type { Call, Run } from '../command.ts';
import { withProgress } from '../progress.ts';
import type { Progress } from '../progress.ts';
import { proofFacts, proofJson } from '../proof-text.ts';
import { recordContext } from '../record-context.ts';
import { openRecorder } from '../recording.ts';
import { readSpec } from '../spec-file.ts';
import { endingOf } from '../terminal.ts';

type Flags = (typeof DTE_VERIFY)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, output, terminal } = call;
  output.outliveReader();
  const spec = await readSpec(flags.spec, terminal);
  const client = await openClient(call, ['spec', 'ci']);
  if (client !== undefined) {
    const { report } = await withProgress(call, 'verifying', () => client.changes.verify({ spec, detail: true }));
    return show(call, report as ChangeReport);
  }
  const record = await openRecorder(call);
  const base = flags.base === undefined ? undefined : await mergeBase(flags.root, flags.base, flags.head);
  const [report, proof] = await withProgress(call, 'verifying', async (progress) => {
    return endingOf(terminal).atOnce(async () => {
      const proven = base === undefined ? undefined : await prove(call, spec, base);
      return [await verify(call, spec, base, progress), proven] as const;
    });
  });
  const ok = report.ok && (proof?.ok ?? true);
  const whole = { ...report, ok, findings: [...report.findings, ...(proof?.findings ?? [])] };
  const value = { ...changeReportJson(whole), ...(proof && { proof: proofJson(proof) }) };
  await writeMutants(call, report);
  const form = { paint: output.paint, isCompact: flags.ci };
  await output.one(value, changeReportLines(whole, proof ? proofFacts(proof) : {}, form));
  if (record !== undefined) {
    const facts = { ...(await treesOf(call, report, proof)), reportDigest: reportDigest(value), ok };
    await record(changeDraft('change_verified', spec, facts, recordContext(call)));
  }
  return ok ? 0 : 1;
};

/** The verdict of the services. */
async function show({ flags, output }: Call<Flags>, report: ChangeReport): Promise<0 | 1> {
  const form = { paint: output.paint, isCompact: flags.ci };
  await output.one(changeReportJson(report), changeReportLines(report, {}, form));
  return report.ok ? 0 : 1;
}

function prove({ flags, terminal }: Call<Flags>, spec: ChangeSpec, base: string): Promise<DiffProof> {
  const path = specPathIn(flags.root, flags.spec!);
  return proveDiff(
    flags.root,
    { base, head: flags.head },
    {
      specs: [{ spec, ...(path !== undefined && { path }) }],
      engine: ENGINE_VERSION,
      evidencePaths: flags.evidence,
      signal: terminal.signal,
    },
  );
}

async function verify(
  call: Call<Flags>,
  spec: ChangeSpec,
  base: string | undefined,
  progress: Progress,
): Promise<ChangeReport> {
  const { flags, terminal } = call;
  const { before, applied } = await treesFor(call, spec, base);
  return verifyChange(spec, before, {
    ...(applied !== undefined && { applied }),
    ...(flags.run && { runTests: testsOf(call), runChecker: checkersOf(call) }),
    installed: installedFiles(flags.root),
    onProgress: (done, total) => progress.update(done, total),
    signal: terminal.signal,
  });
}

async function treesFor({ flags }: Call<Flags>, spec: ChangeSpec, base: string | undefined): Promise<ChangeTrees> {
  return base === undefined ? findTrees(flags.root, spec) : { before: await openGitTree(flags.root, base) };
}

function testsOf({ flags, terminal }: Call<Flags>): NonNullable<VerifyChangeOptions['runTests']> {
  return (spec, plan) =>
    endingOf(terminal).inOrder(() =>
      testChange(spec, plan, {
        runner: flags.runner ?? testRunnerOf(plan.after),
        packagesFrom: flags.root,
        workers: flags.workers ?? availableParallelism(),
        signal: terminal.signal,
      }),
    );
}

/** Programs of the user who calls, and none that the project brings. */
function checkersOf({ flags, terminal }: Call<Flags>): NonNullable<VerifyChangeOptions['runChecker']> {
  const check = installedCheckers({
    path: terminal.env['PATH'] ?? '',
    root: realpathSync(flags.root),
    signal: terminal.signal,
  });
  return (...given) => endingOf(terminal).inOrder(() => check(...given));
}

async function writeMutants({ flags }: Call<Flags>, { tests }: ChangeReport): Promise<void> {
  const elements = tests?.mutation?.elements;
  if (flags.mutants === undefined || elements === undefined) return;
  await writeFileAtomic(flags.mutants, toUtf8(`${JSON.stringify(elements, null, 2)}\n`));
}

/** The trees that were compared; without a base, HEAD with the files as they are. */
async function treesOf(
  { flags }: Call<Flags>,
  { files }: ChangeReport,
  proof: DiffProof | undefined,
): Promise<{ baseTree: string | undefined; resultTree: string | undefined }> {
  if (proof !== undefined) return { baseTree: proof.base.tree, resultTree: proof.head.tree };
  const paths = files.flatMap(({ path, newPath }) => [path, newPath]);
  return { baseTree: await treeIdAt(flags.root, []), resultTree: await treeIdAt(flags.root, paths) };
}
