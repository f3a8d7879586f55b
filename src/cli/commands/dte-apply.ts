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
import type { DTE_APPLY } from '../catalog/changes.ts';
import { count, fileLines, filesJson, writeRefusal } from '../change-text.ts';
import type { Call, Run } from '../command.ts';
import { findingLines } from '../finding-print.ts';
import { withProgress } from '../progress.ts';
import { recordContext } from '../record-context.ts';
import { openRecorder } from '../recording.ts';
import type { Recorder } from '../recording.ts';
import { createPaint } from '../screen-text.ts';
import { readSpec } from '../spec-file.ts';

type Flags = (typeof DTE_APPLY)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, output, terminal } = call;
  const spec = await readSpec(flags.spec, terminal);
  if (flags.dryRun) return show(call, await planHere(call, spec));
  output.outliveReader();
  const record = await openRecorder(call);
  if ((await findReceipt(flags.root, spec)) !== undefined) return sayAlready(call, spec);
  const plan = await planHere(call, spec);
  if (plan.findings.length === 0) return apply(call, spec, plan, record);
  await writeRefusal(output, spec, plan.findings);
  return 1;
};

async function planHere(call: Call<Flags>, spec: ChangeSpec): Promise<Plan> {
  const { flags, terminal } = call;
  return withProgress(call, 'planning', async (progress) =>
    planEdits(spec, await openWorkTree(flags.root), {
      onProgress: (done, total) => progress.update(done, total),
      signal: terminal.signal,
    }),
  );
}

/** Standard output is for `git apply`: it gets a patch or nothing. */
async function show({ output, terminal }: Call<Flags>, plan: Plan): Promise<0 | 1> {
  await output.write(formatDiff(plan));
  if (plan.findings.length === 0) return 0;
  const lines = findingLines(plan.findings, createPaint(terminal.stderr.isTTY === true));
  terminal.stderr.write(lines.map((line) => `${line}\n`).join(''));
  return 1;
}

async function sayAlready({ output }: Call<Flags>, { id }: ChangeSpec): Promise<0> {
  await output.one({ state: 'already applied', spec_id: id, files: [] }, [
    `${output.paint('green', 'ALREADY APPLIED')}  ${id}: nothing was written`,
  ]);
  return 0;
}

async function apply(call: Call<Flags>, spec: ChangeSpec, plan: Plan, record: Recorder | undefined): Promise<0> {
  const { flags, output, terminal } = call;
  const paths = plan.files.flatMap(({ path, newPath }) => [path, newPath]);
  const baseTree = record && (await treeIdAt(flags.root, paths));
  const { state } = await applyPlan(flags.root, plan, { spec, engine: ENGINE_VERSION, signal: terminal.signal });
  const value = { state, spec_id: spec.id, spec_digest: plan.specDigest, files: filesJson(plan) };
  if (record !== undefined) {
    const resultTree = await treeIdAt(flags.root, paths);
    const facts = { baseTree, resultTree, reportDigest: reportDigest(value), ok: true };
    await record(changeDraft('change_applied', spec, facts, recordContext(call)));
  }
  const edits = plan.files.reduce((sum, file) => sum + file.edits.length, 0);
  const what =
    plan.files.length === 0
      ? 'there is nothing to change'
      : `${count(edits, 'edit')} in ${count(plan.files.length, 'file')}`;
  await output.one(value, [`${output.paint('green', 'APPLIED')}  ${spec.id}: ${what}`, ...fileLines(plan)]);
  return 0;
}
