/** `dte revert` */
import { appliedState, changeDraft, reportDigest, revertSpec, treeIdAt } from '../../dte/index.ts';
import type { DTE_REVERT } from '../catalog/changes.ts';
import type { Call, Run } from '../command.ts';
import { recordContext } from '../record-context.ts';
import { openRecorder } from '../recording.ts';
import { readSpec } from '../spec-file.ts';

type Flags = (typeof DTE_REVERT)['flags'];

export const run: Run<Flags> = async (call: Call<Flags>) => {
  const { flags, output, terminal } = call;
  output.outliveReader();
  const spec = await readSpec(flags.spec, terminal);
  const record = await openRecorder(call);
  const files = record === undefined ? [] : (appliedState(flags.root, spec).receipt?.files ?? []);
  const touched = files.flatMap(({ path, newPath }) => [path, newPath]);
  const baseTree = record && (await treeIdAt(flags.root, touched));
  const { paths, recovered } = await revertSpec(flags.root, spec, { signal: terminal.signal });
  const value = { state: 'reverted', spec_id: spec.id, paths, recovered };
  if (record !== undefined) {
    const resultTree = await treeIdAt(flags.root, touched);
    const facts = { baseTree, resultTree, reportDigest: reportDigest(value), ok: true };
    await record(changeDraft('change_reverted', spec, facts, recordContext(call)));
  }
  await output.one(value, [
    `${output.paint('green', 'REVERTED')}  ${spec.id}: ${String(paths.length)} files are as they were`,
    ...paths.map((path) => `  ${path}`),
  ]);
  return 0;
};
