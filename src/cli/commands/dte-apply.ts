/** `dte apply` */
import {
  ENGINE_VERSION,
  applyPlan,
  changeDraft,
  findReceipt,
  formatDiff,
  openWorkTree,
  planEdits,
  reportDigest,
  treeIdAt,
} from '../../dte/index.ts';
import type { ChangeSpec, Plan } from '../../dte/index.ts';
import type { Finding } from '../../base/report.ts';
import type { ServiceClient } from '../../client/index.ts';
import { openClient } from '../api.ts';
import type { DTE_APPLY } from '../catalog/changes.ts';
import { changedFiles, filesJson, writeAlready, writeApplied, writeRefusal } from '../change-text.ts';
import type { Call, Run } from '../command.ts';
import { findingLines } from '../finding-print.ts';
import { withProgress } from '../progress.ts';
import { recordContext } from '../record-context.ts';
import { openRecorder } from '../recording.ts';
import type { Recorder } from '../recording.ts';
import { createPaint } from '../screen-text.ts';
import { readSpec } from '../spec-file.ts';
import { endingOf } from '../terminal.ts';

type Flags = (typeof DTE_APPLY)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, output, terminal } = call;
  const spec = await readSpec(flags.spec, terminal);
  const client = await openClient(call, ['spec', 'dryRun']);
  if (client !== undefined) return applyThere(call, client, spec);
  if (flags.dryRun) {
    const plan = await planHere(call, spec);
    return showPatch(call, formatDiff(plan), plan.findings);
  }
  output.outliveReader();
  const record = await openRecorder(call);
  if ((await findReceipt(flags.root, spec)) !== undefined) {
    await writeAlready(output, spec);
    return 0;
  }
  const plan = await planHere(call, spec);
  if (plan.findings.length === 0) return apply(call, spec, plan, record);
  await writeRefusal(output, spec, plan.findings);
  return 1;
};

async function planHere(call: Call<Flags>, spec: ChangeSpec): Promise<Plan> {
  const { flags, terminal } = call;
  return withProgress(call, 'planning', (progress) =>
    endingOf(terminal).atOnce(async () =>
      planEdits(spec, await openWorkTree(flags.root), {
        onProgress: (done, total) => progress.update(done, total),
        signal: terminal.signal,
      }),
    ),
  );
}

/** Standard output is for `git apply`: it gets a patch or nothing. */
async function showPatch(
  { output, terminal }: Call<Flags>,
  patch: string,
  findings: readonly Finding[],
): Promise<0 | 1> {
  await output.write(patch);
  if (findings.length === 0) return 0;
  const lines = findingLines(findings, createPaint(terminal.stderr.isTTY === true));
  terminal.stderr.write(lines.map((line) => `${line}\n`).join(''));
  return 1;
}

async function apply(call: Call<Flags>, spec: ChangeSpec, plan: Plan, record: Recorder | undefined): Promise<0> {
  const { flags, output, terminal } = call;
  const paths = plan.files.flatMap(({ path, newPath }) => [path, newPath]);
  const baseTree = record && (await treeIdAt(flags.root, paths));
  const { state } = await applyPlan(flags.root, plan, { spec, engine: ENGINE_VERSION, signal: terminal.signal });
  const value = { state, spec_id: spec.id, spec_digest: plan.specDigest };
  const files = changedFiles(plan);
  if (record !== undefined) {
    const resultTree = await treeIdAt(flags.root, paths);
    const facts = { baseTree, resultTree, reportDigest: reportDigest({ ...value, files: filesJson(files) }), ok: true };
    await record(changeDraft('change_applied', spec, facts, recordContext(call)));
  }
  await writeApplied(output, value, files);
  return 0;
}

/** The same change in the folder of the services. */
async function applyThere(call: Call<Flags>, { changes }: ServiceClient, spec: ChangeSpec): Promise<0 | 1> {
  const { flags, output } = call;
  const { state, specDigest = '', patches, errors } = await changes.apply(spec, { dryRun: flags.dryRun });
  const findings = errors as readonly Finding[];
  if (flags.dryRun) return showPatch(call, patches.map(({ diff }) => diff).join(''), findings);
  output.outliveReader();
  if (state === 'already-applied') await writeAlready(output, spec);
  else if (findings.length > 0) await writeRefusal(output, spec, findings);
  else await writeApplied(output, { state, spec_id: spec.id, spec_digest: specDigest }, patches);
  return findings.length === 0 ? 0 : 1;
}
