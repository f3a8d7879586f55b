/** What the transform engine does for requests, each in a folder. Runs in processes of its own (worker.ts): it takes long, and blocks. */
import { realpathSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import {
  applyPlan,
  changeDraft,
  ENGINE_VERSION,
  findReceipt,
  findTrees,
  formatDiff,
  installedCheckers,
  installedFiles,
  openWorkTree,
  parseChangeSpec,
  planEdits,
  planSpec,
  reportDigest,
  specIdOf,
  testChange,
  testRunnerOf,
  treeIdAt,
  verifyChange,
} from 'logline-core/dte';
import type { ChangeReport, ChangeSpec, MutationReport, Plan, RecordContext } from 'logline-core/dte';
import type { Done } from './done.ts';
import type { MissionJob } from '../orchestrator/run-job.ts';

/** What is to be done in a folder. */
export type Job =
  | {
      readonly kind: 'plan';
      readonly root: string;
      readonly intent: string;
      readonly scope: readonly string[];
      readonly language?: ChangeSpec['language'] | undefined;
      readonly id?: string | undefined;
    }
  | {
      readonly kind: 'apply';
      readonly root: string;
      readonly spec: object;
      readonly dryRun: boolean;
      readonly context: RecordContext;
    }
  | {
      readonly kind: 'verify';
      readonly root: string;
      readonly spec: object;
      /** Whether the whole report is answered as well. */
      readonly detail: boolean;
      readonly context: RecordContext;
    }
  | MissionJob;

/** Does a job. @throws {LoglineError} as the functions of `logline-core/dte` */
export async function runJob(job: Job, signal: AbortSignal, clock: () => Date): Promise<Done> {
  if (job.kind === 'plan') return plan(job);
  if (job.kind === 'mission') return (await import('../orchestrator/run-job.ts')).runMissionJob(job, signal, clock);
  const spec = parseChangeSpec(JSON.stringify(job.spec));
  return job.kind === 'apply' ? apply(job, spec, signal) : verify(job, spec, signal);
}

async function plan({ root, intent, scope, language, id }: Job & { kind: 'plan' }): Promise<Done> {
  const tree = await openWorkTree(root);
  const base = await treeIdAt(root, []);
  const { spec, findings, notes } = await planSpec({
    intent,
    scope,
    tree,
    id: id ?? specIdOf(intent, scope),
    ...(language !== undefined && { language }),
    ...(base !== undefined && { base }),
  });
  // What is answered is a spec, and can be sent as one.
  const assumptions = [...(spec.assumptions ?? []), ...notes];
  return { body: { ...spec, ...(assumptions.length > 0 && { assumptions }) }, ok: findings.length === 0, findings };
}

async function apply(job: Job & { kind: 'apply' }, spec: ChangeSpec, signal: AbortSignal): Promise<Done> {
  const { root, dryRun, context } = job;
  if (!dryRun && (await findReceipt(root, spec)) !== undefined)
    return {
      body: { success: true, state: 'already-applied', patches: [], errors: [], warnings: [] },
      ok: true,
      findings: [],
    };
  const planned = await planEdits(spec, await openWorkTree(root), { signal });
  const { findings } = planned;
  if (findings.length > 0) return { body: applied(planned, 'refused'), ok: false, findings };
  if (dryRun) return { body: applied(planned, 'planned'), ok: true, findings };
  const paths = planned.files.flatMap(({ path, newPath }) => [path, newPath]);
  const baseTree = await treeIdAt(root, paths);
  const { state } = await applyPlan(root, planned, { spec, engine: ENGINE_VERSION, signal });
  const resultTree = await treeIdAt(root, paths);
  const body = applied(planned, state);
  const facts = { baseTree, resultTree, reportDigest: reportDigest(body), ok: true };
  return { body, ok: true, findings, draft: changeDraft('change_applied', spec, facts, context) };
}

function applied(planned: Plan, state: string): object {
  return {
    success: planned.findings.length === 0,
    state,
    specDigest: planned.specDigest,
    patches: planned.files.map((file) => ({
      path: file.path,
      newPath: file.newPath,
      edits: file.edits.length,
      diff: formatDiff({ files: [file] }),
    })),
    errors: planned.findings,
    warnings: [],
  };
}

async function verify(
  { root, detail, context }: Job & { kind: 'verify' },
  spec: ChangeSpec,
  signal: AbortSignal,
): Promise<Done> {
  const { before, applied: after } = await findTrees(root, spec);
  const report = await verifyChange(spec, before, {
    ...(after !== undefined && { applied: after }),
    runTests: (own, planned) =>
      testChange(own, planned, {
        runner: testRunnerOf(planned.after),
        packagesFrom: root,
        workers: availableParallelism(),
        signal,
      }),
    runChecker: installedCheckers({ path: process.env['PATH'] ?? '', root: realpathSync(root), signal }),
    installed: installedFiles(root),
    signal,
  });
  const body = verified(report);
  const paths = report.files.flatMap(({ path, newPath }) => [path, newPath]);
  const facts = {
    baseTree: await treeIdAt(root, []),
    resultTree: await treeIdAt(root, paths),
    reportDigest: reportDigest(body),
    ok: report.ok,
  };
  const { ok, findings, tests } = report;
  return {
    body: detail ? { ...body, report: withoutTexts(report) } : body,
    ok,
    findings,
    draft: changeDraft('change_verified', spec, facts, context),
    score: tests?.mutation?.score,
  };
}

function verified({ ok, spec, state, findings, invariants, tests, counts, engine }: ChangeReport): object {
  return {
    success: ok,
    spec,
    state,
    engine,
    errors: findings,
    warnings: invariants.flatMap(({ name, notes }) => notes.map((note) => `${name}: ${note}`)),
    invariants: invariants.map(({ name, ok: holds }) => ({ name, ok: holds })),
    counts,
    tests:
      tests?.tests === undefined || tests.tests === null ? null : { ok: tests.tests.ok, counts: tests.tests.counts },
    mutationReport: mutationView(tests?.mutation ?? null),
  };
}

/** The texts of mutants are whole files. */
function withoutTexts({ tests, ...report }: ChangeReport): object {
  const { elements: _, ...mutation } = tests?.mutation ?? {};
  return { ...report, tests: tests && { ...tests, mutation: tests.mutation && mutation } };
}

/** Without mutants there is no score, not a good one. */
function mutationView(mutation: MutationReport | null): object {
  if (mutation === null) return { score: null, mutantsKilled: 0, mutantsTotal: 0, details: [] };
  const { killed, timeout, mutants } = mutation.counts;
  const files = Object.entries(mutation.elements?.files ?? {});
  const details = files.flatMap(([file, { mutants: own }]) =>
    own.map(({ id, mutatorName, replacement, location, status }) => ({
      file,
      line: location.start.line,
      mutant: `${id} ${mutatorName}: ${replacement}`,
      status: status.toLowerCase(),
    })),
  );
  return { score: mutation.score ?? null, mutantsKilled: killed + timeout, mutantsTotal: mutants, details };
}
