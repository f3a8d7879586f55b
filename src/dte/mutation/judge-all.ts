/** Verdicts for all mutants of a build: some need no run, some are known from before, the others are run. */
import type { SourceTree } from '../source-tree.ts';
import type { TestModules } from '../tests/modules.ts';
import type { BuiltMutant, MutantBuild } from './build.ts';
import { verdictKeys } from './cache.ts';
import type { CachedStatus, KeyOf } from './cache.ts';
import type { DryRun, MutantTask, Verdict } from './child/protocol.ts';
import type { JudgedMutant } from './judged.ts';
import type { MutationLimits, MutationOptions } from './options.ts';
import { runMutants } from './run-mutants.ts';
import { tasksFrom } from './tasks.ts';
import type { Worker, WorkerSetup } from './worker.ts';

/** A mutation test with all that is left open filled in. */
export interface MutationRun {
  readonly tree: SourceTree;
  readonly options: MutationOptions;
  readonly limits: Required<MutationLimits>;
  readonly modules: TestModules;
  readonly built: MutantBuild;
}

/** What {@link judgeAll} answers. */
export interface Judged {
  readonly judged: readonly JudgedMutant[];
  /** How many verdicts are those of an earlier run. */
  readonly reused: number;
}

/** Answers a verdict for each mutant, in their order. @throws {LoglineError} CANCELLED, OUTPUT_UNWRITABLE */
export async function judgeAll(run: MutationRun, setup: WorkerSetup, first: Worker, dry: DryRun): Promise<Judged> {
  const { built, options } = run;
  const taskOf = tasksFrom(dry, run.modules);
  const tasks = built.mutants.map((one, id) => (one.mutant.equivalent === undefined ? taskOf(one, id) : undefined));
  const known = knownVerdicts(run, tasks, dry);
  const waiting = tasks.filter((task) => task !== undefined).filter(({ id }) => !known.statuses.has(id));
  const verdicts = await runAll(waiting, run, setup, first, dry);
  for (const verdict of verdicts.values()) keep(options.cache, known.keys.get(verdict.id), verdict);
  const judged = built.mutants.map((one, id) =>
    judgedMutant(one, tasks[id], verdicts.get(id) ?? known.statuses.get(id)),
  );
  return { judged, reused: known.statuses.size };
}

interface Known {
  readonly keys: ReadonlyMap<number, string>;
  readonly statuses: ReadonlyMap<number, CachedStatus>;
}

function knownVerdicts(
  { tree, modules, built, options }: MutationRun,
  tasks: readonly (MutantTask | undefined)[],
  dry: DryRun,
): Known {
  const { cache } = options;
  if (cache === undefined) return { keys: new Map(), statuses: new Map() };
  const keyOf: KeyOf = verdictKeys(tree, modules, dry.tests);
  const reached = tasks.filter((task) => task !== undefined);
  const keys = new Map(reached.map((task) => [task.id, keyOf(built.mutants[task.id]!.mutant, task)]));
  const found = [...keys].map(([id, key]) => [id, cache.get(key)] as const);
  return {
    keys,
    statuses: new Map(found.filter((one): one is readonly [number, CachedStatus] => one[1] !== undefined)),
  };
}

/** What a clock decided, or could not be decided, may be otherwise next time. */
function keep(cache: MutationOptions['cache'], key: string | undefined, { status, isByClock }: Verdict): void {
  if (key === undefined || isByClock === true || status === 'RuntimeError') return;
  cache!.set(key, status);
}

async function runAll(
  tasks: readonly MutantTask[],
  { options, limits, built }: MutationRun,
  setup: WorkerSetup,
  first: Worker,
  dry: DryRun,
): Promise<ReadonlyMap<number, Verdict>> {
  const verdicts = new Map<number, Verdict>();
  const total = built.mutants.length;
  const { workers = 1, signal, onProgress } = options;
  const onVerdict = (verdict: Verdict): void => {
    verdicts.set(verdict.id, verdict);
    onProgress?.(total - tasks.length + verdicts.size, total);
  };
  const dryMs = dry.tests.reduce((sum, { ms }) => sum + ms, 0);
  const silenceMs = limits.silenceMs + 5 * Math.round(dryMs);
  await runMutants(tasks, {
    setup,
    dry,
    first,
    workers,
    silenceMs,
    onVerdict,
    ...(signal !== undefined && { signal }),
  });
  return verdicts;
}

function judgedMutant(
  built: BuiltMutant,
  task: MutantTask | undefined,
  verdict: Verdict | CachedStatus | undefined,
): JudgedMutant {
  const coveredBy = task?.tests ?? [];
  const isStatic = task?.isStatic ?? false;
  const common = { built, coveredBy, isStatic };
  const { equivalent } = built.mutant;
  if (equivalent !== undefined) return { ...common, status: 'Ignored', reason: equivalent };
  if (verdict === undefined) return { ...common, status: 'NoCoverage' };
  if (typeof verdict === 'string') return { ...common, status: verdict };
  const { status, reason } = verdict;
  return status === 'RuntimeError' ? { ...common, status, reason: reason ?? '' } : { ...common, status };
}
