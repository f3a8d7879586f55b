/** Mutation testing: do the tests notice small faults in what was changed? */
import { LoglineError } from '../../base/errors.ts';
import type { Finding } from '../../base/report.ts';
import { compareText } from '../order.ts';
import type { SourceTree } from '../source-tree.ts';
import { inSandbox } from '../tests/sandbox.ts';
import type { Sandbox } from '../tests/sandbox.ts';
import { sourcesOf, testFilesOf } from '../tests/test-files.ts';
import { pathFilter } from '../path-filter.ts';
import type { MutatedFiles } from './build.ts';
import { demandNotCancelled } from './cancel.ts';
import { dryFindings, endOfDryRun } from './dry-findings.ts';
import { judgeAll } from './judge-all.ts';
import type { MutationRun } from './judge-all.ts';
import { DEFAULT_LIMITS } from './options.ts';
import type { MutationOptions } from './options.ts';
import { scoredReport, withoutScore } from './report.ts';
import type { MutationReport } from './report.ts';
import { runStryker } from './stryker.ts';
import type { StrykerRun } from './stryker.ts';
import { readStrykerReport } from './stryker-report.ts';
import { Worker } from './worker.ts';

/**
 * Puts small faults, one at a time, into the changed lines of a tree, and answers which of them its tests notice. Tests that use `node:test`
 * are run by the engine itself, in processes of its own within the sandbox that `runTests` describes; they are loaded
 * once, all mutants with them, and only those tests run which reach a mutant. Where they use vitest, jest or mocha, StrykerJS makes and runs the
 * mutants, if the project has it installed.
 *
 * `ok` is false where the tests do not pass as they are (TESTS_FAILED), the score is below `threshold` (MUTATION_SCORE_LOW), or something
 * could not be checked (NOT_CHECKED): no test, a runner that cannot be used, a mutant that could not be judged. Changed lines without
 * a mutant are fine and have no score. The same tree gives the same verdicts everywhere, as long as no clock has to decide.
 *
 * @throws {LoglineError} CANCELLED - by the signal. PATTERN_INVALID, PATH_UNSAFE - a target cannot be read. LIMIT_EXCEEDED - too many
 *   mutants. FILE_UNSUPPORTED - a changed file is no UTF-8, or too large. OUTPUT_UNWRITABLE - the copy cannot be written.
 */
export async function mutationTest(tree: SourceTree, options: MutationOptions): Promise<MutationReport> {
  const { runner = 'node:test', targets } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const tests = testFilesOf(tree, targets);
  const mutated = mutatedFiles(tree, options);
  // The compiler comes with these, and is loaded where mutants are made.
  const { testModules } = await import('../tests/modules.ts');
  const { buildMutants } = await import('./build.ts');
  const modules = testModules(tree, tests);
  const built = buildMutants(tree, modules, mutated);
  demandWithin(built.mutants.length, limits.maxMutants);
  const faults = [...built.faults].map(([path, fault]) => notChecked(`${path} cannot be compiled: ${fault}`, path));
  if (built.mutants.length === 0) return withoutScore(runner, faults);
  if (tests.length === 0)
    return withoutScore(runner, [...faults, notChecked('There is no test file among the targets.')]);
  if (runner !== 'node:test') {
    const run = { tree, runner, mutated, tests, options, limits };
    return inSandbox(options.packagesFrom, async (sandbox) =>
      strykerTest(run, { sandbox, texts: built.texts, faults }),
    );
  }
  return inSandbox(options.packagesFrom, async (sandbox) =>
    testIn({ tree, options, limits, modules, built }, { sandbox, tests, faults }),
  );
}

/** Changed lines of sources, and as a whole what targets mean that is no test. */
function mutatedFiles(tree: SourceTree, { changed, targets = [] }: MutationOptions): MutatedFiles {
  const tests = new Set(testFilesOf(tree));
  const sources = sourcesOf(tree).filter((path) => !tests.has(path));
  const isTarget = pathFilter(targets);
  const wanted = sources.filter((path) => changed.has(path) || isTarget(path)).sort(compareText);
  return new Map(wanted.map((path) => [path, isTarget(path) ? undefined : changed.get(path)]));
}

function demandWithin(count: number, most: number): void {
  if (count <= most) return;
  const message = `There are ${count} mutants, more than the limit of ${most}.`;
  throw new LoglineError('LIMIT_EXCEEDED', message, { details: { count, most } });
}

const notChecked = (message: string, path?: string): Finding => ({
  code: 'NOT_CHECKED',
  message,
  ...(path !== undefined && { path }),
});

async function strykerTest(
  run: StrykerRun,
  { sandbox, texts, faults }: Pick<Place, 'sandbox' | 'faults'> & { readonly texts: ReadonlyMap<string, string> },
): Promise<MutationReport> {
  const { runner, options } = run;
  const answer = await runStryker(sandbox, run);
  if ('fault' in answer) return withoutScore(runner, [...faults, notChecked(answer.fault)]);
  const results = readStrykerReport(answer.report, texts);
  if (results === undefined)
    return withoutScore(runner, [...faults, notChecked('The report of StrykerJS cannot be read.')]);
  const { judged, tests } = results;
  return scoredReport(judged, { texts, tests, reused: 0, faults, threshold: options.threshold, runner });
}

interface Place {
  readonly sandbox: Sandbox;
  readonly tests: readonly string[];
  readonly faults: readonly Finding[];
}

async function testIn(run: MutationRun, { sandbox, tests, faults }: Place): Promise<MutationReport> {
  const { tree, options, limits, built } = run;
  const { allowPrograms = false } = options;
  const build = { ...built.build, testFiles: tests, testTimeoutMs: limits.testTimeoutMs };
  const setup = { sandbox, tree, build, memoryMb: limits.memoryMb, allowPrograms };
  const first = await Worker.start(setup);
  const abort = (): void => void first.stop();
  options.signal?.addEventListener('abort', abort);
  try {
    first.ask({ kind: 'dry' });
    const reply = await first.next(limits.timeoutMs);
    demandNotCancelled(options.signal);
    const dry = reply.kind === 'dry' ? reply : undefined;
    const reasons = dry === undefined ? [endOfDryRun(reply)] : dryFindings(dry);
    if (dry === undefined || reasons.length > 0) return withoutScore('node:test', reasons, dry?.tests.length);
    const { judged, reused } = await judgeAll(run, setup, first, dry);
    return scoredReport(judged, { texts: built.texts, tests: dry.tests, reused, faults, threshold: options.threshold });
  } finally {
    options.signal?.removeEventListener('abort', abort);
    await first.stop();
  }
}
