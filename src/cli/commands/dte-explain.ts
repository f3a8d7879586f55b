/** `dte explain` */
import { LoglineError } from '../../base/errors.ts';
import { ENGINE_VERSION, explainDiff, mergeBase, specsOfBranch } from '../../dte/index.ts';
import type { DiffExplanation, ProofSpec } from '../../dte/index.ts';
import type { DTE_EXPLAIN } from '../catalog/changes.ts';
import { specPathIn } from '../spec-path.ts';
import type { Call, Run } from '../command.ts';
import { findingLines } from '../finding-print.ts';
import { withProgress } from '../progress.ts';
import { verdictCounts } from '../proof-text.ts';
import { screenText } from '../screen-text.ts';
import { snakeCased } from '../snake-case.ts';
import { readSpec } from '../spec-file.ts';
import { endingOf } from '../terminal.ts';

type Flags = (typeof DTE_EXPLAIN)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, output, terminal } = call;
  output.outliveReader();
  if (flags.base === undefined) throw new LoglineError('USAGE', 'Compared with what? Name a revision with --base REV.');
  const base = await mergeBase(flags.root, flags.base, flags.head);
  const specs = flags.spec.length > 0 ? await named(call) : await specsOfBranch(flags.root, { base, head: flags.head });
  const explanation = await withProgress(call, 'explaining', () =>
    endingOf(terminal).atOnce(() =>
      explainDiff(
        flags.root,
        { base, head: flags.head },
        {
          specs,
          engine: ENGINE_VERSION,
          evidencePaths: flags.evidence,
          signal: terminal.signal,
        },
      ),
    ),
  );
  await output.one(snakeCased(explanation) as object, linesOf(call, explanation));
  const { files, doubts } = explanation;
  return doubts.length === 0 && files.every(({ verdict }) => verdict === 'explained' || verdict === 'evidence') ? 0 : 1;
};

async function named({ flags, terminal }: Call<Flags>): Promise<ProofSpec[]> {
  const specs: ProofSpec[] = [];
  for (const file of flags.spec) {
    const path = specPathIn(flags.root, file);
    specs.push({ spec: await readSpec(file, terminal), ...(path !== undefined && { path }) });
  }
  return specs;
}

function linesOf({ output: { paint } }: Call<Flags>, { files, specs, doubts }: DiffExplanation): string[] {
  return [
    `${verdictCounts(files)}, by ${specs.map(({ id }) => id).join(', ') || 'no spec'}`,
    ...files.flatMap(({ path, verdict, specs: by, reason, hunks }) => [
      `${verdict === 'explained' || verdict === 'evidence' ? paint('green', verdict) : paint('red', verdict)}  ${screenText(path)}${by.length > 0 ? `  ${by.join(', ')}` : ''}`,
      ...(reason === undefined ? [] : [`  ${screenText(reason)}`]),
      ...(hunks === undefined ? [] : hunks.split('\n').map((line) => `  ${screenText(line)}`.trimEnd())),
    ]),
    ...specs.flatMap(({ findings }) => findingLines(findings, paint)),
    ...findingLines(doubts, paint),
  ];
}
