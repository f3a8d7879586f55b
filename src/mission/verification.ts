/** The verification of an applied batch: what it holds makes exactly the tree that it made, each spec keeps its word, and the files are there. */
import { LoglineError } from '../base/errors.ts';
import type { Finding } from '../base/report.ts';
import { reportDigest, verifyChange } from '../dte/index.ts';
import type { ChangeReport, VerifyChangeOptions } from '../dte/index.ts';
import { treeWith } from './contents.ts';
import type { BatchChange, BatchCheck, BatchContent, BatchReport } from './generated/types.ts';
import type { Batch } from './state.ts';
import { strangers } from './images.ts';

/** How a batch is verified. */
export interface BatchVerifyOptions extends Pick<VerifyChangeOptions, 'runTests' | 'installed' | 'runChecker'> {
  /** Ends it between two steps. @default none */
  readonly signal?: AbortSignal | undefined;
}

/** The verdict on a batch, and the whole reports that its digest is of. */
export interface BatchVerification {
  /** What goes into the ledger. */
  readonly report: BatchReport;
  /** The reports on its change specs, in order. */
  readonly specs: readonly ChangeReport[];
}

const MAX_FINDINGS = 20;
const MAX_MESSAGE_CHARS = 500;

/** Verifies a batch that was applied. Nothing is changed. @throws {LoglineError} CANCELLED. Faults of content are findings. */
export async function verifyBatch(
  root: string,
  mission: string,
  batch: Batch,
  options: BatchVerifyOptions = {},
): Promise<BatchVerification> {
  const change = batch.change!;
  const specs: ChangeReport[] = [];
  const thresholds: (number | undefined)[] = [];
  const made = await replay(root, change, batch.contents, options, (report, threshold) => {
    specs.push(report);
    thresholds.push(threshold);
  });
  const checks = [
    ...specs.map((report, i) => specCheck(report, thresholds[i])),
    ...batch.contents.filter(({ kind }) => kind === 'patch').map(({ name }) => check(name, 'patch', made)),
    check('tree', 'images', [...made, ...imageFindings(root, change)]),
  ];
  const ok = checks.every((one) => one.ok);
  const digest = reportDigest(JSON.parse(JSON.stringify({ commit: change.commit, checks, specs })) as object);
  const report = { mission, batch: batch.id, commit: change.commit, ok, report_digest: digest, checks };
  return { report, specs };
}

/** The contents again, on the commit that they were applied to. */
async function replay(
  root: string,
  { parent, tree }: BatchChange,
  contents: readonly BatchContent[],
  { signal, ...options }: BatchVerifyOptions,
  take: (report: ChangeReport, threshold: number | undefined) => void,
): Promise<Finding[]> {
  try {
    const made = await treeWith(root, parent, contents, {
      onSpec: async (_, spec, before) => {
        const report = await verifyChange(spec, before, { ...options, ...(signal && { signal }) });
        take(report, spec.tests.mutationThreshold);
      },
      signal,
    });
    if (made === tree) return [];
    const message = `The contents make the tree ${made} of ${parent}, and the commit has ${tree}.`;
    return [{ code: 'DIFF_UNEXPLAINED', message }];
  } catch (error) {
    if (!(error instanceof LoglineError) || error.code === 'CANCELLED') throw error;
    return [{ code: error.code, message: error.message }];
  }
}

function imageFindings(root: string, { files }: BatchChange): Finding[] {
  return strangers(root, files, ['after']).map((path) => ({
    code: 'MODIFIED_SINCE',
    message: `${path} is not as the batch left it.`,
  }));
}

function specCheck({ ok, findings, spec, tests }: ChangeReport, threshold: number | undefined): BatchCheck {
  const score = tests?.mutation?.score;
  return {
    ...check(spec.id, 'spec', findings),
    ok,
    ...(score !== undefined && { mutation_score: score }),
    ...(threshold !== undefined && { mutation_threshold: threshold }),
  };
}

function check(name: string, kind: BatchCheck['kind'], findings: readonly Finding[]): BatchCheck {
  const shown = findings.slice(0, MAX_FINDINGS).map(({ code, message }) => {
    return { code, message: message.slice(0, MAX_MESSAGE_CHARS) };
  });
  return { name, kind, ok: findings.length === 0, findings: shown };
}
